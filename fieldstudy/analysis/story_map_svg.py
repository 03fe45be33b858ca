"""The story map as a file: one self-contained SVG with text as text, colours and fonts by name.

It holds names, figures and drawing, and none of the participants' words or pictures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fieldstudy.analysis.chart import (
    FACES,
    Markup,
    element,
    level_class,
    text_width,
    together,
    words,
    wrapped,
)
from fieldstudy.analysis.curve_svg import (
    HEIGHT,
    Curve,
    entries_words,
    level_y,
    no_link,
    people_words,
    series_words,
    summary,
)
from fieldstudy.analysis.emotion_curve import Point, PointState
from fieldstudy.analysis.map_rows import Reaction, Series
from fieldstudy.analysis.pens import by_colour
from fieldstudy.analysis.readings import LEVELS
from fieldstudy.analysis.story_map import Column, StoryMap
from fieldstudy.core.valence import figure

_MARGIN, _SIDE, _COLUMN = 28, 132, 150
_HEAD, _CURVE = 96, 200
_FIGURES, _REACTIONS = _CURVE + HEIGHT + 26, _CURVE + HEIGHT + 106
_HEIGHT = _REACTIONS + 96

_REACTION_MARKS = {
    Reaction.PAIN: "M2.5 4h11L8 13.5z",
    Reaction.PRAISE: "M8 2.5 13.5 12h-11z",
    Reaction.MOVED: "M8 14C3.5 10.8 1.8 8.5 1.8 6A3.2 3.2 0 0 1 8 4.8 3.2 3.2 0 0 1 14.2 6"
    "c0 2.5-1.7 4.8-6.2 8z",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """What a map is of: its title, and one line each for the filter and the time it was made."""

    title: str
    subtitle: str
    footer: str


def story_map_svg(story_map: StoryMap, heading: Heading) -> str:
    """The whole file, valid XML without script, style or outside reference."""
    columns = max(1, len(story_map.columns))
    width = 2 * _MARGIN + _SIDE + columns * _COLUMN
    sheet = _Sheet(story_map, heading, width)
    drawing = element(
        "svg",
        element("title", words(heading.title), id="title"),
        element("desc", words(summary(story_map)), id="summary"),
        sheet.markup(),
        xmlns="http://www.w3.org/2000/svg",
        lang=get_language() or "en",
        viewBox=f"0 0 {width} {_HEIGHT}",
        width=width,
        height=_HEIGHT,
        role="img",
        aria_labelledby="title",
        aria_describedby="summary",
    )
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + drawing + "\n"


@dataclass(frozen=True, slots=True)
class _Sheet:
    story_map: StoryMap
    heading: Heading
    width: float

    def markup(self) -> Markup:
        curve = Curve(self.story_map, by_colour, no_link, _COLUMN).markup()
        return together(
            [
                element("rect", width=self.width, height=_HEIGHT, **by_colour("paper")),
                _text(_MARGIN, 48, self.heading.title, "title"),
                _text(_MARGIN, 72, self.heading.subtitle, "small"),
                *self._stages(),
                *self._names(),
                *self._axis(),
                *self._legend(),
                element("g", curve, transform=f"translate({_MARGIN + _SIDE} {_CURVE})"),
                _text(_MARGIN, _FIGURES, _("Mean"), "label"),
                _text(_MARGIN, _REACTIONS, _("Reactions"), "label"),
                *self._figures(),
                *self._reactions(),
                _text(_MARGIN, _HEIGHT - 42, self._reading_aid(), "small"),
                _text(_MARGIN, _HEIGHT - 22, self.heading.footer, "small"),
            ]
        )

    def _placed(self) -> Iterator[tuple[float, Column]]:
        for place, column in enumerate(self.story_map.columns):
            yield _MARGIN + _SIDE + place * _COLUMN, column

    def _stages(self) -> Iterator[Markup]:
        x = float(_MARGIN + _SIDE)
        for stage in self.story_map.stages:
            across = stage.span * _COLUMN
            name = " ".join(filter(None, [stage.name, stage.second_name]))
            yield from _lines(x + 8, _HEAD + 12, name, "small", across - 16, 1)
            yield element("path", d=f"M{x + 4:g} {_HEAD + 20}h{across - 8}", **by_colour("bracket"))
            x += across

    def _names(self) -> Iterator[Markup]:
        for x, column in self._placed():
            top = _HEAD + 42
            names = wrapped(column.place.name, 14, _COLUMN - 12, 2)
            yield from _stack(x + 8, top, names, "heading", 18)
            below = top + 18 * len(names)
            yield from _lines(x + 8, below, column.place.second_name, "small", _COLUMN - 16, 1)
            if column.place.is_moment_of_truth:
                yield _text(x + 8, _CURVE - 8, "★ " + _("moment of truth"), "moment")

    def _axis(self) -> Iterator[Markup]:
        for level in LEVELS:
            y = _CURVE + level_y(level)
            look = level_class(level)
            yield _text(_MARGIN + _SIDE - 34, y + 4, figure(level), "small", end=True)
            face = together(
                [
                    element("circle", cx=16, cy=16, r=15, **by_colour(f"face {look}")),
                    *(element("path", d=d, **by_colour(f"face {look}")) for d in FACES[level]),
                ]
            )
            at = f"translate({_MARGIN + _SIDE - 28} {y - 10:g}) scale(.625)"
            yield element("g", face, transform=at)

    def _legend(self) -> Iterator[Markup]:
        yield _text(_MARGIN, _CURVE + 16, _("How it feels"), "label")
        shown = [(Series.OWN, "own")]
        shown += [(Series.CODER, "coder")] if self.story_map.draws_coder else []
        shown += [(Series.COMPETITOR, "rival")] if self.story_map.draws_competitor else []
        for place, (series, look) in enumerate(shown):
            y = _CURVE + 44 + 40 * place
            yield element("path", d=f"M{_MARGIN} {y}h40", **by_colour(look))
            yield _text(_MARGIN, y + 18, series_words(series), "small")

    def _figures(self) -> Iterator[Markup]:
        for x, column in self._placed():
            said = figure_lines(column, self.story_map.min_people)
            yield from _lines(x + 8, _FIGURES, said[0], "figure", _COLUMN - 12, 1)
            small = [line for one in said[1:] for line in wrapped(one, 12, _COLUMN - 12, 1)]
            yield from _stack(x + 8, _FIGURES + 18, small, "small", 16)

    def _reactions(self) -> Iterator[Markup]:
        for x, column in self._placed():
            if column.withheld:
                yield _text(x + 8, _REACTIONS, _("withheld"), "small")
                continue
            for place, cell in enumerate(column.reactions):
                at = f"translate({x + 8 + 42 * place:g} {_REACTIONS - 11}) scale(.75)"
                look = f"k-{cell.reaction}"
                mark = element("path", d=_REACTION_MARKS[cell.reaction], **by_colour(look))
                yield element("g", mark, transform=at)
                figure = f"<{self.story_map.min_people}" if cell.withheld else str(cell.affected)
                yield _text(x + 23 + 42 * place, _REACTIONS, figure, "figure")
            if column.people:
                of = _("of %(people)s") % {"people": people_words(column.people)}
                yield _text(x + 8, _REACTIONS + 18, of, "small")

    def _reading_aid(self) -> str:
        least = {"n": self.story_map.min_people}
        return " ".join(
            [
                _("A point is the mean of people's own means: one vote for each person."),
                _("Thin bar: 95 % interval, thick bar: 50 %."),
                _("Below %(n)s people a point is hollow or withheld, and the line breaks.") % least,
            ]
        )


def figure_lines(column: Column, min_people: int) -> list[str]:
    """The figures of a column in words, the own mean first."""
    own = column.own
    if own.state is PointState.WITHHELD:
        return [_("withheld"), _("fewer than %(n)s people") % {"n": min_people}]
    if own.state is PointState.GAP:
        return ["–", _("passed, not rated") if column.is_unrated else _("nobody yet")]
    said = [_mean(own), f"{people_words(own.people)} · {entries_words(own.entries)}"]
    for series in (Series.CODER, Series.COMPETITOR):
        point = column.point(series)
        if point.people:
            said.append(f"{series_words(series)} {_mean(point)}, n = {point.people}")
    return said


def _mean(point: Point) -> str:
    if point.mean is not None:
        return figure(point.mean)
    return " ".join(figure(value) for value in point.person_means)


def _text(x: float, y: float, text: str, look: str, *, end: bool = False) -> Markup:
    anchor = "end" if end else None
    return element("text", words(text), x=x, y=y, text_anchor=anchor, **by_colour(look))


def _stack(x: float, y: float, lines: Sequence[str], look: str, step: float) -> Iterator[Markup]:
    for place, line in enumerate(lines):
        yield _text(x, y + step * place, line, look)


def _lines(x: float, y: float, text: str, look: str, width: float, count: int) -> Iterator[Markup]:
    size = float(by_colour(look)["font_size"])
    if text_width(text, size):
        yield from _stack(x, y, wrapped(text, size, width, count), look, size * 1.3)
