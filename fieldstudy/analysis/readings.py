"""Readings of valence, added up per person: the form in which they leave the database.

A reading is one value from −2 to +2 at one touchpoint. Whoever writes more has more readings but
no more weight: means are taken within a person first.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Key: TypeAlias = str
"""Names a participant, touchpoint, segment or code; the text of a UUID, never shown."""

LEVELS = (-2, -1, 0, 1, 2)
LOWEST, HIGHEST = LEVELS[0], LEVELS[-1]


@dataclass(frozen=True, slots=True)
class PersonReadings:
    """One person's readings at one touchpoint: how many, Σx, Σx²."""

    n: int
    total: float
    squares: float
    levels: tuple[int, ...] = ()
    """How many readings stand at each of LEVELS; empty where values are means of coders."""

    @classmethod
    def from_levels(cls, levels: Sequence[int]) -> "PersonReadings":
        """From the number of ratings at −2, −1, 0, +1, +2."""
        # Written out: a large map makes tens of thousands of these.
        worst, bad, neutral, good, best = levels
        return cls(
            n=worst + bad + neutral + good + best,
            total=float(2 * (best - worst) + good - bad),
            squares=float(4 * (best + worst) + good + bad),
            levels=(worst, bad, neutral, good, best),
        )

    @classmethod
    def from_values(cls, values: Sequence[float]) -> "PersonReadings":
        """From the readings themselves."""
        levels = tuple(sum(value == level for value in values) for level in LEVELS)
        return cls(
            n=len(values),
            total=math.fsum(values),
            squares=math.fsum(value * value for value in values),
            levels=levels if sum(levels) == len(values) else (),
        )

    @property
    def mean(self) -> float:
        """How this person typically feels here."""
        return self.total / self.n

    def __add__(self, other: "PersonReadings") -> "PersonReadings":
        """Readings of the same person together, e.g. of two brands."""
        whole = len(self.levels) == len(other.levels) == len(LEVELS)
        return PersonReadings(
            self.n + other.n,
            self.total + other.total,
            self.squares + other.squares,
            tuple(a + b for a, b in zip(self.levels, other.levels, strict=True)) if whole else (),
        )


def level_shares(people: Iterable[PersonReadings]) -> tuple[float, ...]:
    """Share of each of LEVELS, one vote per person: a person's vote is split over their ratings.

    Two touchpoints with the same mean may differ here, which is why it stands beside every mean
    (Liddell & Kruschke 2018, J Exp Soc Psychol 79:328). Empty for nobody or for means of coders.
    """
    votes = [person for person in people if person.levels]
    if not votes:
        return ()
    return tuple(
        math.fsum(person.levels[place] / person.n for person in votes) / len(votes)
        for place in range(len(LEVELS))
    )


def net_positive(shares: Sequence[float]) -> float:
    """Share of good ratings minus share of bad ones, −1 … +1, from `level_shares`."""
    return shares[3] + shares[4] - shares[0] - shares[1]


@dataclass(frozen=True, slots=True)
class VarianceShares:
    """Where readings differ: between people or from one visit to the next."""

    between: float
    within: float
    group_size: float
    icc: float
    """Share of the variance that lies between people, 0 … 1."""
    design_effect: float
    effective_n: float
    """How many independent readings these are worth."""


def variance_shares(people: Sequence[PersonReadings]) -> VarianceShares | None:
    """One-way ANOVA over people of unequal size, ICC(1) with the size n₀ (Donner 1986).

    None where it is undefined: fewer than two people, nobody with two readings, no variance.
    """
    k, n = len(people), sum(person.n for person in people)
    if k < 2 or n == k:
        return None
    total = math.fsum(person.total for person in people)
    by_person = math.fsum(person.total**2 / person.n for person in people)
    squares = math.fsum(person.squares for person in people)
    between = (by_person - total**2 / n) / (k - 1)
    within = max(0.0, squares - by_person) / (n - k)
    group_size = (n - sum(person.n**2 for person in people) / n) / (k - 1)
    variance = between + (group_size - 1) * within
    if variance <= 0:
        return None
    icc = max(0.0, (between - within) / variance)
    design_effect = 1 + (n / k - 1) * icc
    return VarianceShares(between, within, group_size, icc, design_effect, n / design_effect)


def person_means(people: Mapping[Key, PersonReadings]) -> dict[Key, float]:
    """The mean of each person with at least one reading."""
    return {person: readings.mean for person, readings in people.items() if readings.n}
