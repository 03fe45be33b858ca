"""How codes, excerpts and codings are read."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from fieldstudy.people.models import Person


class CodeQuerySet(models.QuerySet[Any]):
    """Codes of a study's codebook."""

    def applicable(self) -> "CodeQuerySet":
        """Those that may be put on an excerpt now."""
        return self.filter(archived_at=None, merged_into=None)

    def in_order(self) -> "CodeQuerySet":
        """As the codebook shows them."""
        return self.order_by("kind", "position", "id")


class CodingQuerySet(models.QuerySet[Any]):
    """Codings of a study."""

    def live(self) -> "CodingQuerySet":
        """Those not taken off again."""
        return self.filter(removed_at=None)

    def by_coder(self, person: Person) -> "CodingQuerySet":
        """One coder's own."""
        return self.filter(coder=person)

    def seen_by(self, person: Person) -> "CodingQuerySet":
        """One's own, and others' except on entries that one codes blind."""
        blind = apps.get_model("coding.Assignment").objects.filter(
            entry=OuterRef("entry"), coder=person, is_blind=True
        )
        return self.filter(Q(coder=person) | ~Exists(blind))
