"""Differences between people's means: the same people twice, or different people."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev, variance

from fieldstudy.analysis.intervals import Interval, student_t_quantile, student_t_two_sided
from fieldstudy.analysis.readings import Key


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference with its 95 % interval. Without spread it has neither t nor interval."""

    value: float
    people: int
    likely: Interval | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None


def paired_difference(first: Mapping[Key, float], second: Mapping[Key, float]) -> Difference | None:
    """Mean of first − second over the people who have both; None below two such people."""
    pairs = [first[person] - second[person] for person in first.keys() & second.keys()]
    k = len(pairs)
    if k < 2:
        return None
    return _difference(fmean(pairs), k, error=stdev(pairs) / math.sqrt(k), df=k - 1)


def welch_difference(first: Sequence[float], second: Sequence[float]) -> Difference | None:
    """Difference of two groups' means, variances unequal (Welch 1947, Biometrika 34:28).

    One value per person. None unless each group has two people.
    """
    if len(first) < 2 or len(second) < 2:
        return None
    a, b = variance(first) / len(first), variance(second) / len(second)
    if a + b == 0:
        return Difference(fmean(first) - fmean(second), len(first) + len(second))
    df = (a + b) ** 2 / (a**2 / (len(first) - 1) + b**2 / (len(second) - 1))
    return _difference(
        fmean(first) - fmean(second), len(first) + len(second), error=math.sqrt(a + b), df=df
    )


def _difference(value: float, people: int, *, error: float, df: float) -> Difference:
    if error == 0:
        return Difference(value, people)
    half = student_t_quantile(0.975, df) * error
    t = value / error
    return Difference(
        value=value,
        people=people,
        likely=Interval(value - half, value + half),
        t=t,
        df=df,
        p=student_t_two_sided(t, df),
    )


def cliffs_delta(first: Sequence[float], second: Sequence[float]) -> float:
    """P(a > b) − P(a < b) over all pairs, −1 … +1 (Cliff 1993, Psychol Bull 114:494).

    Raises ValueError for an empty group.
    """
    if not first or not second:
        raise ValueError("Cliff's delta compares two groups of people")
    ordered = sorted(second)
    wins = sum(bisect_left(ordered, a) for a in first)
    losses = sum(len(ordered) - bisect_right(ordered, a) for a in first)
    return (wins - losses) / (len(first) * len(second))


@dataclass(frozen=True, slots=True)
class BrandComparison:
    """Own against competitor at one touchpoint; the two rows are never pooled."""

    same_people: Difference | None
    different_people: Difference | None
    both: int
    own_only: int
    competitor_only: int


def compare_brands(own: Mapping[Key, float], competitor: Mapping[Key, float]) -> BrandComparison:
    """Own − competitor by the people who rated both, and apart from it by those who rated one."""
    own_only = [own[person] for person in own.keys() - competitor.keys()]
    competitor_only = [competitor[person] for person in competitor.keys() - own.keys()]
    return BrandComparison(
        same_people=paired_difference(own, competitor),
        different_people=welch_difference(own_only, competitor_only),
        both=len(own.keys() & competitor.keys()),
        own_only=len(own_only),
        competitor_only=len(competitor_only),
    )


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """Two groups at one touchpoint. A direction is named only where mean and order agree."""

    difference: Difference
    delta: float

    @property
    def has_direction(self) -> bool:
        """Mean difference and Cliff's δ point the same way; if not, only the shapes differ."""
        return self.difference.value * self.delta > 0


def compare_groups(first: Sequence[float], second: Sequence[float]) -> GroupComparison | None:
    """Two groups of people, one mean each; None unless each has two people."""
    difference = welch_difference(first, second)
    if difference is None:
        return None
    return GroupComparison(difference, cliffs_delta(first, second))


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values, family-wise error (Holm 1979, Scand J Stat 6:65), in the order given."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, (len(p_values) - rank) * p_values[place])
        adjusted[place] = min(1.0, highest)
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values, false discovery rate (Benjamini & Hochberg 1995), in the order given."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    adjusted = [0.0] * len(p_values)
    lowest = 1.0
    for from_top, place in enumerate(order):
        rank = len(p_values) - from_top
        lowest = min(lowest, p_values[place] * len(p_values) / rank)
        adjusted[place] = lowest
    return adjusted
