"""What may be written down, and what follows from it in the same transaction."""

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from fieldstudy.events import SYSTEM, following, record
from fieldstudy.events.actions import ContentRefused, UnknownVerb
from fieldstudy.events.models import Event
from fieldstudy.jobs import Duty, register, table
from fieldstudy.jobs.models import Job
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study


@pytest.fixture
def _pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two jobs follow a change of a study."""
    monkeypatch.setattr(table, "_duties", dict(table._duties))
    monkeypatch.setattr(following, "_followers", dict(following._followers))
    register({"count_words": Duty(lambda subject, work: None), "draw": Duty(lambda s, w: None)})
    following.follow({"study.changed": ("count_words", "draw")})


def test_an_event_says_who_did_what_to_which_row(study: Study, lan: Person) -> None:
    with transaction.atomic():
        event = record(
            "study.changed", by=lan, study=study, subject=study, member=lan, field="name"
        )
    kept = Event.objects.get(pk=event.pk)
    assert (kept.actor_kind, kept.actor_id) == ("person", lan.pk)
    assert (kept.subject_kind, kept.subject_id) == ("study", study.pk)
    assert kept.data == {"member": str(lan.pk), "field": "name"}


def test_the_jobs_that_follow_are_written_with_the_event(study: Study, _pipeline: None) -> None:
    with transaction.atomic():
        event = record("study.changed", by=SYSTEM, study=study, subject=study)
    jobs = Job.objects.filter(cause_id=event.pk)
    assert {job.name for job in jobs} == {"count_words", "draw"}
    assert {(job.subject_id, job.study_id) for job in jobs} == {(study.pk, study.pk)}


def test_a_change_that_is_undone_leaves_neither_event_nor_job(
    study: Study, _pipeline: None
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("study.changed", by=SYSTEM, study=study, subject=study)
        _ = 1 / 0
    assert not Event.objects.filter(verb="study.changed").exists()
    assert not Job.objects.exists()


def test_an_unknown_verb_is_refused(study: Study) -> None:
    with pytest.raises(UnknownVerb):
        record("study.frobbed", by=SYSTEM, study=study, subject=study)


@pytest.mark.parametrize("content", ["I went to the shop", "王小明", {"name": "Lan"}, 1.5, b"x"])
def test_content_is_refused(study: Study, content: object) -> None:
    with pytest.raises(ContentRefused):
        record("study.changed", by=SYSTEM, study=study, subject=study, field=content)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record("study.changed", by=SYSTEM, study=None, subject=Study())
