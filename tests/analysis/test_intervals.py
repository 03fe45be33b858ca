import math
import random

import pytest

from fieldstudy.analysis.intervals import (
    regularised_incomplete_beta,
    student_t_quantile,
    student_t_two_sided,
    t_interval,
    wilson_interval,
)

# Computed at 30 digits from the incomplete beta function of an arbitrary-precision library.
QUANTILES = [
    (1, 12.7062047361747, 1.0),
    (2, 4.302652729749464, 0.816496580927726),
    (3, 3.18244630528371, 0.7648923284043453),
    (4, 2.776445105197794, 0.7406970841126826),
    (5, 2.570581835636316, 0.7266868438004227),
    (7, 2.364624251592785, 0.7111417780817863),
    (7.7199, 2.320649249065997, 0.707589677216421),
    (8.8982, 2.266108384342356, 0.7030562943007285),
    (9, 2.262157162798206, 0.7027221467513264),
    (14, 2.144786687917804, 0.6924170695700051),
    (29, 2.045229642132704, 0.6830438608216132),
    (59, 2.000995378088268, 0.6786707778017194),
    (120, 1.979930405082441, 0.6765397249125202),
    (500, 1.964719837467368, 0.674980737965939),
]


@pytest.mark.parametrize(("df", "at_975", "at_75"), QUANTILES)
def test_t_quantile_is_the_table_s(df: float, at_975: float, at_75: float) -> None:
    assert student_t_quantile(0.975, df) == pytest.approx(at_975, abs=1e-9)
    assert student_t_quantile(0.75, df) == pytest.approx(at_75, abs=1e-9)


@pytest.mark.parametrize("probability", [0.9, 0.975, 0.995])
def test_t_quantile_has_closed_forms_at_one_and_two_degrees(probability: float) -> None:
    cauchy = math.tan(math.pi * (probability - 0.5))
    two = (2 * probability - 1) / math.sqrt(2 * probability * (1 - probability))
    assert student_t_quantile(probability, 1) == pytest.approx(cauchy, rel=1e-11)
    assert student_t_quantile(probability, 2) == pytest.approx(two, rel=1e-11)


def density_below(t: float, df: int, slices: int = 400) -> float:
    """P(0 ≤ T ≤ t) by Simpson's rule on the density: another road to the same number."""
    constant = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    step = t / slices
    weights = [1, *([4, 2] * (slices // 2))[:-1], 1]
    return (
        sum(
            weight * constant * (1 + (place * step) ** 2 / df) ** (-(df + 1) / 2)
            for place, weight in enumerate(weights)
        )
        * step
        / 3
    )


@pytest.mark.parametrize("df", [1, 2, 3, *range(4, 500, 31), 500])
def test_t_quantile_leaves_the_asked_share_below(df: int) -> None:
    t = student_t_quantile(0.975, df)
    assert density_below(t, df, 4000 if df < 3 else 400) == pytest.approx(0.475, abs=1e-8)
    assert student_t_two_sided(t, df) == pytest.approx(0.05, abs=1e-13)
    assert student_t_quantile(0.025, df) == -t


def test_t_quantile_refuses_what_has_no_answer() -> None:
    for probability, df in [(0.0, 3), (1.0, 3), (0.5, 0), (0.975, -1)]:
        with pytest.raises(ValueError, match="t quantile"):
            student_t_quantile(probability, df)


def test_incomplete_beta_is_a_distribution_with_its_reflection() -> None:
    assert regularised_incomplete_beta(0, 2, 3) == 0
    assert regularised_incomplete_beta(1, 2, 3) == 1
    assert regularised_incomplete_beta(0.3, 1, 1) == pytest.approx(0.3, abs=1e-15)
    binomial = sum(math.comb(4, k) * 0.3**k * 0.7 ** (4 - k) for k in range(2, 5))
    assert regularised_incomplete_beta(0.3, 2, 3) == pytest.approx(binomial, abs=1e-14)
    both = regularised_incomplete_beta(0.8, 2, 5) + regularised_incomplete_beta(0.2, 5, 2)
    assert both == pytest.approx(1, abs=1e-14)


def test_an_interval_needs_two_people() -> None:
    with pytest.raises(ValueError, match="at least two"):
        t_interval([1.0])


def test_the_interval_over_person_means_covers_as_promised() -> None:
    """12 people who write 1–8 entries, the unhappy more, rounded to the scale; 2,000 studies."""
    chance = random.Random(20260513)
    runs, population = 2_000, []

    def person() -> float:
        feeling = chance.gauss(0, 0.7)
        entries = 1 + chance.randrange(3) + (4 if feeling < -0.3 else 0)
        ratings = [max(-2, min(2, round(feeling + chance.gauss(0, 1)))) for _ in range(entries)]
        return sum(ratings) / entries

    population = [person() for _ in range(60_000)]
    truth = sum(population) / len(population)
    covered = 0
    for _ in range(runs):
        interval = t_interval([person() for _ in range(12)])
        covered += interval.low <= truth <= interval.high
    assert 0.935 <= covered / runs <= 0.965


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (3, 4, 0.3006, 0.9544),
        (9, 20, 0.2582, 0.6580),
        (1, 1, 0.2065, 1.0),
        (12, 40, 0.1807, 0.4543),
        (0, 8, 0.0, 0.3244),
        (9, 12, 0.468, 0.911),
        (4, 11, 0.152, 0.646),
    ],
)
def test_wilson_interval(successes: int, trials: int, low: float, high: float) -> None:
    found = wilson_interval(successes, trials)
    tolerance = 1e-4 if trials not in (11, 12) else 1e-3
    assert found.low == pytest.approx(low, abs=tolerance)
    assert found.high == pytest.approx(high, abs=tolerance)


def test_a_share_of_nothing_is_refused() -> None:
    for successes, trials in [(0, 0), (2, 1), (-1, 4)]:
        with pytest.raises(ValueError, match="share"):
            wilson_interval(successes, trials)
