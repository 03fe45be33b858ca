"""Making, changing, opening and closing a study."""

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.scope import study_scope
from fieldstudy.events.models import Event
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import (
    close_study,
    create_study,
    open_study,
    publish_protocol,
    update_study,
)
from fieldstudy.studies.models import Role, Study
from tests import factories


@pytest.fixture
def ada(db: None) -> Person:
    return factories.make_person("Ada")


def test_whoever_makes_a_study_owns_it(ada: Person) -> None:
    study = create_study(by=ada, name=LocalizedText(en="Corner shop"))

    assert study.slug == "corner-shop"
    assert [member.role for member in ada.memberships.all()] == [Role.OWNER]
    verbs = Event.objects.filter(study_id=study.pk).values_list("verb", flat=True)
    assert set(verbs) == {"study.created", "member.added"}


def test_two_studies_of_one_name_get_addresses_of_their_own(ada: Person) -> None:
    first = create_study(by=ada, name=LocalizedText(en="Corner shop"))
    second = create_study(by=ada, name=LocalizedText(en="Corner shop"))

    assert first.slug != second.slug
    assert second.slug.startswith("corner-shop-")


def test_a_study_called_new_does_not_hide_the_page_that_makes_studies(ada: Person) -> None:
    assert create_study(by=ada, name=LocalizedText(en="New")).slug.startswith("new-")


def test_a_chinese_name_still_gets_an_address(ada: Person) -> None:
    assert create_study(by=ada, name=LocalizedText(zh="街角小店")).slug.startswith("study-")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", LocalizedText()),
        ("languages", []),
        ("languages", ["fr"]),
        ("time_zone", "Mars/Olympus"),
        ("script", "runes"),
    ],
)
def test_a_study_refuses_what_it_cannot_have(ada: Person, field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        create_study(by=ada, **{"name": LocalizedText(en="Shop"), field: value})  # type: ignore[arg-type]

    assert field in refused.value.message_dict
    assert not Study.objects.exists()


def test_only_a_real_change_is_recorded(study: Study, lan: Person) -> None:
    update_study(study, by=lan, days=study.days)
    update_study(study, by=lan, days=21, contact_name="Lan Chen")

    (event,) = Event.objects.filter(verb="study.changed")
    assert event.data == {"fields": ["contact_name", "days"]}
    assert Study.objects.get(pk=study.pk).days == 21


def test_fieldwork_cannot_begin_before_anything_is_published(ada: Person) -> None:
    study = create_study(by=ada, name=LocalizedText(en="Shop"))

    with study_scope(study), pytest.raises(ValidationError) as refused:
        open_study(study, by=ada)

    assert refused.value.code == "nothing_published"
    assert not study.is_live


def test_fieldwork_ends_and_can_begin_again(study: Study, lan: Person) -> None:
    factories.make_item(factories.make_prompt(study))
    publish_protocol(study, by=lan)
    began = study.opened_at

    close_study(study, by=lan)
    assert not study.is_live
    open_study(study, by=lan)

    assert study.is_live
    assert study.opened_at == began
    verbs = list(Event.objects.order_by("at", "id").values_list("verb", flat=True))
    assert verbs == ["protocol.published", "study.closed", "study.opened"]
