"""What participants are asked, as one plain document: its checks, its digest, and what changed.

Pure: values in, values out. ``studies.drafts`` makes the document from the rows being edited.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import LANGUAGES, LocalizedText
from fieldstudy.studies.items import KEPT, ItemValues, condition_problem, problems_of
from fieldstudy.studies.wording import hint_for

NO_TEXT = LocalizedText()

Document = Mapping[str, Any]
"""``{"languages": [tag…], "prompts": […], "scenarios": […], "stages": […], "touchpoints": […],
"brands": […]}``; see :func:`fieldstudy.studies.drafts.draft_document` for each part."""


def digest(document: Document) -> str:
    """SHA-256, in hex, of the document as JSON with sorted keys (RFC 8785 in spirit)."""
    plain = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def frozen(document: Document) -> dict[str, Any]:
    """The draft without what only its editor needs to know: the form that is published."""
    return {**document, "prompts": [_without_notes(prompt) for prompt in document["prompts"]]}


def _without_notes(prompt: Mapping[str, Any]) -> dict[str, Any]:
    items = [
        {
            **item,
            "settings": {name: each for name, each in item["settings"].items() if name != KEPT},
        }
        for item in prompt["items"]
    ]
    return {**prompt, "items": items}


def item_values(item: Mapping[str, Any]) -> ItemValues:
    """A frozen item as the values that ``studies.items`` checks."""
    return ItemValues(
        key=item["key"],
        kind=item["kind"],
        wording=LocalizedText.parse(item["wording"]),
        options=item["options"],
        settings=item["settings"],
        shown_if=item["shown_if"],
    )


class Gravity(StrEnum):
    """Whether something stops publishing, or is only worth knowing."""

    STOPS = "stops"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the draft that the researcher should know before publishing.

    Attributes:
        gravity: stops or warns.
        words: what is missing or wrong.
        prompt_id: the prompt it is about, if any.
        item_id: the item it is about, if any.
        name: the name or wording of that prompt or item.
    """

    gravity: Gravity
    words: Promise | str
    prompt_id: str = ""
    item_id: str = ""
    name: LocalizedText = NO_TEXT


def remarks_on(document: Document) -> list[Remark]:
    """All that stops or warns, in the order in which participants would meet it."""
    if not document["prompts"]:
        return [Remark(Gravity.STOPS, _("There is no prompt yet, so nothing would be asked."))]
    return [remark for prompt in document["prompts"] for remark in _on_prompt(prompt, document)]


def _on_prompt(prompt: Mapping[str, Any], document: Document) -> Iterable[Remark]:
    name = LocalizedText.parse(prompt["name"])
    where = {"prompt_id": prompt["id"], "name": name}
    if not prompt["items"]:
        yield Remark(Gravity.STOPS, _("This prompt has no items."), **where)
    if set(name.missing) & set(document["languages"]):
        yield Remark(Gravity.WARNS, _("The name is missing in one language."), **where)
    items = [item_values(item) for item in prompt["items"]]
    for number, item in enumerate(items):
        at = {**where, "item_id": prompt["items"][number]["id"], "name": item.wording or name}
        for problem in problems_of(item):
            yield Remark(Gravity.STOPS, problem.words, **at)
        if not problems_of(item):
            yield from _on_sound_item(item, items[:number], document, at)


def _on_sound_item(
    item: ItemValues, earlier: Sequence[ItemValues], document: Document, at: dict[str, Any]
) -> Iterable[Remark]:
    condition = condition_problem(item, earlier)
    if condition is not None:
        yield Remark(Gravity.STOPS, condition.words, **at)
    if item.kind == "touchpoint" and not document["touchpoints"]:
        yield Remark(
            Gravity.WARNS,
            _("There are no touchpoints to choose from; people can only use own words."),
            **at,
        )
    if item.kind == "brand" and not document["brands"]:
        yield Remark(Gravity.STOPS, _("There are no brands to choose from."), **at)
    if _is_incomplete(item, document["languages"]):
        yield Remark(
            Gravity.WARNS,
            _("The wording is missing in one language; people read the other one."),
            **at,
        )
    if hint_for(item.wording) and not item.settings.get(KEPT):
        yield Remark(Gravity.WARNS, _("The wording asks for a reason."), **at)


def _is_incomplete(item: ItemValues, languages: Iterable[str]) -> bool:
    texts = [item.wording, *(LocalizedText.parse(option["label"]) for option in item.options)]
    return any(set(text.missing) & set(languages) for text in texts)


class Difference(StrEnum):
    """How a prompt or item differs between two documents."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, for the page that says what changes for the people in the study.

    Attributes:
        difference: what happened to it.
        part: ``prompt``, ``item``, ``scenario``, ``stage``, ``touchpoint`` or ``brand``.
        before: the name or wording before; empty when added.
        after: the name or wording after; empty when removed.
        within: the prompt that an item belongs to; empty for the rest.
    """

    difference: Difference
    part: str
    before: LocalizedText
    after: LocalizedText
    within: LocalizedText = NO_TEXT

    @property
    def rewordings(self) -> list[tuple[str, str, str]]:
        """``(language, before, after)`` for each language whose words differ."""
        return [
            (language, self.before.word(language), self.after.word(language))
            for language in LANGUAGES
            if self.before.word(language) != self.after.word(language)
        ]


def changes_between(before: Document, after: Document) -> list[Change]:
    """What differs, prompts with their items first, then the lists people choose from.

    Both documents in the published form, see :func:`frozen`.
    """
    changes: list[Change] = []
    old_prompts = {prompt["id"]: prompt for prompt in before["prompts"]}
    changes += _compare("prompt", before["prompts"], after["prompts"], "name")
    for prompt in after["prompts"]:
        old_items = old_prompts.get(prompt["id"], {}).get("items")
        if old_items is not None:
            name = LocalizedText.parse(prompt["name"])
            changes += _compare("item", old_items, prompt["items"], "wording", within=name)
    for part in ("scenario", "stage", "touchpoint", "brand"):
        changes += _compare(part, before.get(f"{part}s", []), after[f"{part}s"], "name")
    return changes


def _compare(
    part: str,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    title: str,
    within: LocalizedText = NO_TEXT,
) -> Iterable[Change]:
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    moved = _moved(kept_before, kept_after)
    for key, row in new.items():
        name = LocalizedText.parse(row[title])
        if key not in old:
            yield Change(Difference.ADDED, part, NO_TEXT, name, within)
            continue
        was = LocalizedText.parse(old[key][title])
        if was != name:
            yield Change(Difference.REWORDED, part, was, name, within)
        elif _rest(old[key], title) != _rest(row, title):
            yield Change(Difference.CHANGED, part, was, name, within)
        elif key in moved:
            yield Change(Difference.MOVED, part, was, name, within)
    for key, row in old.items():
        if key not in new:
            gone = LocalizedText.parse(row[title])
            yield Change(Difference.REMOVED, part, gone, NO_TEXT, within)


def _rest(row: Mapping[str, Any], title: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {title, "items"}}


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest rows whose moving explains the new order: those outside a longest kept run."""
    rank = {key: number for number, key in enumerate(before)}
    runs: list[list[str]] = []
    for key in after:
        runs.append([*_longest(run for run in runs if rank[run[-1]] < rank[key]), key])
    stay = set(_longest(runs))
    return {key for key in after if key not in stay}


def _longest(runs: Iterable[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])
