"""Small drawings that stand in a cell: how ratings spread, who reacted how, how days went."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fieldstudy.analysis.chart import element, level_class, number, words
from fieldstudy.analysis.readings import LEVELS
from fieldstudy.analysis.story_map import Column
from fieldstudy.core.valence import figure

_GAP = 0.8


def strip_svg(shares: Sequence[float]) -> str:
    """Shares of −2 … +2, worst first, as one bar of 100 units; empty without shares."""
    if not shares:
        return ""
    said = ", ".join(
        _("%(level)s: %(share)s %%") % {"level": figure(level), "share": round(100 * share)}
        for level, share in zip(LEVELS, shares, strict=True)
        if share
    )
    bars, x = [], 0.0
    for level, share in zip(LEVELS, shares, strict=True):
        if share:
            width = max(0.5, 100 * share - _GAP)
            bars.append(element("rect", x=x, width=width, height=4, class_=level_class(level)))
        x += 100 * share
    return _bar("strip", said, "".join(bars))


def balance_svg(column: Column) -> str:
    """People with each kind of reaction, in 100 units for all who passed, or for all reactions
    where people had several."""
    everyone = max(column.people, sum(cell.affected for cell in column.reactions), 1)
    bars, x = [], 0.0
    for cell in column.reactions:
        if cell.affected:
            share = 100 * cell.affected / everyone
            width = max(0.5, share - _GAP)
            bars.append(element("rect", x=x, width=width, height=4, class_=f"k-{cell.reaction}"))
            x += share
    return _bar("balance", "", "".join(bars)) if bars else ""


def spark_svg(felt: Sequence[float | None]) -> str:
    """Daily means from −2 to +2 over 88 × 20 units, the line broken where nothing was rated."""
    if all(value is None for value in felt):
        return ""
    step = 80 / max(1, len(felt) - 1)
    points = [
        None if value is None else (4 + place * step, 10 - 4 * value)
        for place, value in enumerate(felt)
    ]
    pieces = [
        f"{'L' if place and points[place - 1] else 'M'}{number(x)} {number(y)}"
        for place, point in enumerate(points)
        if point
        for x, y in (point,)
    ]
    last = max(place for place, point in enumerate(points) if point)
    x, y = points[last] or (0, 0)
    marks = (
        element("line", x1=4, x2=84, y1=10, y2=10),
        element("path", d="".join(pieces)),
        element("circle", cx=x, cy=y, r=2.5, class_=level_class(felt[last] or 0.0)),
    )
    return element("svg", *marks, class_="spark", viewBox="0 0 88 20", aria_hidden="true")


def _bar(look: str, said: str, inside: str) -> str:
    about = element("title", words(said)) if said else ""
    spoken = 'role="img"' if said else 'aria-hidden="true"'
    return (
        f'<svg class="{look}" viewBox="0 0 100 4" preserveAspectRatio="none" {spoken}>'
        f"{about}{inside}</svg>"
    )
