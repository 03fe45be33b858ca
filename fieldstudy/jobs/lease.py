"""Holding a job: taken by one conditional UPDATE, kept by heartbeats, given back with the token."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

from fieldstudy.core import clock
from fieldstudy.jobs.contract import LeaseLost
from fieldstudy.jobs.models import Job

log = logging.getLogger(__name__)

WRITE_PROGRESS_EVERY = 0.5


def lease_end() -> dt.datetime:
    """When a lease given or renewed now runs out."""
    return clock.now() + dt.timedelta(seconds=settings.JOB_LEASE)


class Lease:
    """One worker's hold on one job; the ``Work`` that the job callable is given."""

    def __init__(self, job_id: UUID, token: UUID) -> None:
        self.job_id = job_id
        self.token = token
        self._lost = threading.Event()
        self._written_at = 0.0

    def update(self, **values: object) -> None:
        """Write to the row, only while it is ours.

        Raises:
            LeaseLost: when it is not.
        """
        mine = Job.objects.filter(pk=self.job_id, lease_token=self.token, state=Job.State.WORKING)
        if self._lost.is_set() or not mine.update(**values):
            self._lost.set()
            raise LeaseLost(str(self.job_id))

    def renew(self) -> None:
        """Extend the lease.

        Raises:
            LeaseLost: when the job is no longer ours.
        """
        self.update(lease_until=lease_end())

    def progress(self, done: int, total: int) -> None:
        """See :class:`fieldstudy.jobs.contract.Work`."""
        if self._lost.is_set():
            raise LeaseLost(str(self.job_id))
        now = time.monotonic()
        if done < total and now - self._written_at < WRITE_PROGRESS_EVERY:
            return
        self._written_at = now
        self.update(progress_done=min(done, total), progress_total=total, lease_until=lease_end())

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew the lease from a thread of its own for as long as the block runs."""
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(done,), name="job-lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _keep(self, done: threading.Event) -> None:
        while not done.wait(settings.JOB_LEASE / 6):
            try:
                self.renew()
            except LeaseLost:
                return
            except DatabaseError as problem:
                log.warning("A lease was not renewed (%s).", type(problem).__name__)
            finally:
                connection.close()


def take(job: Job, slot: str) -> Lease | None:
    """Take a due job as it was read; None when it is no longer due, or somebody was faster."""
    token = uuid4()
    taken = (
        Job.objects.due()
        .filter(pk=job.pk, attempts=job.attempts)
        .update(
            state=Job.State.WORKING,
            lease_token=token,
            lease_until=lease_end(),
            attempts=F("attempts") + 1,
            slot=slot,
            started_at=clock.now(),
            reason="",
            progress_done=0,
            progress_total=0,
        )
    )
    return Lease(job.pk, token) if taken else None
