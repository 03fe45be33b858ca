"""The emotion curve as SVG: shared by the drawing inside the page's table and the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fieldstudy.analysis.chart import (
    Markup,
    element,
    level_class,
    together,
    words,
)
from fieldstudy.analysis.emotion_curve import Point, PointState, runs
from fieldstudy.analysis.map_rows import Series
from fieldstudy.analysis.pens import Pen, by_class
from fieldstudy.analysis.readings import HIGHEST, LEVELS, LOWEST
from fieldstudy.analysis.story_map import Column, StoryMap
from fieldstudy.core.valence import figure

HEIGHT = 192
_TOP, _STEP = 20, 38
_ASIDE = 24
"""Series stand this far beside one another, so that no interval hides another."""
_OFFSETS = {Series.OWN: 0, Series.CODER: _ASIDE, Series.COMPETITOR: -_ASIDE}
_LINES = {Series.OWN: "own", Series.CODER: "coder", Series.COMPETITOR: "rival"}
_DRAWN_LAST = (Series.COMPETITOR, Series.CODER, Series.OWN)

Link = Callable[[Column, Series], str | None]
"""Where the entries behind a point are listed; None where there is nowhere to go."""


def no_link(_column: Column, _series: Series) -> None:
    """The link of a drawing that stands alone."""


def curve_svg(story_map: StoryMap, link: Link = no_link, *, width: int) -> str:
    """The drawing for a cell that spans all columns: no text, so it may scale with the table.

    `width` in units of the drawing, HEIGHT high; classes and no styles, so that a strict content
    policy holds. Its title and description are read out; each linked point has a name of its own.
    """
    drawing = Curve(story_map, by_class, link, width / max(1, len(story_map.columns)))
    return element(
        "svg",
        element("title", words(_("Emotion curve")), id="curve-title"),
        element("desc", words(summary(story_map)), id="curve-summary"),
        drawing.markup(),
        class_="story-curve",
        viewBox=f"0 0 {width} {HEIGHT}",
        role="group",
        aria_labelledby="curve-title",
        aria_describedby="curve-summary",
    )


def level_y(value: float) -> float:
    """Height of a valence in the drawing; +2 above."""
    return _TOP + _STEP * (HIGHEST - max(LOWEST, min(HIGHEST, value)))


def people_words(people: int) -> str:
    """So many people, in the reader's language."""
    return ngettext("%(n)s person", "%(n)s people", people) % {"n": people}


def entries_words(entries: int) -> str:
    """So many entries, in the reader's language."""
    return ngettext("%(n)s entry", "%(n)s entries", entries) % {"n": entries}


def summary(story_map: StoryMap) -> str:
    """The curve in a sentence or two, for those who cannot see it."""
    lowest, highest = story_map.lowest, story_map.highest
    if lowest is None or highest is None:
        return _("No touchpoint has enough people for a mean yet. The figures are in the next row.")
    said = [
        _("Highest at %(touchpoint)s: %(value)s, %(people)s.") % _at(highest),
        _("Lowest at %(touchpoint)s: %(value)s, %(people)s.") % _at(lowest),
    ]
    withheld = [column.place.name for column in story_map.columns if column.withheld]
    if withheld:
        said.append(_("Withheld: %(touchpoints)s.") % {"touchpoints": ", ".join(withheld)})
    return " ".join([*said, _("The figures are in the next row.")])


def _at(column: Column) -> dict[str, str]:
    return {
        "touchpoint": column.place.name,
        "value": figure(column.own.mean or 0.0),
        "people": people_words(column.own.people),
    }


def point_words(column: Column, series: Series) -> str:
    """A point's accessible name: touchpoint, series, value, interval, people."""
    point = column.point(series)
    said = [column.place.name, series_words(series)]
    if point.mean is not None:
        said.append(figure(point.mean))
    if point.likely is not None:
        interval = point.likely.clipped(LOWEST, HIGHEST)
        said.append(
            _("likely between %(low)s and %(high)s")
            % {"low": figure(interval.low), "high": figure(interval.high)}
        )
    if point.is_unanimous:
        said.append(_("all the same"))
    return ", ".join([*said, people_words(point.people)])


def series_words(series: Series) -> str:
    """What a series is called."""
    return {
        Series.OWN: _("own rating"),
        Series.CODER: _("coders"),
        Series.COMPETITOR: _("competitor"),
    }[series]


