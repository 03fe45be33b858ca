"""What a question may look like: the closed kinds of item, their settings, options and conditions.

Pure: values in, problems out. The stored shapes are described at ``PromptItem``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import LocalizedText
from fieldstudy.studies.emotions import EMOTIONS

MOST_OPTIONS = 30
MOST_PHOTOS = 10
WIDEST_SCALE = 11
LARGEST_NUMBER = 1e12
KEPT = "why_is_kept"
"""The setting that says: asking for a reason was a choice; see ``studies.wording``."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an item may not be.

    Attributes:
        place: the part that is wrong: ``options``, ``settings.low``, ``shown_if`` …
        words: what is wrong and what would be right, lazily translated.
    """

    place: str
    words: Promise | str


@dataclass(frozen=True, slots=True)
class ItemValues:
    """An item as plain values, from a form, a file or a row."""

    key: str
    kind: str
    wording: LocalizedText
    options: Sequence[Mapping[str, Any]] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    shown_if: Mapping[str, Any] | None = None


Check = Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    sound = isinstance(value, int | float) and not isinstance(value, bool)
    return sound and abs(value) <= LARGEST_NUMBER


def _is_whole(low: int, high: int) -> Check:
    return lambda value: (
        isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    )


def _is_text(value: Any) -> bool:
    try:
        LocalizedText.parse(value)
    except ValidationError:
        return False
    return isinstance(value, dict)


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _are_emotions(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(key, str) and key in EMOTIONS for key in value)
        and len(set(value)) == len(value)
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """What one kind of item may hold.

    Attributes:
        settings: name of a setting → whether a value of it is sound.
        required: the settings that cannot be absent.
        has_options: whether it offers a list to choose from.
        can_steer: whether a later item may depend on its answer.
    """

    settings: Mapping[str, Check] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    has_options: bool = False
    can_steer: bool = False


SHAPES: dict[str, Shape] = {
    "text": Shape(),
    "single": Shape(has_options=True, can_steer=True),
    "multiple": Shape(has_options=True, can_steer=True),
    "scale": Shape(
        settings={
            "low": _is_whole(-10, 10),
            "high": _is_whole(-10, 10),
            "low_label": _is_text,
            "high_label": _is_text,
        },
        required=frozenset({"low", "high"}),
        can_steer=True,
    ),
    "number": Shape(settings={"least": _is_number, "most": _is_number, "unit": _is_text}),
    "datetime": Shape(),
    "emotion": Shape(settings={"named": _are_emotions}, can_steer=True),
    "touchpoint": Shape(),
    "brand": Shape(),
    "photo": Shape(
        settings={
            "least": _is_whole(0, MOST_PHOTOS),
            "most": _is_whole(1, MOST_PHOTOS),
            "camera_only": _is_switch,
        }
    ),
    "voice": Shape(),
    "video": Shape(),
    "place": Shape(),
}
"""Kind → shape; the kinds are those of ``PromptItem.Kind``."""

STARTING_SETTINGS: dict[str, dict[str, Any]] = {
    "scale": {"low": 1, "high": 5},
    "emotion": {"named": []},
    "photo": {"least": 1, "most": 3, "camera_only": False},
}
"""What a new item of a kind begins with."""


def problems_of(item: ItemValues) -> list[Problem]:
    """Everything that is wrong with one item by itself; empty when it may be stored."""
    shape = SHAPES.get(item.kind)
    if shape is None:
        return [Problem("kind", _("There is no such kind of item."))]
    found = [] if item.wording else [Problem("wording", _("An item needs a wording."))]
    return [*found, *_settings_problems(item, shape), *_option_problems(item, shape)]


def _settings_problems(item: ItemValues, shape: Shape) -> Iterable[Problem]:
    for name, value in item.settings.items():
        check = _is_switch if name == KEPT else shape.settings.get(name)
        if check is None:
            yield Problem(f"settings.{name}", _("This kind of item has no such setting."))
        elif not check(value):
            yield Problem(f"settings.{name}", _("This setting does not take such a value."))
    for name in shape.required - item.settings.keys():
        yield Problem(f"settings.{name}", _("This setting is needed."))
    yield from _range_problems(item.settings)


def _range_problems(settings: Mapping[str, Any]) -> Iterable[Problem]:
    for low, high in (("low", "high"), ("least", "most")):
        first, last = settings.get(low), settings.get(high)
        if first is None or last is None or not (_is_number(first) and _is_number(last)):
            continue
        if (first >= last) if low == "low" else (first > last):
            yield Problem(f"settings.{high}", _("The end must be above the beginning."))
        elif low == "low" and last - first >= WIDEST_SCALE:
            yield Problem(f"settings.{high}", _("A scale has at most 11 steps."))


def _option_problems(item: ItemValues, shape: Shape) -> Iterable[Problem]:
    if not shape.has_options:
        if item.options:
            yield Problem("options", _("This kind of item has no options."))
        return
    if not 2 <= len(item.options) <= MOST_OPTIONS:
        yield Problem("options", _("A choice needs 2 to 30 options."))
    keys = set()
    for number, option in enumerate(item.options):
        key, label = option.get("key"), option.get("label")
        if set(option) != {"key", "label"} or not _is_text(label) or not LocalizedText.parse(label):
            yield Problem(f"options[{number}]", _("An option needs a key and a label."))
        elif not is_key(key):
            yield Problem(f"options[{number}].key", KEY_RULE)
        elif key in keys:
            yield Problem(f"options[{number}].key", _("Another option has this key already."))
        if isinstance(key, str):
            keys.add(key)


KEY_RULE = _("A key has 1 to 40 letters, digits, hyphens or underscores, all of plain English.")


def is_key(value: object) -> bool:
    """Whether this can stand for an item or an option in answers and exports."""
    return (
        isinstance(value, str)
        and 1 <= len(value) <= 40
        and value.isascii()
        and all(letter.isalnum() or letter in "-_" for letter in value)
    )


def steering_values(item: ItemValues) -> list[Any]:
    """The answers of an item on which a later one may depend."""
    if item.kind in {"single", "multiple"}:
        return [option.get("key") for option in item.options]
    if item.kind == "scale":
        low, high = item.settings.get("low", 1), item.settings.get("high", 5)
        return list(range(low, high + 1))
    return [-2, -1, 0, 1, 2] if item.kind == "emotion" else []


def condition_problem(item: ItemValues, earlier: Sequence[ItemValues]) -> Problem | None:
    """What is wrong with ``shown_if``, given the items asked before this one."""
    condition = item.shown_if
    if condition is None:
        return None
    if set(condition) != {"item", "any_of"} or not isinstance(condition["any_of"], list):
        return Problem("shown_if", _("A condition names an item and the answers it waits for."))
    steering = next((each for each in earlier if each.key == condition["item"]), None)
    if steering is None or not SHAPES[steering.kind].can_steer:
        return Problem(
            "shown_if.item",
            _("An item can depend only on a choice, scale or emotion asked before it."),
        )
    wanted, possible = condition["any_of"], steering_values(steering)
    if not wanted or any(isinstance(each, bool) or each not in possible for each in wanted):
        return Problem("shown_if.any_of", _("The item it depends on has no such answer."))
    return None


def is_shown(shown_if: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:
    """Whether an item is asked, given the answers so far (shapes of ``EntryRevision.answers``)."""
    if shown_if is None:
        return True
    answer = answers.get(shown_if["item"])
    if isinstance(answer, dict):
        answer = answer.get("valence")
    given = answer if isinstance(answer, list) else [answer]
    return any(each in shown_if["any_of"] for each in given if each is not None)


def next_key(wanted: str, taken: Iterable[str]) -> str:
    """``wanted``, or ``wanted_2``, ``wanted_3`` … : the first key that is not taken."""
    used = set(taken)
    number = 1
    while (key := wanted if number == 1 else f"{wanted}_{number}") in used:
        number += 1
    return key
