"""What may happen to phones."""

import datetime as dt

from fieldstudy.core import clock
from fieldstudy.participants.models import DeviceSession, Participation

SEEN_EVERY = dt.timedelta(minutes=5)


def note_device_seen(device: DeviceSession) -> None:
    """Remember when a phone was last here, at most once in five minutes."""
    now = clock.now()
    if now - device.last_seen_at < SEEN_EVERY:
        return
    DeviceSession.objects.filter(pk=device.pk).update(last_seen_at=now)
    Participation.objects.filter(pk=device.participation_id).update(last_seen_at=now)