@dataclass(frozen=True, slots=True)
class Curve:
    """Marks of every series over equally wide columns, from the back to the front."""

    story_map: StoryMap
    pen: Pen
    link: Link
    column_width: float

    def markup(self) -> Markup:
        """Grid, gaps, people, lines, points."""
        return together(
            [
                self._hatch(),
                *self._grid(),
                *self._gaps(),
                *(mark for place in range(len(self.columns)) for mark in self._people(place)),
                *(line for series in _DRAWN_LAST for line in self._lines(series)),
                *(
                    self._point(place, series)
                    for series in _DRAWN_LAST
                    for place in range(len(self.columns))
                ),
            ]
        )

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, left to right."""
        return self.story_map.columns

    def _x(self, place: int, series: Series = Series.OWN) -> float:
        return (place + 0.5) * self.column_width + _OFFSETS[series]

    def _hatch(self) -> Markup:
        return element(
            "defs",
            element(
                "pattern",
                element("path", d="M0 0v8", **self.pen("hatch-line")),
                id="hatch",
                width=8,
                height=8,
                patternUnits="userSpaceOnUse",
                patternTransform="rotate(45)",
            ),
        )

    def _grid(self) -> Iterator[Markup]:
        width = self.column_width * len(self.columns)
        for place in range(1, len(self.columns)):
            yield self._path(f"M{place * self.column_width:.1f} 0v{HEIGHT}", "column")
        for level in LEVELS:
            yield self._path(f"M0 {level_y(level):g}h{width:g}", "level" if level else "level zero")

    def _gaps(self) -> Iterator[Markup]:
        """Hatched where something is hidden or was not rated; blank where nobody came."""
        for place, column in enumerate(self.columns):
            if column.own.state is PointState.WITHHELD or column.is_unrated:
                yield element(
                    "rect",
                    x=place * self.column_width,
                    y=0,
                    width=self.column_width,
                    height=HEIGHT,
                    **self.pen("hatched"),
                )
            elif column.place.is_moment_of_truth:
                yield self._path(f"M{self._x(place):.1f} 0v{HEIGHT}", "truth")

    def _people(self, place: int) -> Iterator[Markup]:
        """One dot for each person at their own mean; larger where they stand for the point."""
        if self.columns[place].withheld:
            return
        point = self.columns[place].own
        radius = 5.0 if point.state is PointState.DOTS else 2.5
        for x, value in _beside(point.person_means, 2 * radius + 0.5, self.column_width - 12):
            yield element(
                "circle",
                cx=self._x(place) + x,
                cy=level_y(value),
                r=radius,
                **self.pen(f"one {level_class(value)}"),
            )

    def _lines(self, series: Series) -> Iterator[Markup]:
        points = [column.point(series) for column in self.columns]
        for run in runs(points):
            if len(run) > 1:
                steps = [
                    f"{self._x(place, series):.1f} {level_y(points[place].mean or 0.0):.1f}"
                    for place in run
                ]
                yield self._path("M" + "L".join(steps), _LINES[series])

    def _point(self, place: int, series: Series) -> Markup:
        column = self.columns[place]
        point = column.point(series)
        if not (point.is_drawn or (series is Series.OWN and point.state is PointState.DOTS)):
            return Markup("")
        marks = [*self._interval(place, series, point), *self._mark(place, series, point)]
        target = self.link(column, series)
        if target is None:
            return together(marks)
        height = point.mean if point.mean is not None else point.person_means[-1]
        hit = element(
            "circle",
            cx=self._x(place, series),
            cy=level_y(height),
            r=12,
            **self.pen("hit"),
        )
        return element(
            "a",
            *marks,
            hit,
            href=target,
            aria_label=point_words(column, series),
            class_="to-entries",
        )

    def _interval(self, place: int, series: Series, point: Point) -> Iterator[Markup]:
        """95 % thin, 50 % thick, without caps; an arrowhead where the scale cuts it off."""
        whose = " of-rival" if series is Series.COMPETITOR else ""
        x = self._x(place, series)
        for interval, look in ((point.likely, "likely"), (point.central, "central")):
            if interval is not None:
                top, bottom = level_y(interval.high), level_y(interval.low)
                yield self._path(f"M{x:.1f} {top:.1f}V{bottom:.1f}", look + whose)
        if point.clipped_high:
            yield self._path(f"M{x - 4:.1f} {_TOP - 2}l4 -5l4 5", "likely" + whose)
        if point.clipped_low:
            bottom = level_y(LOWEST)
            yield self._path(f"M{x - 4:.1f} {bottom + 2:g}l4 5l4 -5", "likely" + whose)

    def _mark(self, place: int, series: Series, point: Point) -> Iterator[Markup]:
        """Own a circle, coders a diamond, competitor a square; hollow below the limit."""
        if point.mean is None:
            return
        x, y = self._x(place, series), level_y(point.mean)
        if series is Series.CODER:
            yield self._path(f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z", "coder-point")
        elif series is Series.COMPETITOR:
            yield element("rect", x=x - 4, y=y - 4, width=8, height=8, **self.pen("rival-point"))
        else:
            look = "mean" if point.state is PointState.SOLID else "hollow"
            colour = level_class(point.mean)
            yield element("circle", cx=x, cy=y, r=8, **self.pen(f"{look} {colour}"))

    def _path(self, d: str, look: str) -> Markup:
        return element("path", d=d, **self.pen(look))


def _beside(values: Sequence[float], step: float, room: float) -> Iterator[tuple[float, float]]:
    """Dots of nearly the same value side by side, closer together where room is short."""
    rows: dict[int, list[float]] = {}
    for value in values:
        rows.setdefault(round(value * 4), []).append(value)
    for row in rows.values():
        gap = min(step, room / len(row))
        for place, value in enumerate(row):
            yield (place - (len(row) - 1) / 2) * gap, value
