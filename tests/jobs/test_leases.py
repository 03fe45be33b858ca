"""Two workers, dead workers, workers that come back from the dead."""

import datetime as dt
import threading
import time
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from fieldstudy.core import clock
from fieldstudy.jobs import Finish, LeaseLost, Work, hints
from fieldstudy.jobs.lease import take
from fieldstudy.jobs.models import Heartbeat, Job
from fieldstudy.jobs.runner import run
from fieldstudy.jobs.sweeping import HINTS_A_PASS, release_slot, sweep
from tests.jobs.conftest import Ask

State = Job.State


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The jobs that workers were told of."""
    told: list[UUID] = []

    def note(job_id: UUID, queue: str) -> bool:
        told.append(job_id)
        return True

    monkeypatch.setattr(hints, "send", note)
    return told


def _nothing(subject_id: UUID, work: Work) -> None:
    return None


def _leave_mark(subject_id: UUID, work: Work) -> Finish:
    return lambda: Heartbeat.objects.create(name=str(subject_id))


def test_only_one_of_two_takes_a_job(ask: Ask) -> None:
    job = ask(_nothing)
    assert take(job, "a") is not None
    assert take(job, "b") is None


def test_a_worker_that_was_only_asleep_writes_nothing(ask: Ask, hinted: list[UUID]) -> None:
    """As with SIGSTOP for five minutes: another worker did the job meanwhile."""

    def fall_asleep(subject_id: UUID, work: Work) -> Finish:
        with time_machine.travel(clock.now() + dt.timedelta(minutes=5)):
            sweep()
            other = take(Job.objects.get(subject_id=subject_id), "another")
            assert other is not None
        return lambda: Heartbeat.objects.create(name="sleeper")

    job = ask(fall_asleep)
    assert run(job.pk) is None
    assert not Heartbeat.objects.exists()


def test_progress_tells_a_worker_that_it_lost_the_job(ask: Ask) -> None:
    job = ask(_nothing)
    lease = take(job, "a")
    assert lease is not None
    release_slot("a")
    with pytest.raises(LeaseLost):
        lease.progress(1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_kept_while_the_job_says_nothing(ask: Ask, settings: object) -> None:
    settings.JOB_LEASE = 0.6  # type: ignore[attr-defined]
    seen: list[int] = []

    def say_nothing(subject_id: UUID, work: Work) -> None:
        time.sleep(1.2)
        seen.append(Job.objects.abandoned().count())

    assert run(ask(say_nothing).pk) == State.READY
    assert seen == [0]


def test_a_dead_lease_is_released_and_the_job_done_by_another(ask: Ask, hinted: list[UUID]) -> None:
    job = ask(_leave_mark)
    take(job, "dies")
    assert sweep() == 0
    with time_machine.travel(clock.now() + dt.timedelta(minutes=3)):
        sweep()
        assert hinted == [job.pk]
        assert run(job.pk) == State.READY
    assert Heartbeat.objects.count() == 1


def test_a_clock_put_back_does_not_keep_a_dead_lease_for_hours(
    ask: Ask, hinted: list[UUID]
) -> None:
    job = ask(_nothing)
    with time_machine.travel(clock.now() + dt.timedelta(hours=2)):
        take(job, "dies")
    sweep()
    job.refresh_from_db()
    assert (job.state, job.reason) == (State.RETRY, "worker_lost")


def test_a_slot_frees_what_its_predecessor_had_and_nothing_else(ask: Ask) -> None:
    own, others = ask(_nothing), ask(_nothing)
    take(own, "quick@here")
    take(others, "quick@there")
    assert release_slot("quick@here") == 1
    assert set(Job.objects.filter(state=State.WORKING)) == {others}


def test_a_job_that_kills_its_worker_every_time_is_given_up(ask: Ask) -> None:
    job = ask(_nothing)
    for _ in range(5):
        Job.objects.update(not_before=clock.now())
        job.refresh_from_db()
        assert take(job, "w") is not None
        release_slot("w")
    job.refresh_from_db()
    assert (job.state, job.reason) == (State.QUARANTINED, "worker_lost")
    assert job.finished_at is not None


def test_the_first_death_costs_no_pause_the_second_does(ask: Ask) -> None:
    job = ask(_nothing)
    take(job, "w")
    release_slot("w")
    assert Job.objects.due().count() == 1
    job.refresh_from_db()
    take(job, "w")
    release_slot("w")
    assert Job.objects.due().count() == 0


def test_a_row_is_hinted_at_most_once_a_minute(ask: Ask, hinted: list[UUID]) -> None:
    job = ask(_nothing)
    sweep()
    assert hinted == []  # the hint after the commit is on its way
    with time_machine.travel(clock.now() + dt.timedelta(seconds=61)):
        sweep()
        sweep()
    assert hinted == [job.pk]


def test_a_pass_gives_a_bounded_number_of_hints(ask: Ask, hinted: list[UUID]) -> None:
    ask(_nothing)
    Job.objects.bulk_create(
        Job(name="work", subject_id=UUID(int=n), queue="quick") for n in range(HINTS_A_PASS + 50)
    )
    assert sweep() == HINTS_A_PASS
    assert sweep() == 50


@pytest.mark.django_db(transaction=True)
def test_eight_threads_after_one_job_give_one_effect(ask: Ask) -> None:
    job = ask(_leave_mark)
    ended: list[State | None] = []

    def race() -> None:
        try:
            ended.append(run(job.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, ended)) == ["None"] * 7 + ["ready"]
    assert Heartbeat.objects.count() == 1
