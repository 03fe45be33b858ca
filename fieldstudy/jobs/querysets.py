"""How jobs are read."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from fieldstudy.core import clock

OPEN_STATES = ("waiting", "retry")


class JobQuerySet(models.QuerySet[Any]):
    """What must follow, and what has."""

    def of_study(self, study_id: UUID) -> "JobQuerySet":
        """The jobs of one study."""
        return self.filter(study_id=study_id)

    def about(self, *subject_ids: UUID) -> "JobQuerySet":
        """The jobs whose subject is one of these rows."""
        return self.filter(subject_id__in=subject_ids)

    def named(self, *names: str) -> "JobQuerySet":
        """The jobs of these names."""
        return self.filter(name__in=names)

    def unfinished(self) -> "JobQuerySet":
        """Those that wait, work or will retry."""
        return self.filter(state__in=(*OPEN_STATES, "working"))

    def stuck(self) -> "JobQuerySet":
        """Those that need a person: failed, or given up after too many attempts."""
        return self.filter(state__in=("failed", "quarantined"))

    def due(self) -> "JobQuerySet":
        """Those that a worker could take now."""
        return self.filter(state__in=OPEN_STATES, not_before__lte=clock.now())

    def abandoned(self) -> "JobQuerySet":
        """Those whose worker has let the lease run out.

        A lease that ends later than any lease given now was given before the clock was put back.
        """
        now = clock.now()
        longest = now + dt.timedelta(seconds=settings.JOB_LEASE)
        return self.filter(
            Q(lease_until__lt=now) | Q(lease_until__gt=longest),
            state="working",
        )

    def held_by(self, slot: str) -> "JobQuerySet":
        """Those that this slot has taken and not given back."""
        return self.filter(state="working", slot=slot)

    def oldest_due_age(self, names: Iterable[str] | None = None) -> dt.timedelta:
        """How long the oldest due job has been due; zero when none is."""
        rows = self.due() if names is None else self.due().named(*names)
        oldest = rows.aggregate(oldest=models.Min("not_before"))["oldest"]
        return clock.now() - oldest if oldest else dt.timedelta()
