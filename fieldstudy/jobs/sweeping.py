"""Finding what was left lying: leases of the dead, hints that never arrived."""

import datetime as dt

from django.conf import settings
from django.db.models import Case, F, QuerySet, Value, When

from fieldstudy.core import clock
from fieldstudy.jobs import hints
from fieldstudy.jobs.models import Heartbeat, Job

HINTS_A_PASS = 200
LOST = "worker_lost"
PAUSE_AFTER_DEATH = dt.timedelta(seconds=10)


def sweep() -> int:
    """One pass: release the dead, then hint what is due, oldest first.

    A row is hinted at most once in ``settings.JOB_HINT_AGAIN`` seconds, at most 200 rows a pass.

    Returns:
        How many hints the broker took.
    """
    _release(Job.objects.abandoned())
    now = clock.now()
    stale = now - dt.timedelta(seconds=settings.JOB_HINT_AGAIN)
    unheard = Job.objects.due().exclude(hinted_at__gt=stale).order_by("not_before", "pk")
    rows = list(unheard.values_list("pk", "queue")[:HINTS_A_PASS])
    Job.objects.filter(pk__in=[pk for pk, _ in rows]).update(hinted_at=now)
    return sum(hints.send(pk, queue) for pk, queue in rows)


def release_slot(slot: str) -> int:
    """Free what a dead process of the same name had taken; called when its successor starts.

    Returns:
        How many jobs were freed.
    """
    return _release(Job.objects.held_by(slot))


def beat(name: str) -> None:
    """Leave a sign of life."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def _release(rows: "QuerySet[Job]") -> int:
    """Give the jobs back: at once the first time, later with a pause for the others' sake.

    The attempt was counted when they were taken, so a file that kills every worker is given up.
    """
    now = clock.now()
    last = When(attempts__gte=settings.JOB_ATTEMPTS, then=Value(Job.State.QUARANTINED))
    ended = When(attempts__gte=settings.JOB_ATTEMPTS, then=Value(now))
    again = When(attempts__gt=1, then=Value(now + PAUSE_AFTER_DEATH))
    return rows.update(
        state=Case(last, default=Value(Job.State.RETRY)),
        finished_at=Case(ended, default=F("finished_at")),
        not_before=Case(again, default=Value(now)),
        reason=LOST,
        hinted_at=None,
        lease_token=None,
        lease_until=None,
    )
