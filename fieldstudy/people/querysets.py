"""Reading what belongs to staff accounts."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from fieldstudy.people.models import ApiToken  # noqa: F401


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """API tokens."""

    def open(self) -> "ApiTokenQuerySet":
        """Those that still open a door: not revoked, of an account that is in use."""
        return self.filter(revoked_at=None, person__is_active=True)
