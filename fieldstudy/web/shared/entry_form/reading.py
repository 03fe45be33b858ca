"""From the fields of a posted form to answers in the shapes of ``EntryRevision.answers``."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from fieldstudy.core import clock

Item = Mapping[str, Any]
ELSEWHERE = "elsewhere"
"""The choice of a touchpoint in own words."""


def field_name(item: Item, part: str = "") -> str:
    """The name of an item's control: ``item-words``, ``item-felt-named``."""
    return f"item-{item['key']}-{part}" if part else f"item-{item['key']}"


def read_answers(items: Iterable[Item], data: QueryDict) -> dict[str, Any]:
    """What was filled in; an item left empty has no key."""
    answers: dict[str, Any] = {}
    for item in items:
        read = _READ.get(item["kind"], _one)
        value = read(item, data)
        if value not in (None, "", [], {}):
            answers[item["key"]] = value
    return answers


def _one(item: Item, data: QueryDict) -> str | None:
    return data.get(field_name(item))


def _many(item: Item, data: QueryDict) -> list[str]:
    return data.getlist(field_name(item))


def _emotion(item: Item, data: QueryDict) -> dict[str, Any]:
    feeling: dict[str, Any] = {}
    if valence := data.get(field_name(item)):
        feeling["valence"] = int(valence) if valence in {"-2", "-1", "0", "1", "2"} else valence
    if named := data.getlist(field_name(item, "named")):
        feeling["named"] = named
    return feeling


def _touchpoint(item: Item, data: QueryDict) -> dict[str, str]:
    chosen = data.get(field_name(item), "")
    named = data.get(field_name(item, "named"), "").strip()
    if chosen and chosen != ELSEWHERE:
        return {"id": chosen}
    return {"named": named} if named else {}


def _place(item: Item, data: QueryDict) -> dict[str, str]:
    parts = {name: data.get(field_name(item, name), "") for name in ("latitude", "longitude")}
    return parts if any(parts.values()) else {}


def _nothing(item: Item, data: QueryDict) -> None:
    """Files do not come as answers."""


_READ: dict[str, Callable[[Item, QueryDict], Any]] = {
    "multiple": _many,
    "emotion": _emotion,
    "touchpoint": _touchpoint,
    "place": _place,
    "photo": _nothing,
    "voice": _nothing,
    "video": _nothing,
}


def read_id(data: QueryDict, name: str) -> UUID | None:
    """A UUID that the form carries; None when it is missing or malformed."""
    try:
        return UUID(data.get(name, ""))
    except ValueError:
        return None


def read_zone(data: QueryDict) -> str:
    """The zone of the phone that sent the form, else the one the page was drawn in."""
    named = data.get("time_zone", "")
    return named if clock.is_zone(named) else str(timezone.get_current_timezone())


class WrongTime(ValueError):
    """A day and time were asked for, and what came is none."""


def read_happened_at(data: QueryDict) -> dt.datetime | None:
    """When it happened, in the phone's zone; None for just now.

    Raises:
        WrongTime: when “earlier” was chosen without saying when.
    """
    if data.get("when") != "earlier":
        return None
    try:
        told = dt.datetime.fromisoformat(data.get("happened_at", ""))
    except ValueError:
        raise WrongTime from None
    return told if told.tzinfo else told.replace(tzinfo=clock.zone(read_zone(data)))
