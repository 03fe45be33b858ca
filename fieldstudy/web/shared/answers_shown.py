"""An entry's answers as they are read: question by question, in the words of its own version."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.answers import TAKES
from fieldstudy.diary.asking import free_prompt
from fieldstudy.diary.models import Entry
from fieldstudy.studies.emotions import EMOTIONS

Words = LocalizedText | Promise | str


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer.

    Attributes:
        kind: the kind of its item; ``text`` for words of an item nobody asks any more.
        wording: the question.
        words: the answer, one or several pieces.
        valence: −2 … +2 of an emotion, else None.
    """

    kind: str
    wording: Words
    words: list[Words]
    valence: int | None = None


def shown_answers(entry: Entry) -> list[Shown]:
    """The answers of the latest revision in the order of the items; files are not among them."""
    answers: Mapping[str, Any] = entry.latest.answers if entry.latest else {}
    version = entry.protocol_version
    document: Mapping[str, Any] = version.document if version else {}
    prompt = version.prompt(str(entry.prompt_id)) if version and entry.prompt_id else None
    items = [
        item for item in (prompt or free_prompt(document))["items"] if item["kind"] not in TAKES
    ]
    shown = [
        _shown(item, answers[item["key"]], document) for item in items if item["key"] in answers
    ]
    known = {item["key"] for item in items}
    left_over = [value for key, value in answers.items() if key not in known]
    return [*shown, *(Shown("text", "", [value]) for value in left_over if isinstance(value, str))]


def _shown(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> Shown:
    read = _READ.get(item["kind"])
    return Shown(
        kind=item["kind"],
        wording=LocalizedText.parse(item["wording"]),
        words=read(item, value, document) if read else [str(value)],
        valence=value.get("valence") if item["kind"] == "emotion" else None,
    )


def _options(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    labels = {each["key"]: LocalizedText.parse(each["label"]) for each in item["options"]}
    chosen = value if isinstance(value, list) else [value]
    return [labels.get(key, str(key)) for key in chosen]


def _number(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    unit = LocalizedText.parse(item["settings"].get("unit"))
    return [f"{value} {unit}".strip()]


def _scale(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    return [_("%(step)s of %(most)s") % {"step": value, "most": item["settings"]["high"]}]


def _moment(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    return [date_format(dt.datetime.fromisoformat(value), "Y-m-d H:i")]


def _emotion(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    return [EMOTIONS.get(key, key) for key in value.get("named", [])]


def _touchpoint(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    return [value["named"]] if "named" in value else _part(document, "touchpoints", value["id"])


def _brand(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    return _part(document, "brands", value)


def _place(item: Mapping[str, Any], value: Any, document: Mapping[str, Any]) -> list[Words]:
    return [f"{value['latitude']}, {value['longitude']}"]


def _part(document: Mapping[str, Any], name: str, key: str) -> list[Words]:
    parts: Iterable[Mapping[str, Any]] = document.get(name, [])
    return [LocalizedText.parse(each["name"]) for each in parts if str(each["id"]) == key]


_READ: dict[str, Callable[[Mapping[str, Any], Any, Mapping[str, Any]], list[Words]]] = {
    "single": _options,
    "multiple": _options,
    "scale": _scale,
    "number": _number,
    "datetime": _moment,
    "emotion": _emotion,
    "touchpoint": _touchpoint,
    "brand": _brand,
    "place": _place,
}
