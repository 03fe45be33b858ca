"""What a person answered, held against what was asked.

Pure: a frozen prompt and plain values in, checked values or named problems out. The shapes of answers
are those of ``EntryRevision.answers``.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.text import take_in
from fieldstudy.studies.items import MOST_PHOTOS, is_shown

Answers = Mapping[str, Any]
Files = Mapping[str, Sequence[str]]
"""Item key → the kind of each file that answers it."""
LONGEST_TEXT = 50_000
LONGEST_NAME = 120
MOST_RECORDINGS = 3
TAKES = {
    "photo": frozenset({"photo"}),
    "voice": frozenset({"recording", "video"}),
    "video": frozenset({"video"}),
}
"""Kind of item → the kinds of file that answer it; a sound file may come inside a video."""
NEEDS: dict[str, frozenset[str]] = {
    "photo": frozenset({"photos"}),
    "voice": frozenset({"voice"}),
    "video": frozenset({"photos", "voice"}),
    "place": frozenset({"place"}),
}
"""Kind of item → the consent scopes without which it is not asked."""
FILE_NEEDS = {"photo": NEEDS["photo"], "recording": NEEDS["voice"], "video": NEEDS["video"]}
NOT_AGREED = _("Your consent does not include this. You can change it in the settings.")
ENTRY = ""
"""Stands for the whole entry among the keys of problems."""
PLACE_DECIMALS = 2
"""About a kilometre: enough to tell districts apart, too coarse for a home."""


class AnswersRefused(ValueError):
    """Some answers cannot be taken as they are.

    Attributes:
        problems: item key → what is wrong and what would be right; ``ENTRY`` for all of it.
    """

    def __init__(self, problems: Mapping[str, Promise | str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


class _Wrong(Exception):
    def __init__(self, words: Promise | str) -> None:
        super().__init__()
        self.words = words


@dataclass(frozen=True, slots=True)
class Asked:
    """What one entry answers.

    Attributes:
        items: the frozen items, in order.
        touchpoints: keys of the study's touchpoints.
        brands: keys of the study's brands.
        scopes: what the person's consent allows; items that need another scope are not asked.
    """

    items: tuple[Mapping[str, Any], ...]
    touchpoints: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()

    def allowed(self) -> list[Mapping[str, Any]]:
        """The items that consent lets us ask."""
        return [item for item in self.items if self.scopes >= NEEDS.get(item["kind"], frozenset())]


@dataclass(slots=True)
class Checked:
    """Answers in their stored form, and what an entry's own columns take from them.

    Attributes:
        answers: item key → value.
        text: all the person's words, in the order of the items, joined by blank lines.
        valence: −2 … +2, of the first emotion item answered.
        arousal: 0 … 2, likewise.
        emotions: keys of the named emotions.
        touchpoint: key of the touchpoint chosen; ``touchpoint_named`` when own words were used.
        brand: key of the brand chosen.
        place: ``{"latitude", "longitude"}``, rounded to two decimals.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    valence: int | None = None
    arousal: int | None = None
    emotions: list[str] = field(default_factory=list)
    touchpoint: str | None = None
    touchpoint_named: str = ""
    brand: str | None = None
    place: dict[str, float] | None = None


def check_answers(asked: Asked, given: Answers, files: Files) -> Checked:
    """Hold the answers against the items.

    What is hidden by its condition is dropped; what no item asks for (an older version's item) is
    kept as it came, so that nothing a person wrote is lost. Files need an item that takes them.

    Raises:
        AnswersRefused: naming every item that is wrong, and those that consent does not cover.
    """
    checked, problems = Checked(), _file_problems(asked, files)
    words: list[str] = []
    for item in asked.allowed():
        if item["key"] in problems or not is_shown(item["shown_if"], checked.answers):
            continue
        try:
            value = _value(item, given.get(item["key"]), asked, files.get(item["key"], ()))
        except _Wrong as wrong:
            problems[item["key"]] = wrong.words
            continue
        if value is not None:
            checked.answers[item["key"]] = value
            _take_columns(checked, item["kind"], value)
            words.extend(_words(item, value))
    words.extend(_keep_unasked(checked, asked, given))
    if not (problems or checked.answers or any(files.values())):
        problems[ENTRY] = _("There is nothing in this entry yet. Write, say or show something.")
    if problems:
        raise AnswersRefused(problems)
    checked.text = "\n\n".join(words)
    return checked


