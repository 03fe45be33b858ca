"""Who works on a study."""

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.events.models import Event
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import add_member, change_role, remove_member
from fieldstudy.studies.models import Role, Study


def test_lan_brings_charlie_in_as_a_coder(study: Study, lan: Person, charlie: Person) -> None:
    add_member(study, person=charlie, role=Role.CODER, by=lan)
    add_member(study, person=charlie, role=Role.CODER, by=lan)

    assert study.memberships.get(person=charlie).role == Role.CODER
    assert Event.objects.filter(verb="member.added").count() == 1


def test_inviting_somebody_again_does_not_quietly_change_their_role(
    study: Study, lan: Person, kofi: Person
) -> None:
    with pytest.raises(ValidationError) as refused:
        add_member(study, person=kofi, role=Role.OWNER, by=lan)

    assert refused.value.code == "already_member"
    assert study.memberships.get(person=kofi).role == Role.CODER


def test_the_last_owner_stays(study: Study, lan: Person) -> None:
    only = study.memberships.get(person=lan)

    with pytest.raises(ValidationError):
        change_role(only, role=Role.VIEWER, by=lan)
    with pytest.raises(ValidationError):
        remove_member(only, by=lan)

    assert study.memberships.get(person=lan).role == Role.OWNER


def test_an_owner_may_go_once_there_is_another(study: Study, lan: Person, rosa: Person) -> None:
    change_role(study.memberships.get(person=rosa), role=Role.OWNER, by=lan)
    remove_member(study.memberships.get(person=lan), by=rosa)

    assert [member.person for member in study.memberships.filter(role=Role.OWNER)] == [rosa]
    assert set(Event.objects.values_list("verb", flat=True)) == {"member.changed", "member.removed"}


def test_there_is_no_role_of_that_name(study: Study, lan: Person, kofi: Person) -> None:
    with pytest.raises(ValidationError):
        change_role(study.memberships.get(person=kofi), role="emperor", by=lan)
