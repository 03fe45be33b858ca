"""The settings of a schedule rule, by kind; and what a rule asks of a person each day. Pure.

``event``: ``{}``, asked when it happens. ``fixed``: ``{"times": ["16:30", …]}``, wall time in the
participant's zone, each day.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_TIMES = 12
LONGEST_MIN = 7 * 24 * 60
HEAVY_MIN = 10
"""Minutes a day above which the answers get short."""
_TIME = re.compile(r"([01]?\d|2[0-3])[:：.]([0-5]\d)")


def read_times(typed: str) -> list[str]:
    """``"9:05, 20：30"`` → ``["09:05", "20:30"]``: in order, each once.

    Raises:
        ValidationError: for what is no time of day.
    """
    words = [word for word in re.split(r"[\s,，、;；]+", typed) if word]
    return tidy_times(words)


def tidy_times(times: Iterable[object]) -> list[str]:
    """Times of day in order, each once, as ``HH:MM``.

    Raises:
        ValidationError: for what is no time of day, or for none or more than twelve.
    """
    found = set()
    for time in times:
        match = _TIME.fullmatch(time) if isinstance(time, str) else None
        if match is None:
            raise ValidationError(_("“%(text)s” is no time of day."), params={"text": time})
        found.add(f"{int(match[1]):02}:{match[2]}")
    if not 1 <= len(found) <= MOST_TIMES:
        raise ValidationError(_("Give one to twelve times of day, such as 9:00, 20:30."))
    return sorted(found)


def tidy_settings(kind: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings in their stored form.

    Raises:
        ValidationError: for a kind that cannot be planned yet, or settings that it does not take.
    """
    if kind == "event" and not settings:
        return {}
    if kind == "fixed" and set(settings) == {"times"} and isinstance(settings["times"], list):
        return {"times": tidy_times(settings["times"])}
    raise ValidationError(_("This kind of schedule does not take such settings."))


def check_window(window_min: int, grace_min: int) -> None:
    """Refuse a window that would close before it opens, or stay open for weeks.

    Raises:
        ValidationError: ``window_min`` or ``grace_min``.
    """
    if not 1 <= window_min <= LONGEST_MIN:
        raise ValidationError({"window_min": _("A prompt stays open from a minute to a week.")})
    if not 0 <= grace_min <= LONGEST_MIN:
        raise ValidationError({"grace_min": _("The time after beginning is at most a week.")})


def asks_a_day(kind: str, settings: Mapping[str, Any]) -> int | None:
    """How often a rule asks in a day; None when people decide themselves."""
    return len(settings["times"]) if kind == "fixed" else None


def minutes_a_day(asked: Iterable[tuple[int, int | None]]) -> int:
    """The burden: expected minutes a day over ``(minutes, asks a day)`` of each prompt.

    What people log whenever it happens counts nothing: nobody can expect it.
    """
    return sum(minutes * times for minutes, times in asked if times is not None)