def _keep_unasked(checked: Checked, asked: Asked, given: Answers) -> Iterable[str]:
    """Keep what no item of this version asks for; its words are words of the entry too."""
    known = {item["key"] for item in asked.items}
    for key, value in given.items():
        if key not in known and value not in (None, "", []):
            checked.answers[key] = take_in(value) if isinstance(value, str) else value
            if isinstance(value, str):
                yield take_in(value)


def _file_problems(asked: Asked, files: Files) -> dict[str, Promise | str]:
    """Files that no item takes, or that the person's consent does not cover."""
    items = {item["key"]: item for item in asked.items}
    problems: dict[str, Promise | str] = {}
    for key, kinds in files.items():
        if not kinds:
            continue
        takes = TAKES.get(items[key]["kind"], frozenset()) if key in items else frozenset()
        if not takes >= set(kinds):
            problems[key] = _("This item does not take such a file.")
        elif not all(asked.scopes >= FILE_NEEDS[kind] for kind in kinds):
            problems[key] = NOT_AGREED
    return problems


def _value(item: Mapping[str, Any], given: Any, asked: Asked, files: Sequence[str]) -> Any:
    """The stored form of one answer; None when there is none."""
    if item["kind"] in TAKES:
        _check_files(item, len(files))
        return None
    is_empty = given in (None, "", [], {})
    value = None if is_empty else _READ[item["kind"]](item, given, asked)
    if value in (None, "", []):
        if item["is_required"]:
            raise _Wrong(_MISSING.get(item["kind"], _("This has no answer yet.")))
        return None
    return value


_MISSING: dict[str, Promise] = {
    "text": _("Write a few words."),
    "emotion": _("Say how it felt."),
    "touchpoint": _("Say where it happened."),
    "brand": _("Say which shop or brand it was."),
    "photo": _("Add a photo."),
    "voice": _("Record a voice note, or attach one."),
    "video": _("Attach a video."),
}


def _check_files(item: Mapping[str, Any], files: int) -> None:
    settings = item.get("settings") or {}
    least = settings.get("least", 1) if item["is_required"] else 0
    most = settings.get("most", MOST_PHOTOS) if item["kind"] == "photo" else MOST_RECORDINGS
    if files < least or (item["is_required"] and files == 0):
        raise _Wrong(_MISSING[item["kind"]])
    if files > most:
        raise _Wrong(_("That is more files than this item takes."))


def _text(item: Mapping[str, Any], given: Any, asked: Asked) -> str:
    if not isinstance(given, str):
        raise _Wrong(_("This has to be words."))
    text = take_in(given).strip()
    if len(text) > LONGEST_TEXT:
        raise _Wrong(_("This is too long for one entry. Split it into two."))
    return text


def _option(item: Mapping[str, Any], given: Any, asked: Asked) -> str:
    if given not in {option["key"] for option in item["options"]}:
        raise _Wrong(_("Choose one of the answers."))
    return str(given)


def _options(item: Mapping[str, Any], given: Any, asked: Asked) -> list[str]:
    chosen = given if isinstance(given, list) else [given]
    keys = [option["key"] for option in item["options"]]
    if not set(map(str, chosen)) <= set(keys):
        raise _Wrong(_("Choose among the answers."))
    return [key for key in keys if key in chosen]


