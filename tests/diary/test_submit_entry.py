"""An entry arrives once, whole, and only from somebody who agreed."""

import dataclasses
from uuid import uuid4

import pytest
import time_machine

from fieldstudy.core import clock
from fieldstudy.diary.actions import (
    NewFile,
    OtherContent,
    StaleRevision,
    Submission,
    TakenBack,
    amend_entry,
    exclude_entry,
    include_entry,
    log_observation,
    retract_entry,
    submit_entry,
)
from fieldstudy.diary.answers import AnswersRefused
from fieldstudy.diary.models import Entry
from fieldstudy.events.models import Event
from fieldstudy.participants.consent import MayNotLog, give_consent
from fieldstudy.participants.leaving import withdraw
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories


def free(**fields: object) -> Submission:
    fields.setdefault("client_id", uuid4())
    fields.setdefault("answers", {"words": "It rained.", "felt": {"valence": 1}})
    return Submission(version=None, **fields)  # type: ignore[arg-type]


def photo(item_key: str = "photos") -> NewFile:
    return NewFile(uuid4(), item_key, "photo", f"tests/{uuid4()}", 3, "ab" * 32, "image/jpeg")


def test_an_entry_is_kept_with_its_words_feeling_and_files(p01: Participation) -> None:
    submitted = submit_entry(free(files=(photo(),)), by=p01)
    entry = Entry.objects.get()
    assert submitted.is_new and submitted.entry == entry
    assert (entry.text, entry.valence, entry.attachments.count()) == ("It rained.", 1, 1)
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["attachment.stored", "entry.submitted"]


def test_the_same_entry_again_is_the_same_entry(p01: Participation) -> None:
    submission = free(files=(photo(),))
    first = submit_entry(submission, by=p01)
    again = submit_entry(submission, by=p01)
    assert (again.entry, again.is_new) == (first.entry, False)
    assert Entry.objects.count() == 1


def test_other_words_under_the_same_uuid_change_nothing(p01: Participation) -> None:
    submission = free()
    submit_entry(submission, by=p01)
    with pytest.raises(OtherContent):
        submit_entry(dataclasses.replace(submission, answers={"words": "other"}), by=p01)
    assert Entry.objects.get().text == "It rained."


def test_somebody_elses_uuid_opens_nothing(p01: Participation, p02: Participation) -> None:
    submission = free()
    submit_entry(submission, by=p01)
    with pytest.raises(OtherContent):
        submit_entry(submission, by=p02)


@pytest.mark.parametrize("code", ["no-consent", "closed", "left", "revoked", "not-open"])
def test_who_may_not_log_is_told_why_and_nothing_is_kept(
    study: Study, code: str, p01: Participation
) -> None:
    if code == "no-consent":
        p01 = factories.make_participation(study, "P09")
    elif code == "closed":
        study.closed_at = clock.now()
    elif code == "not-open":
        study.opened_at = None
    elif code == "revoked":
        p01.revoked_at = clock.now()
    else:
        withdraw(p01, kind="stop")
    p01.study = study
    with pytest.raises(MayNotLog) as refusal:
        submit_entry(free(), by=p01)
    assert refusal.value.code == code
    assert not Entry.objects.exists()


def test_a_newer_consent_text_must_be_answered_first(study: Study, p01: Participation) -> None:
    newer = factories.make_consent_document(study)
    with pytest.raises(MayNotLog) as refusal:
        submit_entry(free(), by=p01)
    assert refusal.value.code == "no-consent"
    give_consent(p01, document=newer, scopes=[], language="en")
    entry = submit_entry(free(), by=p01).entry
    assert entry.consent_act is not None and entry.consent_act.document == newer


def test_a_double_tap_with_just_now_is_one_entry(p01: Participation) -> None:
    submission = free(happened_at=None)
    with time_machine.travel("2026-11-25 12:00Z"):
        first = submit_entry(submission, by=p01).entry
    with time_machine.travel("2026-11-25 12:00:09Z"):
        assert not submit_entry(submission, by=p01).is_new
    assert first.happened_at == first.written_at


def test_another_studys_scenario_is_refused(study: Study, p01: Participation) -> None:
    elsewhere = factories.make_scenario(factories.make_study("elsewhere"))
    with pytest.raises(AnswersRefused):
        submit_entry(free(scenario_id=elsewhere.pk), by=p01)


def test_an_unknown_zone_becomes_the_studys(p01: Participation) -> None:
    entry = submit_entry(free(time_zone="Mars/Olympus"), by=p01).entry
    assert entry.time_zone == p01.study.time_zone


def test_a_photo_without_that_scope_is_refused(study: Study) -> None:
    person = factories.make_participation(study, "P09")
    factories.make_consent(person, ["voice"])
    with pytest.raises(AnswersRefused) as refusal:
        submit_entry(free(files=(photo(),)), by=person)
    assert list(refusal.value.problems) == ["photos"]


def test_rehearsal_marks_its_entries(study: Study) -> None:
    person = factories.make_participation(study, "T01", is_rehearsal=True)
    factories.make_consent(person)
    assert submit_entry(free(), by=person).entry.is_rehearsal
    assert not Entry.objects.in_analysis().exists()


