"""What may happen to jobs from outside: asked for, tried again, cancelled."""

import datetime as dt
from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction

from fieldstudy.core import clock
from fieldstudy.jobs import hints
from fieldstudy.jobs.models import Job
from fieldstudy.jobs.table import duty_of


def enqueue(
    name: str,
    subject_id: UUID,
    *,
    study_id: UUID | None = None,
    cause_id: UUID | None = None,
    not_before: dt.datetime | None = None,
) -> Job:
    """Write down that something must follow; a worker hears of it after the commit.

    Asked again for the same subject and cause, or without a cause while the same job still waits,
    it answers the job that is there.

    Raises:
        UnknownJob: when nothing is registered under this name.
    """
    queue = duty_of(name).queue
    now = clock.now()
    same = Job.objects.named(name).about(subject_id).filter(cause_id=cause_id)
    if cause_id is None:
        same = same.filter(study_id=study_id, state=Job.State.WAITING)
    there: Job | None = same.first()
    if there is not None:
        return there
    due = not_before is None or not_before <= now
    values = {
        "study_id": study_id,
        "queue": queue,
        "not_before": not_before or now,
        "hinted_at": now if due else None,
    }
    if cause_id is None:
        job = Job.objects.create(name=name, subject_id=subject_id, **values)
    else:
        job, _ = Job.objects.get_or_create(
            name=name, subject_id=subject_id, cause_id=cause_id, defaults=values
        )
    if due:
        transaction.on_commit(partial(hints.send, job.pk, queue))
    return job


def retry(job: Job) -> bool:
    """Set a failed, given-up or postponed job going again, with all its attempts back.

    Returns:
        False when it was not in such a state (it works, waits or is done) or is gone.
    """
    now = clock.now()
    again = Job.objects.filter(
        pk=job.pk, state__in=[Job.State.FAILED, Job.State.QUARANTINED, Job.State.RETRY]
    ).update(
        state=Job.State.WAITING, reason="", attempts=0, not_before=now, hinted_at=now,
        finished_at=None,
    )  # fmt: skip
    if again:
        transaction.on_commit(partial(hints.send, job.pk, job.queue))
    return bool(again)


def cancel_for(*, study_id: UUID | None = None, subject_ids: Collection[UUID] | None = None) -> int:
    """Remove the jobs of a study, or about these subjects, whatever their state.

    One that is being worked on loses its lease with its row, so its effect is refused.

    Returns:
        How many were removed.
    Raises:
        ValueError: when neither a study nor subjects are given.
    """
    if study_id is None and subject_ids is None:
        raise ValueError("Cancelling needs a study or subjects.")
    rows = Job.objects.all()
    if study_id is not None:
        rows = rows.of_study(study_id)
    if subject_ids is not None:
        rows = rows.about(*subject_ids)
    return rows.delete()[0]
