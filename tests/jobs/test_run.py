"""How a job ends, and what its row says then."""

import datetime as dt
import logging
from uuid import UUID

import pytest
from django.conf import settings

from fieldstudy.core import clock
from fieldstudy.core.scope import current_study
from fieldstudy.jobs import Finish, JobCallable, Refused, RetryLater, Waiting, Work, runner
from fieldstudy.jobs.actions import cancel_for, enqueue, retry
from fieldstudy.jobs.models import Heartbeat, Job
from fieldstudy.jobs.runner import run, run_due
from fieldstudy.studies.models import Study
from tests.jobs.conftest import Ask

State = Job.State


def _nothing(subject_id: UUID, work: Work) -> None:
    return None


def _leave_mark(subject_id: UUID, work: Work) -> Finish:
    return lambda: Heartbeat.objects.create(name=str(subject_id))


def _again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def _fail(problem: Exception) -> JobCallable:
    def run(subject_id: UUID, work: Work) -> Finish | None:
        raise problem

    return run


def test_a_job_without_an_effect_is_ready(ask: Ask) -> None:
    job = ask(_nothing)
    assert run_due() == 1
    assert _again(job).state == State.READY
    assert job.lease_token is None
    assert job.finished_at is not None


def test_the_effect_is_written_once_however_often_it_is_run(ask: Ask) -> None:
    job = ask(_leave_mark)
    assert run(job.pk) == State.READY
    assert run(job.pk) is None
    assert Heartbeat.objects.filter(name=str(job.subject_id)).count() == 1


def test_a_refused_job_has_failed_and_says_why(ask: Ask) -> None:
    job = ask(_fail(Refused("no_sound")))
    run_due()
    assert (_again(job).state, job.reason) == (State.FAILED, "no_sound")


def test_an_effect_that_breaks_leaves_nothing(ask: Ask) -> None:
    def write_and_break() -> None:
        Heartbeat.objects.create(name="half")
        raise OSError

    job = ask(lambda subject_id, work: write_and_break)
    run_due()
    assert _again(job).state == State.RETRY
    assert not Heartbeat.objects.filter(name="half").exists()


def test_a_later_try_counts_and_waits(ask: Ask) -> None:
    job = ask(_fail(RetryLater("disk_full", 300)))
    run_due()
    assert (_again(job).state, job.reason, job.attempts) == (State.RETRY, "disk_full", 1)
    assert job.not_before > clock.now() + dt.timedelta(seconds=290)


def test_waiting_for_something_outside_does_not_count(ask: Ask) -> None:
    job = ask(_fail(Waiting("no_speech_model")))
    run_due()
    assert (_again(job).state, job.reason, job.attempts) == (State.WAITING, "no_speech_model", 0)
    assert run_due() == 0


def test_after_five_errors_it_is_given_up_with_a_reason(ask: Ask) -> None:
    job = ask(_fail(ValueError("Mrs Li said so")))
    for _ in range(5):
        Job.objects.update(not_before=clock.now())
        run_due()
    assert (_again(job).state, job.reason, job.attempts) == (State.QUARANTINED, "error", 5)
    Job.objects.update(not_before=clock.now())
    assert run_due() == 0


def test_pauses_grow_up_to_an_hour() -> None:
    assert [runner.back_off(n).total_seconds() for n in range(1, 7)] == [
        10, 40, 160, 640, 2560, 3600,
    ]  # fmt: skip


def test_the_log_names_the_error_but_never_its_words(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    ask(_fail(ValueError("Mrs Li said so")))
    with caplog.at_level(logging.DEBUG):
        run_due()
    assert "ValueError" in caplog.text
    assert "Mrs Li" not in caplog.text


def test_a_person_can_set_a_given_up_job_going_again(ask: Ask) -> None:
    job = ask(_fail(Refused("no_sound")))
    run_due()
    assert retry(job)
    assert (_again(job).state, job.attempts, job.reason) == (State.WAITING, 0, "")
    assert not retry(job)


def test_a_job_works_in_the_scope_of_its_study(ask: Ask, study: Study) -> None:
    seen: list[object] = []

    def look(subject_id: UUID, work: Work) -> None:
        seen.append(current_study())

    ask(look, study_id=study.pk)
    run_due()
    assert seen == [study.pk]


def test_the_same_job_for_the_same_cause_is_written_once(ask: Ask) -> None:
    job = ask(_nothing)
    again = enqueue("work", job.subject_id, cause_id=job.cause_id)
    assert again.pk == job.pk
    assert Job.objects.count() == 1


def test_asking_by_hand_twice_is_one_job_while_it_waits(ask: Ask) -> None:
    subject = ask(_nothing).subject_id
    by_hand = enqueue("work", subject)
    assert enqueue("work", subject).pk == by_hand.pk
    run_due()
    assert enqueue("work", subject).pk != by_hand.pk


def test_a_job_for_later_is_not_due_yet(ask: Ask) -> None:
    ask(_nothing)
    run_due()
    enqueue("work", UUID(int=1), not_before=clock.now() + dt.timedelta(hours=1))
    assert run_due() == 0


def test_a_job_of_a_newer_version_is_left_alone(ask: Ask) -> None:
    job = ask(_nothing)
    Job.objects.update(name="from_the_future")
    assert run(job.pk) is None
    assert (_again(job).state, job.attempts) == (State.WAITING, 0)


def test_cancelling_removes_the_jobs_of_erased_rows_only(ask: Ask) -> None:
    erased, kept = ask(_nothing), ask(_nothing)
    assert cancel_for(subject_ids=[erased.subject_id]) == 1
    assert list(Job.objects.all()) == [kept]


def test_cancelling_everything_by_accident_is_refused(ask: Ask) -> None:
    with pytest.raises(ValueError, match="study or subjects"):
        cancel_for()


def test_a_job_cancelled_while_it_works_writes_nothing(ask: Ask) -> None:
    def be_erased_meanwhile(subject_id: UUID, work: Work) -> Finish:
        cancel_for(subject_ids=[subject_id])
        return lambda: Heartbeat.objects.create(name="too late")

    job = ask(be_erased_meanwhile)
    assert run(job.pk) is None
    assert not Heartbeat.objects.exists()


def test_progress_shows_and_keeps_the_lease(ask: Ask) -> None:
    seen: list[tuple[int, int]] = []

    def work_through(subject_id: UUID, work: Work) -> None:
        for done in range(1, 4):
            work.progress(done, 3)
        job = Job.objects.get(subject_id=subject_id)
        seen.append((job.progress_done, job.progress_total))
        assert job.lease_until is not None
        assert job.lease_until > clock.now() + dt.timedelta(seconds=settings.JOB_LEASE - 5)

    job = ask(work_through)
    assert run(job.pk) == State.READY
    assert seen == [(3, 3)]
