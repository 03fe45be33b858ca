"""How entries and their files are read."""

from typing import Any

from django.db import models

REAL = {"is_rehearsal": False, "retraction": None}
IN_ANALYSIS = REAL | {"exclusion": None}
"""What counts, as look-ups; a statement over codings asks the same of `entry__…`."""


class EntryQuerySet(models.QuerySet[Any]):
    """Entries of a study."""

    def real(self) -> "EntryQuerySet":
        """Without rehearsal and what its author took back."""
        return self.filter(**REAL)

    def in_analysis(self) -> "EntryQuerySet":
        """What counts: real, and not excluded by a researcher."""
        return self.filter(**IN_ANALYSIS)

    def in_order(self) -> "EntryQuerySet":
        """As things happened."""
        return self.order_by("happened_at", "id")

    def newest_first(self) -> "EntryQuerySet":
        """The latest happening first."""
        return self.order_by("-happened_at", "-id")

    def with_words(self) -> "EntryQuerySet":
        """With the latest revision, whoever wrote it, and where it happened, in one query."""
        return self.select_related(
            "latest", "participation", "author", "touchpoint", "brand", "scenario"
        )

    def with_media(self) -> "EntryQuerySet":
        """With attachments and their renditions, two more queries."""
        return self.prefetch_related("attachments__renditions")


class AttachmentQuerySet(models.QuerySet[Any]):
    """Attachments of entries."""

    def present(self) -> "AttachmentQuerySet":
        """Those their entry still shows."""
        return self.filter(removed_at=None)

    def recordings(self) -> "AttachmentQuerySet":
        """Whatever has a sound track to write down."""
        return self.filter(kind__in=["recording", "video"])
