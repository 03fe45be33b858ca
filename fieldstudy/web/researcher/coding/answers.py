"""What an entry answered besides its words: choices, scales, numbers, with what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.models import Entry

SHOWN = ("single", "multiple", "scale", "number", "datetime")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered item: its wording, and the values given, each a text or a figure."""

    wording: LocalizedText
    values: list[LocalizedText | str]


def answers_of(entry: Entry) -> list[Answer]:
    """Answers in the order they were asked; words, feelings, places and files stand elsewhere."""
    asked = entry.protocol_version.prompt(str(entry.prompt_id)) if entry.protocol_version else None
    given: Mapping[str, Any] = entry.latest.answers if entry.latest else {}
    items: list[Mapping[str, Any]] = asked["items"] if asked else []
    return [
        Answer(LocalizedText.parse(item["wording"]), _values(item, given[item["key"]]))
        for item in items
        if item["kind"] in SHOWN and given.get(item["key"]) not in (None, "", [])
    ]


def _values(item: Mapping[str, Any], value: Any) -> list[LocalizedText | str]:
    labels = {option["key"]: option["label"] for option in item.get("options", [])}
    chosen = value if isinstance(value, list) else [value]
    return [
        LocalizedText.parse(labels[each]) if each in labels else _figure(each) for each in chosen
    ]


def _figure(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
