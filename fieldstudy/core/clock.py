"""The one clock. Tests move it; nothing else asks the machine for the time."""

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def now() -> dt.datetime:
    """The present as an aware UTC time."""
    return timezone.now()


def zone(name: str) -> ZoneInfo:
    """The IANA zone of this name; UTC when the name is unknown, so that a page can still be drawn."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether this names an IANA zone."""
    return name in available_timezones()


def validate_zone(name: str) -> None:
    """Refuse a name that is no IANA zone.

    Raises:
        ValidationError: with the name that was given.
    """
    if not is_zone(name):
        raise ValidationError(_("No time zone is called %(name)s."), params={"name": name})
