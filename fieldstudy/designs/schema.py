"""The form of a design file, version 1: what it may hold, checked part by part. Pure.

``{"format": "fieldstudy-design", "version": 1, "study", "brands", "scenarios", "stages",
"touchpoints", "segments", "waves", "prompts", "consent"}``. Rows name each other by keys that mean
something only inside the file. Texts are ``{"zh", "en"}``. It holds no person and no identifier.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.localized import LANGUAGES
from fieldstudy.designs.reading import Node, Problem, UnreadableDesign, load_json
from fieldstudy.participants.models import Scope
from fieldstudy.schedules.rules import LONGEST_MIN, tidy_settings
from fieldstudy.studies.items import SHAPES, ItemValues, condition_problem, problems_of
from fieldstudy.studies.models import Brand, Scenario, Touchpoint
from fieldstudy.studies.models.study import Script

FORMAT, VERSION = "fieldstudy-design", 1
NAME, TEXT, BODY = 300, 4000, 40_000
"""The longest name, text and consent text, in code points."""

Design = Mapping[str, Any]
SCENARIO_TEXTS = ("role", "environment", "time", "mood", "needs", "process", "result")


def read_design(raw: bytes) -> Design:
    """A design from the bytes of a file.

    Raises:
        UnreadableDesign: with every problem and its place.
    """
    return check_design(load_json(raw))


def check_design(value: Any) -> Design:
    """A design from plain values: texts become ``LocalizedText``, dates ``date``.

    Raises:
        UnreadableDesign: with every problem and its place.
    """
    problems: list[Problem] = []
    root = Node(value, "", problems)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise UnreadableDesign([Problem("format", _("This file holds no Fieldstudy design."))])
    if value.get("version") != VERSION:
        raise UnreadableDesign(
            [Problem("version", _("This version of Fieldstudy reads designs of version 1."))]
        )
    parts = root.fields(("format", "version", "study"), (*_ROWS, "prompts", "consent"))
    design: dict[str, Any] = {"study": _study(parts["study"]) if "study" in parts else {}}
    keys: dict[str, set[str]] = {name: set() for name in (*_ROWS, "prompts")}
    for name, (most, read) in _ROWS.items():
        rows = parts[name].rows(most) if name in parts else []
        design[name] = [read(row, keys) for row in rows]
    prompts = parts["prompts"].rows(100) if "prompts" in parts else []
    design["prompts"] = [_prompt(row, keys) for row in prompts]
    consent = parts.get("consent")
    design["consent"] = _consent(consent) if consent and consent.value is not None else None
    if problems:
        raise UnreadableDesign(problems)
    return design


def _study(node: Node) -> dict[str, Any]:
    optional = (
        "purpose",
        "organisation",
        "languages",
        "time_zone",
        "speech_language",
        "script",
        "least_people",
        "voice_limit_s",
        "days",
    )
    at = node.fields(("name",), optional)
    read: dict[str, Callable[[Node], Any]] = {
        "name": lambda part: part.text(NAME, required=True),
        "purpose": lambda part: part.text(TEXT),
        "organisation": lambda part: part.text(NAME),
        "languages": _languages,
        "time_zone": _zone,
        "speech_language": lambda part: part.choice(("", "zh", "en")),
        "script": lambda part: part.choice(Script.values),
        "least_people": lambda part: part.whole(1, 100),
        "voice_limit_s": lambda part: part.whole(10, 3600),
        "days": lambda part: part.whole(1, 365),
    }
    return {name: read[name](part) for name, part in at.items()}


def _languages(node: Node) -> list[str]:
    found = [each.choice(LANGUAGES) for each in node.rows(len(LANGUAGES))]
    if isinstance(node.value, list) and (not found or len(set(found)) != len(found)):
        node.note(_("A study speaks Chinese, English or both."))
    return found


def _zone(node: Node) -> str:
    name = node.string(64)
    try:
        clock.validate_zone(name)
    except ValidationError as refused:
        node.note(refused.messages[0])
    return name


Keys = dict[str, set[str]]


def _named(node: Node, taken: set[str], optional: tuple[str, ...]) -> dict[str, Any]:
    at = node.fields(("key", "name"), optional)
    return {
        "nodes": at,
        "key": at["key"].key(taken) if "key" in at else "",
        "name": at["name"].text(NAME, required=True) if "name" in at else None,
    }


def _part(node: Node, taken: set[str], read: Mapping[str, Callable[[Node], Any]]) -> dict[str, Any]:
    row = _named(node, taken, tuple(read))
    nodes: dict[str, Node] = row.pop("nodes")
    return row | {name: read[name](part) for name, part in nodes.items() if name in read}


def _long(node: Node) -> Any:
    return node.text(TEXT)


def _brand(node: Node, keys: Keys) -> dict[str, Any]:
    return _part(node, keys["brands"], {"role": lambda part: part.choice(Brand.Role.values)})


def _scenario(node: Node, keys: Keys) -> dict[str, Any]:
    choices = {
        "kind": Scenario.Kind.values,
        "customer_role": Scenario.CustomerRole.values,
        "lifecycle": Scenario.Lifecycle.values,
    }
    read: dict[str, Callable[[Node], Any]] = dict.fromkeys(SCENARIO_TEXTS, _long)
    for name, values in choices.items():
        read[name] = partial(Node.choice, choices=values)
    return _part(node, keys["scenarios"], read)


def _stage(node: Node, keys: Keys) -> dict[str, Any]:
    return _part(node, keys["stages"], {})


def _touchpoint(node: Node, keys: Keys) -> dict[str, Any]:
    row = _part(
        node,
        keys["touchpoints"],
        {
            "stage": lambda part: _reference(part, keys["stages"]),
            "channel": lambda part: part.choice(Touchpoint.Channel.values),
            "needs": _long,
            "expectations": _long,
            "is_moment_of_truth": Node.flag,
        },
    )
    if isinstance(node.value, dict) and "stage" not in node.value:
        node.note(_("This is missing."), at="stage")
    return row


def _segment(node: Node, keys: Keys) -> dict[str, Any]:
    return _part(node, keys["segments"], {"description": _long})


def _wave(node: Node, keys: Keys) -> dict[str, Any]:
    row = _part(node, keys["waves"], {"starts_on": Node.day, "ends_on": Node.day})
    for name in ("starts_on", "ends_on"):
        if isinstance(node.value, dict) and name not in node.value:
            node.note(_("This is missing."), at=name)
    if "starts_on" in row and "ends_on" in row and row["ends_on"] < row["starts_on"]:
        node.note(_("A wave cannot end before it begins."), at="ends_on")
    return row


def _reference(node: Node, known: set[str]) -> str:
    if not isinstance(node.value, str) or node.value not in known:
        node.note(_("Nothing in this file has that key."))
        return ""
    return node.value


def _prompt(node: Node, keys: Keys) -> dict[str, Any]:
    row = _part(
        node,
        keys["prompts"],
        {
            "scenario": lambda part: (
                None if part.value is None else _reference(part, keys["scenarios"])
            ),
            "introduction": _long,
            "minutes": lambda part: part.whole(1, 120),
            "schedule": _schedule,
            "items": lambda part: part.rows(100),
        },
    )
    taken: set[str] = set()
    earlier: list[ItemValues] = []
    row["items"] = [_item(item, taken, earlier) for item in row.get("items", [])]
    return row


def _schedule(node: Node) -> dict[str, Any]:
    at = node.fields(("kind",), ("settings", "window_min", "grace_min"))
    kind = at["kind"].choice(("event", "fixed")) if "kind" in at else "event"
    settings = at["settings"].value if "settings" in at else {}
    plain: dict[str, Any] = {}
    try:
        plain = tidy_settings(kind, settings if isinstance(settings, dict) else {"": settings})
    except ValidationError as refused:
        node.note(refused.messages[0], at="settings")
    return {
        "kind": kind,
        "settings": plain,
        "window_min": at["window_min"].whole(1, LONGEST_MIN) if "window_min" in at else 120,
        "grace_min": at["grace_min"].whole(0, LONGEST_MIN) if "grace_min" in at else 30,
    }


def _item(node: Node, taken: set[str], earlier: list[ItemValues]) -> dict[str, Any]:
    optional = ("hint", "options", "settings", "shown_if", "is_required")
    at = node.fields(("key", "kind", "wording"), optional)
    kind = at["kind"].choice(tuple(SHAPES)) if "kind" in at else "text"
    options = [_option(each) for each in at["options"].rows(30)] if "options" in at else []
    settings = _object(at.get("settings"))
    shown_if = at.get("shown_if")
    item: dict[str, Any] = {
        "key": at["key"].key(taken) if "key" in at else "",
        "kind": kind,
        "wording": at["wording"].text(TEXT, required=True) if "wording" in at else None,
        "hint": at["hint"].text(TEXT) if "hint" in at else {},
        "options": options,
        "settings": settings,
        "shown_if": _object(shown_if) if shown_if and shown_if.value is not None else None,
        "is_required": at["is_required"].flag() if "is_required" in at else False,
    }
    if item["wording"]:
        values = ItemValues(item["key"], kind, item["wording"], options, settings, item["shown_if"])
        for problem in problems_of(values):
            node.note(problem.words, at=problem.place)
        if condition := condition_problem(values, earlier):
            node.note(condition.words, at=condition.place)
        earlier.append(values)
    return item


def _option(node: Node) -> dict[str, Any]:
    at = node.fields(("key", "label"))
    return {
        "key": at["key"].value if "key" in at else "",
        "label": at["label"].text(NAME).as_json() if "label" in at else {},
    }


def _object(node: Node | None) -> dict[str, Any]:
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        node.note(_("An object {…} belongs here."))
        return {}
    return node.value


def _consent(node: Node) -> dict[str, Any]:
    at = node.fields(("title", "body"), ("scopes",))
    taken: set[str] = set()
    return {
        "title": at["title"].text(NAME, required=True) if "title" in at else None,
        "body": at["body"].text(BODY, required=True) if "body" in at else None,
        "scopes": [_scope(each, taken) for each in at["scopes"].rows(10)] if "scopes" in at else [],
    }


def _scope(node: Node, taken: set[str]) -> dict[str, Any]:
    at = node.fields(("key", "wording"))
    key = at["key"].choice(Scope.values) if "key" in at else ""
    if key in taken:
        node.note(_("Each scope can be asked for once."), at="key")
    taken.add(key)
    wording = at["wording"].text(TEXT, required=True).as_json() if "wording" in at else {}
    return {"key": key, "wording": wording}


_ROWS: dict[str, tuple[int, Callable[[Node, Keys], dict[str, Any]]]] = {
    "brands": (50, _brand),
    "scenarios": (50, _scenario),
    "stages": (50, _stage),
    "touchpoints": (300, _touchpoint),
    "segments": (100, _segment),
    "waves": (50, _wave),
}
"""Part → how many rows it may have, and how one is read. Stages come before their touchpoints."""
