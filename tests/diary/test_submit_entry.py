"""An entry arrives once, whole, and only from somebody who agreed."""

import dataclasses
from uuid import uuid4

import pytest

from fieldstudy.core import clock
from fieldstudy.diary.actions import (
    NewFile,
    OtherContent,
    StaleRevision,
    Submission,
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
from fieldstudy.participants.consent import MayNotLog
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


def test_a_consent_text_that_asks_more_must_be_answered_first(
    study: Study, p01: Participation
) -> None:
    document = p01.consent_acts.get().document
    document.scopes = document.scopes[:2]
    document.save()
    factories.make_consent_document(study)
    with pytest.raises(MayNotLog):
        submit_entry(free(), by=p01)


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


def test_taking_back_and_leaving_out_are_rows_with_who_and_when(
    p01: Participation, lan: Person
) -> None:
    first, second = (submit_entry(free(), by=p01).entry for _ in range(2))
    retract_entry(first, by=p01)
    exclude_entry(second, by=lan, reason="logged twice")
    assert not Entry.objects.in_analysis().exists()
    include_entry(second, by=lan)
    assert Entry.objects.in_analysis().get() == second


def test_a_field_observer_logs_with_their_own_account(study: Study, kofi: Person) -> None:
    entry = log_observation(free(), by=kofi, study=study, source="interview").entry
    assert (entry.author, entry.participation, entry.source) == (kofi, None, "interview")
