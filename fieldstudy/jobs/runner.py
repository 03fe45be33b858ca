"""Running one job: take it, work, write its effect exactly once."""

import datetime as dt
import logging
import os
import socket
import traceback
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from fieldstudy.core import clock
from fieldstudy.core.scope import every_study, study_scope
from fieldstudy.jobs.contract import Finish, LeaseLost, Refused, RetryLater, UnknownJob, Waiting
from fieldstudy.jobs.lease import Lease, take
from fieldstudy.jobs.models import Job
from fieldstudy.jobs.table import Duty, duty_of

log = logging.getLogger(__name__)

FIRST_PAUSE = dt.timedelta(seconds=10)
LONGEST_PAUSE = dt.timedelta(hours=1)


def back_off(attempts: int) -> dt.timedelta:
    """How long to wait after this many attempts: 10 s, 40 s, 160 s …, at most an hour."""
    return min(FIRST_PAUSE * (1 << 2 * max(attempts - 1, 0)), LONGEST_PAUSE)


def this_slot() -> str:
    """The name under which this process takes jobs when it is no named worker."""
    return f"{os.getpid()}@{socket.gethostname()}"


def run(job_id: UUID, *, slot: str = "") -> Job.State | None:
    """Run one job if it is due and free.

    Returns:
        The state it ended in; None when there was nothing to run, or the job was taken away.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    try:
        duty = duty_of(job.name)
    except UnknownJob:
        log.warning("Job %s is of a newer version than this worker: left alone.", job.name)
        return None
    lease = take(job, slot or this_slot())
    if lease is None:
        return None
    try:
        with _scope_of(job):
            return _work(job, duty, lease)
    except LeaseLost:
        log.warning("Job %s %s was taken away while it was worked on.", job.name, job.pk)
        return None


def run_due(names: Iterable[str] | None = None, *, limit: int = 1000) -> int:
    """Run what is due in this process, oldest first, and what becomes due meanwhile.

    Returns:
        How many ran, whatever their end.
    """
    ran = 0
    seen: set[UUID] = set()
    while ran < limit:
        rows = Job.objects.due().exclude(pk__in=seen)
        rows = rows if names is None else rows.named(*names)
        job = rows.order_by("not_before", "pk").first()
        if job is None:
            break
        seen.add(job.pk)
        ran += run(job.pk) is not None
    return ran


def _scope_of(job: Job) -> AbstractContextManager[None]:
    return study_scope(job.study_id) if job.study_id else every_study()


def _work(job: Job, duty: Duty, lease: Lease) -> Job.State:
    """Call the job and write how it ended.

    Raises:
        LeaseLost: when the job was taken away; nothing was written then.
    """
    try:
        with lease.kept():
            finish = duty.run(job.subject_id, lease)
        return _finish(lease, finish)
    except Refused as end:
        return _settle(lease, Job.State.FAILED, end.reason)
    except Waiting as end:
        return _wait(lease, end)
    except RetryLater as end:
        return _again(job, lease, end.reason, dt.timedelta(seconds=end.seconds))
    except LeaseLost:
        raise
    except Exception as problem:
        log.error("Job %s %s: %s at %s", job.name, job.pk, type(problem).__name__, _place(problem))
        return _again(job, lease, "error", back_off(job.attempts + 1))


def _finish(lease: Lease, finish: Finish | None) -> Job.State:
    with transaction.atomic():
        lease.update(
            state=Job.State.READY,
            lease_token=None,
            lease_until=None,
            progress_done=F("progress_total"),
            finished_at=clock.now(),
        )
        if finish is not None:
            finish()
    return Job.State.READY


def _settle(lease: Lease, state: Job.State, reason: str) -> Job.State:
    lease.update(
        state=state, reason=reason, lease_token=None, lease_until=None, finished_at=clock.now()
    )
    return state


def _wait(lease: Lease, end: Waiting) -> Job.State:
    lease.update(
        state=Job.State.WAITING,
        reason=end.reason,
        attempts=F("attempts") - 1,
        not_before=clock.now() + dt.timedelta(seconds=end.seconds),
        hinted_at=None,
        lease_token=None,
        lease_until=None,
    )
    return Job.State.WAITING


def _again(job: Job, lease: Lease, reason: str, pause: dt.timedelta) -> Job.State:
    if job.attempts + 1 >= settings.JOB_ATTEMPTS:
        return _settle(lease, Job.State.QUARANTINED, reason)
    lease.update(
        state=Job.State.RETRY,
        reason=reason,
        not_before=clock.now() + pause,
        hinted_at=None,
        lease_token=None,
        lease_until=None,
    )
    return Job.State.RETRY


def _place(problem: BaseException) -> str:
    """File and line where it broke. Never the message: that may hold people's words."""
    frames = traceback.extract_tb(problem.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