def test_entries_of_one_run_share_a_visit(study: Study, p01: Participation) -> None:
    scenario = factories.make_scenario(study)
    entries = [submit_entry(free(scenario_id=scenario.pk), by=p01).entry for _ in range(2)]
    assert entries[0].visit is not None and entries[0].visit == entries[1].visit


def test_amending_adds_a_revision_and_overwrites_nothing(p01: Participation) -> None:
    entry = submit_entry(free(), by=p01).entry
    client_id = uuid4()
    for _ in range(2):
        amend_entry(
            entry, by=p01, client_id=client_id, base_number=1, answers={"words": "It poured."}
        )
    entry.refresh_from_db()
    assert [each.text for each in entry.revisions.all()] == ["It rained.", "It poured."]
    assert (entry.text, entry.valence) == ("It poured.", None)


def test_amending_what_changed_meanwhile_loses_neither(p01: Participation) -> None:
    entry = submit_entry(free(), by=p01).entry
    amend_entry(entry, by=p01, client_id=uuid4(), base_number=1, answers={"words": "second"})
    with pytest.raises(StaleRevision) as stale:
        amend_entry(entry, by=p01, client_id=uuid4(), base_number=1, answers={"words": "third"})
    assert stale.value.latest == 2
    assert entry.revisions.count() == 2


def test_the_same_revision_id_for_other_words_is_refused(p01: Participation) -> None:
    entry = submit_entry(free(), by=p01).entry
    client_id = uuid4()
    amend_entry(entry, by=p01, client_id=client_id, base_number=1, answers={"words": "second"})
    with pytest.raises(OtherContent):
        amend_entry(entry, by=p01, client_id=client_id, base_number=1, answers={"words": "third"})


def test_nobody_amends_after_leaving_or_taking_back(p01: Participation) -> None:
    entry, left_over = (submit_entry(free(), by=p01).entry for _ in range(2))
    retract_entry(entry, by=p01)
    with pytest.raises(TakenBack):
        amend_entry(entry, by=p01, client_id=uuid4(), base_number=1, answers={"words": "more"})
    withdraw(p01, kind="stop")
    with pytest.raises(MayNotLog):
        amend_entry(left_over, by=p01, client_id=uuid4(), base_number=1, answers={"words": "more"})


def test_a_photo_sent_before_stays_when_the_scope_is_taken_back(p01: Participation) -> None:
    kept = photo()
    entry = submit_entry(free(files=(kept,)), by=p01).entry
    document = p01.consent_acts.get().document
    give_consent(p01, document=document, scopes=["voice"], language="en")
    amend_entry(entry, by=p01, client_id=uuid4(), base_number=1, answers={"words": "second"})
    assert entry.attachments.present().count() == 1
    with pytest.raises(AnswersRefused) as refusal:
        amend_entry(entry, by=p01, client_id=uuid4(), base_number=2, answers={}, files=(photo(),))
    assert list(refusal.value.problems) == ["photos"]


def test_a_photo_can_be_taken_off_and_stays_in_the_history(p01: Participation) -> None:
    first, second = photo(), photo()
    entry = submit_entry(free(files=(first,)), by=p01).entry
    amend_entry(
        entry,
        by=p01,
        client_id=uuid4(),
        base_number=1,
        answers={"words": "second"},
        files=(second,),
        removed=[first.client_id],
    )
    assert [each.client_id for each in entry.attachments.present()] == [second.client_id]
    assert entry.attachments.count() == 2


def test_taking_back_and_leaving_out_are_rows_with_who_and_when(
    p01: Participation, lan: Person
) -> None:
    first, second = (submit_entry(free(), by=p01).entry for _ in range(2))
    retract_entry(first, by=p01)
    exclude_entry(second, by=lan, reason="logged twice")
    assert not Entry.objects.in_analysis().exists()
    include_entry(second, by=lan)
    assert Entry.objects.in_analysis().get() == second


def test_an_observation_about_somebody_stands_under_their_consent(
    study: Study, kofi: Person, p01: Participation
) -> None:
    act = give_consent(
        p01, document=p01.consent_acts.get().document, scopes=["photos"], language="en"
    )
    entry = log_observation(free(), by=kofi, study=study, source="observation", about=p01).entry
    assert (entry.author, entry.participation, entry.consent_act) == (kofi, p01, act)
    sound = NewFile(uuid4(), "voice", "recording", f"tests/{uuid4()}", 3, "ab" * 32)
    with pytest.raises(AnswersRefused):
        log_observation(free(files=(sound,)), by=kofi, study=study, source="interview", about=p01)


@pytest.mark.parametrize("code", ["closed", "left"])
def test_observers_are_told_what_stands_against_it(
    study: Study, kofi: Person, p01: Participation, code: str
) -> None:
    if code == "closed":
        study.closed_at = clock.now()
    else:
        withdraw(p01, kind="stop")
    with pytest.raises(MayNotLog) as refusal:
        log_observation(free(), by=kofi, study=study, source="interview", about=p01)
    assert refusal.value.code == code


def test_a_field_observer_logs_with_their_own_account(study: Study, kofi: Person) -> None:
    entry = log_observation(free(), by=kofi, study=study, source="interview").entry
    assert (entry.author, entry.participation, entry.source) == (kofi, None, "interview")
