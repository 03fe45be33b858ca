"""Reading somebody else's JSON: every value is checked, and every problem says where it stands.

Pure. A :class:`Node` is one value with its place; a check that fails notes a problem and answers with
something harmless, so that one reading finds everything that is wrong.
"""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.text import take_in
from fieldstudy.studies.items import KEY_RULE, is_key

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where.

    Attributes:
        place: the path in the file: ``prompts[2].items[0].kind``; empty for the file as a whole.
        words: what is wrong, lazily translated.
    """

    place: str
    words: Promise | str


class UnreadableDesign(ValueError):
    """The file is no design; ``problems`` names everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems, the first at {problems[0].place!r}")
        self.problems = problems


def load_json(raw: bytes) -> Any:
    """The values of a JSON file in UTF-8.

    Raises:
        UnreadableDesign: for a file that is too large, or no JSON, or names a key twice.
    """
    if len(raw) > LARGEST_FILE:
        raise UnreadableDesign([Problem("", _("The file is larger than 2 MB."))])
    try:
        return json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number
        )
    except UnreadableDesign:
        raise
    except json.JSONDecodeError as broken:
        words = _("This is no JSON: it breaks at line %(line)s, column %(column)s.") % {
            "line": broken.lineno,
            "column": broken.colno,
        }
        raise UnreadableDesign([Problem("", words)]) from broken
    except (UnicodeDecodeError, RecursionError, ValueError) as broken:
        raise UnreadableDesign([Problem("", _("This is no JSON file in UTF-8."))]) from broken


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableDesign([Problem(twice, _("One object has this key twice."))])
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


class Node:
    """One value of the file, the place where it stands, and the list that collects problems."""

    def __init__(self, value: Any, place: str, problems: list[Problem]) -> None:
        self.value, self.place, self.problems = value, place, problems

    def note(self, words: Promise | str, *, at: str = "") -> None:
        """Write down a problem with this value, or with the part ``at`` of it."""
        dot = "." if at and self.place and not at.startswith("[") else ""
        self.problems.append(Problem(f"{self.place}{dot}{at}", words))

    def fields(
        self, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, "Node"]:
        """The parts of an object that has all of ``required`` and nothing but these."""
        if not isinstance(self.value, dict):
            self.note(_("An object {…} belongs here."))
            return {}
        for name in sorted(self.value.keys() - {*required, *optional}):
            self.note(_("A design has nothing of this name here."), at=name[:60])
        for name in sorted(set(required) - self.value.keys()):
            self.note(_("This is missing."), at=name)
        dot = "." if self.place else ""
        return {
            name: Node(self.value[name], f"{self.place}{dot}{name}", self.problems)
            for name in (*required, *optional)
            if name in self.value
        }

    def rows(self, most: int) -> list["Node"]:
        """The members of a list of at most ``most``."""
        if not isinstance(self.value, list):
            self.note(_("A list […] belongs here."))
            return []
        if len(self.value) > most:
            self.note(_("This list has more than %(most)s rows.") % {"most": most})
            return []
        return [
            Node(each, f"{self.place}[{number}]", self.problems)
            for number, each in enumerate(self.value)
        ]

    def string(self, longest: int) -> str:
        """Words of at most ``longest`` code points, as they are stored."""
        if not isinstance(self.value, str):
            self.note(_("Words in quotes belong here."))
            return ""
        if len(self.value) > longest:
            self.note(_("This is longer than %(longest)s characters.") % {"longest": longest})
            return ""
        try:
            self.value.encode()
        except UnicodeEncodeError:
            self.note(_("This holds half a character."))
            return ""
        return take_in(self.value).strip()

    def text(self, longest: int, *, required: bool = False) -> LocalizedText:
        """A text ``{"zh", "en"}``."""
        parts = self.fields((), ("zh", "en"))
        text = LocalizedText(**{name: node.string(longest) for name, node in parts.items()})
        if required and isinstance(self.value, dict) and not text:
            self.note(_("Words are needed in at least one language."))
        return text

    def choice(self, choices: Collection[str]) -> str:
        """One of these words."""
        if not isinstance(self.value, str) or self.value not in choices:
            listed = ", ".join(each or "“”" for each in choices)
            self.note(_("One of these belongs here: %(choices)s.") % {"choices": listed})
            return next(iter(choices))
        return self.value

    def key(self, taken: set[str]) -> str:
        """A key that no row before it has; added to ``taken``."""
        if not is_key(self.value):
            self.note(KEY_RULE)
            return ""
        if self.value in taken:
            self.note(_("Another row has this key."))
        taken.add(self.value)
        return str(self.value)

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        sound = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not sound or not low <= self.value <= high:
            self.note(
                _("A whole number from %(low)s to %(high)s belongs here.")
                % {"low": low, "high": high}
            )
            return low
        return int(self.value)

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.note(_("true or false belongs here."))
        return self.value is True

    def day(self) -> dt.date:
        """A date, ``2026-05-12``."""
        try:
            return dt.date.fromisoformat(self.value)
        except (TypeError, ValueError):
            self.note(_("A date such as 2026-05-12 belongs here."))
            return dt.date.min
