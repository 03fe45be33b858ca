"""Whether the feeling after one touchpoint colours the feeling at the next."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from fieldstudy.analysis.flow import Passage, rated_pairs
from fieldstudy.analysis.intervals import Interval, student_t_quantile
from fieldstudy.analysis.readings import Key

MIN_PEOPLE = 8
MIN_PAIRS = 30


@dataclass(frozen=True, slots=True)
class CarryOver:
    """ρ between neighbouring readings, beyond what person and touchpoint explain.

    Unbiased at zero and too small above it, so it is told as "at least".
    """

    rho: float
    people: int
    pairs: int
    likely: Interval | None
    """95 %, jackknife over people; None where fewer than two people contribute."""

    @property
    def is_shown(self) -> bool:
        """Enough people and pairs to be a finding."""
        return self.people >= MIN_PEOPLE and self.pairs >= MIN_PAIRS


def carry_over(passages: Sequence[Passage]) -> CarryOver | None:
    """ρ = Σ (S + n·s²/m) ÷ Σ n·s² over people; None without a person whose readings vary.

    Per person, of m rated readings with the touchpoint's mean (of person means) taken off: s² is
    their variance, S the sum of products of the n neighbouring pairs after centring on the person.
    Centring on a short series pulls S down by s²/m a pair (Hamaker & Grasman 2015, Front Psychol
    5:1492); the middle term puts it back.
    """
    parts = _parts(passages)
    below = math.fsum(weight for _, weight, _ in parts)
    if below <= 0:
        return None
    above = math.fsum(product for product, _, _ in parts)
    rho = above / below
    return CarryOver(
        rho=rho,
        people=len(parts),
        pairs=sum(pairs for _, _, pairs in parts),
        likely=_jackknife(parts, rho, above, below),
    )


def _parts(passages: Sequence[Passage]) -> list[tuple[float, float, int]]:
    """Per person with a varying series and at least one pair: numerator, denominator, pairs."""
    means = _touchpoint_means(passages)
    series: defaultdict[Key, list[float]] = defaultdict(list)
    for passage in passages:
        for step in passage.steps:
            if step.valence is not None:
                series[passage.participant].append(step.valence - means[step.touchpoint])
    centre = {person: fmean(values) for person, values in series.items()}
    products: defaultdict[Key, list[float]] = defaultdict(list)
    for pair in rated_pairs(passages):
        person = pair.participant
        first = pair.felt_before - means[pair.origin] - centre[person]
        second = pair.felt_after - means[pair.target] - centre[person]
        products[person].append(first * second)
    parts = []
    for person, found in products.items():
        m = len(series[person])
        variance = math.fsum((value - centre[person]) ** 2 for value in series[person]) / (m - 1)
        if variance > 0:
            weight = len(found) * variance
            parts.append((math.fsum(found) + weight / m, weight, len(found)))
    return parts


def _touchpoint_means(passages: Sequence[Passage]) -> dict[Key, float]:
    readings: defaultdict[Key, defaultdict[Key, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for passage in passages:
        for step in passage.steps:
            if step.valence is not None:
                readings[step.touchpoint][passage.participant].append(step.valence)
    return {
        touchpoint: fmean(fmean(values) for values in people.values())
        for touchpoint, people in readings.items()
    }


def _jackknife(
    parts: Sequence[tuple[float, float, int]], rho: float, above: float, below: float
) -> Interval | None:
    """ρ ± t(k − 1) · se from leaving out one person at a time (Tukey 1958)."""
    k = len(parts)
    without = [
        (above - product) / (below - weight) for product, weight, _ in parts if below > weight
    ]
    if k < 2 or len(without) < k:
        return None
    error = stdev([k * rho - (k - 1) * value for value in without]) / math.sqrt(k)
    half = student_t_quantile(0.975, k - 1) * error
    return Interval(rho - half, rho + half)