def _number(item: Mapping[str, Any], given: Any, asked: Asked) -> float:
    settings = item.get("settings") or {}
    try:
        number = float(str(given).replace(",", "."))
    except ValueError as problem:
        raise _Wrong(_("Write a number.")) from problem
    low = settings.get("low", settings.get("least"))
    high = settings.get("high", settings.get("most"))
    if not math.isfinite(number) or (low is not None and number < low):
        raise _Wrong(_("This number is too small."))
    if high is not None and number > high:
        raise _Wrong(_("This number is too large."))
    return int(number) if number.is_integer() else number


def _datetime(item: Mapping[str, Any], given: Any, asked: Asked) -> str:
    try:
        return dt.datetime.fromisoformat(str(given)).isoformat()
    except ValueError as problem:
        raise _Wrong(_("Give a day and a time.")) from problem


def _emotion(item: Mapping[str, Any], given: Any, asked: Asked) -> dict[str, Any] | None:
    parts = given if isinstance(given, dict) else {"valence": given}
    feeling: dict[str, Any] = {}
    for name, low, high in (("valence", -2, 2), ("arousal", 0, 2)):
        if parts.get(name) in (None, ""):
            continue
        try:
            feeling[name] = int(str(parts[name]).replace("−", "-"))
        except ValueError as problem:
            raise _Wrong(_("Choose one of the faces.")) from problem
        if not low <= feeling[name] <= high:
            raise _Wrong(_("Choose one of the faces."))
    offered = (item.get("settings") or {}).get("named", [])
    if named := [key for key in offered if key in parts.get("named", [])]:
        feeling["named"] = named
    if item["is_required"] and "valence" not in feeling:
        raise _Wrong(_MISSING["emotion"])
    return feeling or None


def _touchpoint(item: Mapping[str, Any], given: Any, asked: Asked) -> dict[str, str] | None:
    parts = given if isinstance(given, dict) else {"id": given}
    named = take_in(str(parts.get("named") or "")).strip()[:LONGEST_NAME]
    if named:
        return {"named": named}
    if not parts.get("id"):
        return None
    if str(parts["id"]) not in asked.touchpoints:
        raise _Wrong(_("Choose a place from the list, or name it in your own words."))
    return {"id": str(parts["id"])}


def _brand(item: Mapping[str, Any], given: Any, asked: Asked) -> str:
    if str(given) not in asked.brands:
        raise _Wrong(_("Choose one of the brands."))
    return str(given)


def _place(item: Mapping[str, Any], given: Any, asked: Asked) -> dict[str, float]:
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
    except (KeyError, TypeError, ValueError) as problem:
        raise _Wrong(_("This place is not understood.")) from problem
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise _Wrong(_("This place is not understood."))
    return {
        "latitude": round(latitude, PLACE_DECIMALS),
        "longitude": round(longitude, PLACE_DECIMALS),
    }


_READ: dict[str, Callable[[Mapping[str, Any], Any, Asked], Any]] = {
    "text": _text,
    "single": _option,
    "multiple": _options,
    "scale": _number,
    "number": _number,
    "datetime": _datetime,
    "emotion": _emotion,
    "touchpoint": _touchpoint,
    "brand": _brand,
    "place": _place,
}


def _take_columns(checked: Checked, kind: str, value: Any) -> None:
    if kind == "emotion" and checked.valence is None:
        checked.valence = value.get("valence")
        checked.arousal = value.get("arousal")
        checked.emotions = value.get("named", [])
    elif kind == "touchpoint" and not (checked.touchpoint or checked.touchpoint_named):
        checked.touchpoint = value.get("id")
        checked.touchpoint_named = value.get("named", "")
    elif kind == "brand" and checked.brand is None:
        checked.brand = value
    elif kind == "place" and checked.place is None:
        checked.place = value


def _words(item: Mapping[str, Any], value: Any) -> Iterable[str]:
    """Only what people wrote themselves can be coded as their words."""
    if item["kind"] == "text" and value:
        yield value
