"""What marks look like: by the page's style sheet, or by colours of a file's own."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

Pen: TypeAlias = Callable[[str], Mapping[str, str]]
"""From a look, such as "own" or "mean v-n1", to the attributes that give it."""

SERIF = "'Noto Serif CJK SC', 'Source Han Serif SC', 'Songti SC', 'Noto Serif', Georgia, serif"
SANS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Noto Sans', Arial, sans-serif"

_SHEET, _RULE, _RULE_STRONG = "#fefdfa", "#dcd9d0", "#848077"
_INK, _INK_2, _INK_3, _ACCENT, _RIVAL = "#182428", "#434f55", "#5a656a", "#005c5d", "#764492"
_LEVELS = {
    "v-n2": "#2759a2",
    "v-n1": "#6090c4",
    "v-0": "#7b8186",
    "v-p1": "#c17e2d",
    "v-p2": "#c2520b",
}


def _line(colour: str, width: float, dash: str = "") -> dict[str, str]:
    look = {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"}
    return look | ({"stroke-dasharray": dash} if dash else {})


def _text(colour: str, size: int, weight: int = 400, family: str = SANS) -> dict[str, str]:
    look = {"fill": colour, "font-family": family, "font-size": str(size)}
    return look | {"font-weight": str(weight)}


_LOOKS: dict[str, dict[str, str]] = {
    "paper": {"fill": _SHEET},
    "level": _line(_RULE, 1),
    "zero": {"stroke": _RULE_STRONG},
    "column": _line(_RULE, 1),
    "bracket": _line(_RULE_STRONG, 2),
    "truth": _line(_ACCENT, 1, "3 3"),
    "hatched": {"fill": "url(#hatch)"},
    "hatch-line": _line(_RULE_STRONG, 1),
    "one": {"fill-opacity": ".6"},
    "own": _line(_INK, 2.5) | {"stroke-linecap": "round", "stroke-linejoin": "round"},
    "coder": _line(_INK, 1.5, "6 4"),
    "rival": _line(_RIVAL, 2, "1 5") | {"stroke-linecap": "round"},
    "likely": _line(_INK_2, 1.75),
    "central": _line(_INK_2, 5) | {"stroke-opacity": ".45"},
    "of-rival": {"stroke": _RIVAL},
    "mean": {"stroke": _SHEET, "stroke-width": "2"},
    "hollow": {"fill": _SHEET, "stroke-width": "2.5"},
    "coder-point": {"fill": _INK},
    "rival-point": {"fill": _SHEET, "stroke": _RIVAL, "stroke-width": "2"},
    "title": _text(_INK, 24, 600, SERIF),
    "heading": _text(_INK, 14, 600, SERIF),
    "figure": _text(_INK, 14, 600),
    "label": _text(_INK_2, 13, 600),
    "small": _text(_INK_3, 12),
    "moment": _text(_ACCENT, 12, 600),
    "k-pain": {"fill": "#2e4d99"},
    "k-praise": {"fill": "#964d09"},
    "k-moved": {"fill": "#b42452"},
    "face": {"fill": "none", "stroke-width": "1.75", "stroke-linecap": "round"},
}


def by_class(look: str) -> Mapping[str, str]:
    """For a drawing inside a page, whose style sheet knows the look in both themes."""
    return {"class_": look}


def by_colour(look: str) -> Mapping[str, str]:
    """For a drawing in a file of its own: presentation attributes, light, no style sheet.

    A level such as `v-n1` fills a mark; after `hollow` or `face` it colours the outline.
    """
    found: dict[str, str] = {}
    for word in look.split():
        if word in _LEVELS:
            outlined = found.get("fill") in ("none", _SHEET)
            found["stroke" if outlined else "fill"] = _LEVELS[word]
        else:
            found |= _LOOKS[word]
    return {key.replace("-", "_"): value for key, value in found.items()}
