"""How participants are read."""

from typing import Any

from django.db import models


class ParticipationQuerySet(models.QuerySet[Any]):
    """Participants of a study."""

    def real(self) -> "ParticipationQuerySet":
        """Without rehearsal."""
        return self.filter(is_rehearsal=False)

    def rehearsing(self) -> "ParticipationQuerySet":
        """Only those made for trying out."""
        return self.filter(is_rehearsal=True)

    def joined(self) -> "ParticipationQuerySet":
        """Those who have agreed and begun."""
        return self.filter(joined_at__isnull=False)

    def taking_part(self) -> "ParticipationQuerySet":
        """Joined, neither withdrawn nor revoked."""
        return self.joined().filter(revoked_at=None, withdrawal=None)


class DeviceSessionQuerySet(models.QuerySet[Any]):
    """Phones."""

    def open(self) -> "DeviceSessionQuerySet":
        """Sessions that still let their phone in."""
        return self.filter(revoked_at=None, participation__revoked_at=None)
