"""How studies and their parts are read."""

from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
REHEARSAL = 0
"""The number of the one version that is no published one: the draft that rehearsals answer."""


class StudyQuerySet(models.QuerySet[Any]):
    """Studies."""

    def of(self, person: models.Model) -> "StudyQuerySet":
        """The studies this person is a member of."""
        return self.filter(memberships__person=person)


class OrderedQuerySet(models.QuerySet[M]):
    """Parts of a study that stand in an order the researcher chose."""

    def current(self) -> "OrderedQuerySet[M]":
        """Those not archived."""
        return self.filter(archived_at=None)

    def in_order(self) -> "OrderedQuerySet[M]":
        """As the researcher arranged them."""
        return self.order_by("position", "pk")


class VersionQuerySet(models.QuerySet[Any]):
    """What was asked, version by version."""

    def published(self) -> "VersionQuerySet":
        """Without the draft as it was last tried."""
        return self.filter(number__gt=REHEARSAL)

    def newest(self) -> Any:
        """The version that phones ask now; None before the first."""
        return self.published().order_by("-number").first()

    def rehearsal(self) -> Any:
        """The draft as it was last tried; None when nobody tried."""
        return self.filter(number=REHEARSAL).first()
