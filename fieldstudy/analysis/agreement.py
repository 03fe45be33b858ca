"""How far coders agree on the same units: percent, Cohen's κ, Krippendorff's α."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations, pairwise
from statistics import fmean
from typing import Any, TypeAlias

Ratings: TypeAlias = Iterable[Mapping[Any, float]]
"""For each unit what each coder who judged it said: coder → value. Missing is simply absent."""


class Level(StrEnum):
    """What a distance between two values means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def percent_agreement(units: Ratings) -> float | None:
    """Share of coder pairs, over all units with two or more, that said the same; 0 … 1."""
    same = total = 0
    for unit in units:
        for first, second in combinations(unit.values(), 2):
            same += first == second
            total += 1
    return same / total if total else None


def cohen_kappa(units: Ratings, first: Hashable, second: Hashable) -> float | None:
    """κ of two coders over the units both judged (Cohen 1960, Educ Psychol Meas 20:37).

    None without such units, or where both always said one and the same thing: nothing then tells
    agreement from chance.
    """
    pairs = [(unit[first], unit[second]) for unit in units if first in unit and second in unit]
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(ours[value] * theirs[value] for value in ours) / len(pairs) ** 2
    return (observed - expected) / (1 - expected) if expected < 1 else None


def light_kappa(units: Sequence[Mapping[Any, float]]) -> float | None:
    """Mean of Cohen's κ over every two coders for whom it is defined (Light 1971, Psychol Bull
    76:365); for two coders it is theirs."""
    coders = sorted({coder for unit in units for coder in unit}, key=str)
    kappas = [cohen_kappa(units, first, second) for first, second in combinations(coders, 2)]
    defined = [kappa for kappa in kappas if kappa is not None]
    return fmean(defined) if defined else None


def krippendorff_alpha(units: Ratings, level: Level = Level.NOMINAL) -> float | None:
    """α for any number of coders, missing values allowed (Krippendorff 2011, eqs. 1–9).

    1 − observed ÷ expected disagreement, from coincidences: each unit of m values gives its
    ordered pairs a weight of 1/(m − 1). None without a unit judged twice or without variation.
    """
    weights: dict[tuple[float, float], float] = {}
    for unit in units:
        values = list(unit.values())
        for first, second in combinations(values, 2):
            pair = (first, second) if first <= second else (second, first)
            weights[pair] = weights.get(pair, 0.0) + 2 / (len(values) - 1)
    totals = _marginals(weights)
    distance = _distance(level, totals)
    n = sum(totals.values())
    expected = sum(
        2 * totals[a] * totals[b] * distance(a, b) for a, b in combinations(sorted(totals), 2)
    )
    if not expected:
        return None
    observed = sum(weight * distance(a, b) for (a, b), weight in weights.items())
    return 1 - (n - 1) * observed / expected


def _marginals(weights: Mapping[tuple[float, float], float]) -> dict[float, float]:
    totals: dict[float, float] = {}
    for (first, second), weight in weights.items():
        totals[first] = totals.get(first, 0.0) + weight / 2
        totals[second] = totals.get(second, 0.0) + weight / 2
    return totals


def _distance(level: Level, totals: Mapping[float, float]) -> Callable[[float, float], float]:
    if level is Level.NOMINAL:
        return lambda a, b: float(a != b)
    if level is Level.INTERVAL:
        return lambda a, b: (a - b) ** 2
    values = sorted(totals)
    rank = {values[0]: 0.0} if values else {}
    for below, value in pairwise(values):
        rank[value] = rank[below] + (totals[below] + totals[value]) / 2
    return lambda a, b: (rank[a] - rank[b]) ** 2
