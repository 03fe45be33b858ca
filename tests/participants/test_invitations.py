"""Inviting people, making new codes, and ending it."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.core.scope import study_scope
from fieldstudy.core.secrets import ALPHABET, CODE_LENGTH, hash_secret
from fieldstudy.events.models import Event
from fieldstudy.participants.actions import (
    change_participation,
    invite_participant,
    invite_participants,
    reissue,
    revoke,
)
from fieldstudy.participants.lists import Row
from fieldstudy.participants.models import DeviceSession, Identity, Participation, Withdrawal
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests.factories import make_device, make_segment, make_study


def test_people_get_labels_links_and_codes(study: Study, lan: Person) -> None:
    first = invite_participant(study, by=lan)
    second = invite_participant(study, by=lan)

    assert [first.participation.label, second.participation.label] == ["P01", "P02"]
    assert len(first.code) == CODE_LENGTH
    assert set(first.code) <= set(ALPHABET)
    stored = Participation.objects.get(label="P01")
    assert stored.join_code_hash == hash_secret(first.code)
    assert stored.join_secret_hash == hash_secret(first.secret)
    assert stored.status == Participation.Status.INVITED


def test_codes_and_links_are_nowhere_stored_in_the_clear(study: Study, lan: Person) -> None:
    made = invite_participant(study, by=lan)

    stored = str(Participation.objects.values().get()) + str(list(Event.objects.values()))
    assert made.code not in stored
    assert made.secret not in stored


def test_labels_go_on_after_the_highest(study: Study, lan: Person) -> None:
    invite_participant(study, by=lan, label="P41")
    invite_participant(study, by=lan, label="guest-1")

    assert invite_participant(study, by=lan).participation.label == "P42"


@pytest.mark.parametrize("label", ["p01", "two words", "x" * 21, "=1+1", "P\n01"])
def test_a_taken_or_odd_label_is_refused(study: Study, lan: Person, label: str) -> None:
    invite_participant(study, by=lan, label="P01")

    with pytest.raises(ValidationError) as refused:
        invite_participant(study, by=lan, label=label)

    assert "label" in refused.value.message_dict
    assert Participation.objects.count() == 1


def test_identity_goes_to_its_own_table(study: Study, lan: Person) -> None:
    made = invite_participant(study, by=lan, identity={"name": "王小明", "phone": "138 0000 1111"})

    assert made.participation.identity.name == "王小明"
    invite_participant(study, by=lan, identity={"name": "", "phone": ""})
    assert Identity.objects.count() == 1


def test_a_list_is_invited_whole_or_not_at_all(study: Study, lan: Person) -> None:
    invite_participant(study, by=lan, label="P02")

    with pytest.raises(ValidationError) as refused:
        invite_participants(study, [Row(1, "P01"), Row(2, "P02")], by=lan, batch=uuid4())

    assert "2" in refused.value.messages[0]
    assert [each.label for each in Participation.objects.all()] == ["P02"]


def test_the_same_list_sent_twice_invites_once(study: Study, lan: Person) -> None:
    batch, rows = uuid4(), [Row(1), Row(2)]

    made = invite_participants(study, rows, by=lan, batch=batch)
    with pytest.raises(ValidationError) as refused:
        invite_participants(study, rows, by=lan, batch=batch)

    assert [each.participation.label for each in made] == ["P01", "P02"]
    assert refused.value.code == "already_invited"
    assert Participation.objects.count() == 2


def test_a_new_code_ends_the_old_one_and_keeps_the_phones(study: Study, lan: Person) -> None:
    old = invite_participant(study, by=lan)
    device, _ = make_device(old.participation)

    new = reissue(old.participation, by=lan)

    stored = Participation.objects.get()
    assert stored.join_code_hash == hash_secret(new.code) != hash_secret(old.code)
    assert DeviceSession.objects.open().get() == device


def test_ending_access_shuts_out_link_code_and_phones(study: Study, lan: Person) -> None:
    made = invite_participant(study, by=lan)
    make_device(made.participation)

    revoke(made.participation, by=lan)
    revoke(made.participation, by=lan)

    stored = Participation.objects.get()
    assert stored.status == Participation.Status.REVOKED
    assert stored.join_code_hash is None and stored.join_secret_hash is None
    assert not DeviceSession.objects.open().exists()
    assert Event.objects.filter(verb="participation.revoked").count() == 1


def test_somebody_shut_out_can_be_let_in_again_with_a_new_code(study: Study, lan: Person) -> None:
    made = invite_participant(study, by=lan)
    make_device(made.participation)
    revoke(made.participation, by=lan)

    reissue(made.participation, by=lan)

    assert Participation.objects.get().status == Participation.Status.INVITED
    assert not DeviceSession.objects.open().exists()


def test_nobody_is_invited_back_after_leaving(p01: Participation, lan: Person) -> None:
    Withdrawal.objects.create(study=p01.study, participation=p01, kind=Withdrawal.Kind.STOP)

    with pytest.raises(ValidationError) as refused:
        reissue(p01, by=lan)

    assert refused.value.code == "withdrawn"
    assert p01.status == Participation.Status.WITHDRAWN


def test_rehearsal_has_labels_of_its_own_and_is_not_real(study: Study, lan: Person) -> None:
    invite_participant(study, by=lan)
    trial = invite_participant(study, by=lan, is_rehearsal=True)

    assert trial.participation.label == "T01"
    assert [each.label for each in Participation.objects.real()] == ["P01"]
    assert [each.label for each in Participation.objects.rehearsing()] == ["T01"]


def test_segments_change_and_only_those_of_the_study(study: Study, lan: Person) -> None:
    mornings, evenings = make_segment(study, "Mornings"), make_segment(study, "Evenings")
    other = make_study("elsewhere")
    with study_scope(other):
        foreign = make_segment(other, "Foreign")
    person = invite_participant(study, by=lan, segments=[mornings]).participation

    change_participation(person, by=lan, segments=[evenings, foreign], kind="employee")
    change_participation(person, by=lan, segments=[evenings], kind="employee")

    assert list(person.segments.all()) == [evenings]
    (event,) = Event.objects.filter(verb="participation.changed")
    assert event.data["fields"] == ["kind", "segments"]
