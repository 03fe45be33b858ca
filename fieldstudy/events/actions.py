"""What may happen to the record of what happened: a line is added. Nothing else."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from fieldstudy.core.scope import HasKey
from fieldstudy.events.actors import Acting
from fieldstudy.events.following import followers_of
from fieldstudy.events.models import Event
from fieldstudy.events.verbs import VERBS
from fieldstudy.jobs.actions import enqueue, retry
from fieldstudy.jobs.models import Job

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,63}")


class UnknownVerb(ValueError):
    """The verb is not in the list."""


class ContentRefused(ValueError):
    """A value could be a person's words; events hold ids, numbers and choice words only."""


def record_event(
    verb: str,
    *,
    by: Acting,
    study: HasKey | None,
    subject: models.Model,
    ids: Mapping[str, object],
) -> Event:
    """See :func:`fieldstudy.events.record`."""
    if verb not in VERBS:
        raise UnknownVerb(f"{verb!r} is not in fieldstudy/events/verbs.py.")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"{verb} must be recorded in the transaction of the change."
        )
    actor = by.actor
    event = Event.objects.create(
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        study_id=study.pk if study is not None else None,
        subject_kind=str(subject._meta.model_name),
        subject_id=subject.pk,
        data={name: _plain(name, value) for name, value in ids.items()},
    )
    for name in followers_of(verb):
        enqueue(name, event.subject_id, study_id=event.study_id, cause_id=event.pk)
    return event


def retry_job(job: Job, *, by: Acting, study: HasKey | None) -> bool:
    """Set a stuck job going again and write down who did; False when there was nothing to retry."""
    with transaction.atomic():
        again = retry(job)
        if again:
            record_event("job.retried", by=by, study=study, subject=job, ids={"name": job.name})
    return again


def _plain(name: str, value: object) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return _plain(name, value.value)
    if isinstance(value, str) and _WORD.fullmatch(value):
        return str(value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return [_plain(name, each) for each in value]
    raise ContentRefused(f"{name} of an event is no id, number or choice word.")
