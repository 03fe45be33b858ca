"""The emotion curve: one point per touchpoint and series, with how many people stand behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import fmean

from fieldstudy.analysis.intervals import Interval, deviation, t_interval
from fieldstudy.analysis.readings import (
    HIGHEST,
    LOWEST,
    Key,
    PersonReadings,
    level_shares,
    person_means,
)

MIN_PEOPLE = 5
"""Below this a mean is a hint for staff, and is shown to nobody else."""

MIN_PEOPLE_FOR_MEAN = 3


class PointState(StrEnum):
    """What may be drawn for a point."""

    GAP = "gap"
    DOTS = "dots"
    HOLLOW = "hollow"
    SOLID = "solid"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Point:
    """How people felt at one touchpoint: the mean of their means, and how sure that is.

    `people` and `entries` are 0 and everything else empty where a point is withheld.
    """

    state: PointState
    people: int = 0
    entries: int = 0
    mean: float | None = None
    deviation: float | None = None
    """Standard deviation of the person means."""
    likely: Interval | None = None
    """95 % interval over people; may reach beyond the scale."""
    central: Interval | None = None
    """50 % interval over people."""
    person_means: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    entry_mean: float | None = None
    """How a typical entry feels: a footnote, since it favours whoever writes most."""

    @property
    def is_drawn(self) -> bool:
        """A mean stands here, so a line may pass through."""
        return self.state in (PointState.HOLLOW, PointState.SOLID)

    @property
    def is_unanimous(self) -> bool:
        """Everybody has the same mean; an interval of no width would lie."""
        return self.is_drawn and self.deviation == 0

    @property
    def clipped_low(self) -> bool:
        """The interval reaches below the scale."""
        return self.likely is not None and self.likely.low < LOWEST

    @property
    def clipped_high(self) -> bool:
        """The interval reaches above the scale."""
        return self.likely is not None and self.likely.high > HIGHEST

    def without_people(self) -> "Point":
        """This point without what single people said: only what is true of all together."""
        return replace(self, person_means=(), shares=())

    def withheld(self) -> "Point":
        """This point without anything that could be read off it."""
        return Point(PointState.WITHHELD)


def emotion_point(people: Mapping[Key, PersonReadings], *, min_people: int = MIN_PEOPLE) -> Point:
    """The point of one touchpoint from each person's readings there.

    Nobody is a gap, one or two people are dots without a mean, fewer than `min_people` a hollow
    point. The interval is Student's t over person means.
    """
    means = sorted(person_means(people).values())
    k = len(means)
    entries = sum(readings.n for readings in people.values())
    if not k:
        return Point(PointState.GAP)
    point = Point(
        PointState.DOTS,
        people=k,
        entries=entries,
        person_means=tuple(means),
        shares=level_shares(people.values()),
        entry_mean=sum(readings.total for readings in people.values()) / entries,
    )
    if k < MIN_PEOPLE_FOR_MEAN:
        return point
    spread = deviation(means)
    return replace(
        point,
        state=PointState.SOLID if k >= min_people else PointState.HOLLOW,
        mean=fmean(means),
        deviation=spread,
        likely=t_interval(means) if spread else None,
        central=t_interval(means, 0.5) if spread else None,
    )


def runs(points: Sequence[Point]) -> list[list[int]]:
    """Places of neighbouring drawn points: the pieces of line, broken at every gap."""
    pieces: list[list[int]] = [[]]
    for place, point in enumerate(points):
        if point.is_drawn:
            pieces[-1].append(place)
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


@dataclass(frozen=True, slots=True)
class PeakEnd:
    """What may be remembered of a visit, beside what it was on average."""

    peak: float
    end: float
    first: float
    mean: float

    @property
    def value(self) -> float:
        """(peak + end) / 2 (Kahneman et al. 1993)."""
        return (self.peak + self.end) / 2


def peak_end(values: Sequence[float]) -> PeakEnd:
    """Peak and end of one visit's readings in the order they happened; ties go to the worse.

    A description only: in complex experiences the plain average predicts better (Strijbosch et
    al. 2019, Front Psychol 10:1705). Raises ValueError for a visit without readings.
    """
    if not values:
        raise ValueError("a visit without readings has no peak")
    peak = max(values, key=lambda value: (abs(value), -value))
    return PeakEnd(peak=peak, end=values[-1], first=values[0], mean=fmean(values))
