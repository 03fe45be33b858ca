"""Building blocks of a drawing: escaped SVG elements, levels of the scale, measured text."""

import unicodedata
from collections.abc import Iterable
from html import escape
from typing import NewType

from fieldstudy.core import valence

Markup = NewType("Markup", str)
"""A piece of well-formed SVG; only `element`, `words` and `together` make one."""

FACES = {
    2: (
        "M9.8 19h12.4c-.4 3.7-2.8 5.8-6.2 5.8S10.2 22.7 9.8 19z",
        "M10 14.2c.8-2 3.2-2 4 0M18 14.2c.8-2 3.2-2 4 0",
    ),
    1: ("M11 20.5c2 2.4 8 2.4 10 0", "M12 13.5v1M20 13.5v1"),
    0: ("M11 21.5h10", "M12 13.5v1M20 13.5v1"),
    -1: ("M11 22.5c2-2 8-2 10 0", "M12 13.5v1M20 13.5v1"),
    -2: (
        "M10.5 23.5c1.5-3.3 9.5-3.3 11 0",
        "M9 12.5 13.5 14.5M23 12.5 18.5 14.5M12 16.5v.8M20 16.5v.8",
    ),
}
"""Mouth and eyes of each level in a square of 32; they differ in shape, not only in colour."""


def element(name: str, *children: Markup, **attributes: str | float | None) -> Markup:
    """One element; values are escaped, `_` in an attribute's name is `-`, None leaves it out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def words(text: str) -> Markup:
    """Text as it may stand in XML 1.0: escaped, without control characters."""
    return Markup(escape(_printable(text), quote=False))


def together(parts: Iterable[Markup]) -> Markup:
    """Elements one after the other."""
    return Markup("".join(parts))


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def level_class(value: float) -> str:
    """The class that gives a mark the colour of the nearest level: `v-n2` … `v-p2`."""
    return f"v-{valence.NAMES[valence.step(value)]}"


def text_width(text: str, size: float) -> float:
    """Rough width in px: full-width characters one em, others about half."""
    return size * sum(1.0 if _is_wide(one) else 0.52 for one in text)


def wrapped(text: str, size: float, width: float, lines: int) -> list[str]:
    """Broken into at most so many lines of a width in px, the last one cut with an ellipsis."""
    found, line = [], ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size) > width:
            found.append(line.strip())
            line = ""
        line += piece
    found.append(line.strip())
    kept = [_cut(one, size, width) for one in found[:lines]]
    if len(found) > lines:
        kept[-1] = _cut(found[lines - 1] + "…", size, width)
    return kept


def _cut(line: str, size: float, width: float) -> str:
    if text_width(line, size) <= width:
        return line
    line = line.rstrip("…")
    while line and text_width(line + "…", size) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def _pieces(text: str) -> list[str]:
    """Where a line may break: after spaces, and around full-width characters."""
    pieces: list[str] = []
    joins = False
    for one in text:
        wide = _is_wide(one)
        if joins and not wide:
            pieces[-1] += one
        else:
            pieces.append(one)
        joins = not wide and one != " "
    return pieces


def _is_wide(one: str) -> bool:
    return unicodedata.east_asian_width(one) in "WF"


def _printable(text: str) -> str:
    return "".join(
        one for one in text if one in "\t\n" or unicodedata.category(one) not in ("Cc", "Cs")
    )


def _value(value: str | float) -> str:
    return escape(_printable(value)) if isinstance(value, str) else number(value)
