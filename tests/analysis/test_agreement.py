import random

import pytest

from fieldstudy.analysis.agreement import (
    Level,
    cohen_kappa,
    krippendorff_alpha,
    light_kappa,
    percent_agreement,
)
from fieldstudy.analysis.readings import Key

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers.
_ = None
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


def units(rows: list[list[int | None]]) -> list[dict[Key, float]]:
    return [
        {f"coder {n}": float(value) for n, value in enumerate(column) if value is not None}
        for column in zip(*rows, strict=True)
    ]


@pytest.mark.parametrize(
    ("level", "alpha"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)],
)
def test_alpha_of_the_published_example(level: Level, alpha: float) -> None:
    assert krippendorff_alpha(units(OBSERVERS), level) == pytest.approx(alpha, abs=5e-4)


def test_two_coders_on_ten_segments() -> None:
    """Ten segments, 1100000000 and 0110010100: percent .60, α .0952."""
    first, second = "1100000000", "0110010100"
    pairs: list[dict[Key, float]] = [
        {"one": float(a), "two": float(b)} for a, b in zip(first, second, strict=True)
    ]
    assert percent_agreement(pairs) == pytest.approx(0.6)
    assert krippendorff_alpha(pairs) == pytest.approx(0.0952, abs=1e-4)
    # p_o = .6, p_e = .2 · .4 + .8 · .6 = .56
    assert cohen_kappa(pairs, "one", "two") == pytest.approx(0.04 / 0.44)


def test_three_coders_have_the_mean_of_their_kappas() -> None:
    pairs: list[dict[Key, float]] = [
        {"one": float(a), "two": float(b), "three": float(a)}
        for a, b in zip("1100000000", "0110010100", strict=True)
    ]
    kappas = [0.04 / 0.44, 1, 0.04 / 0.44]
    assert light_kappa(pairs) == pytest.approx(sum(kappas) / 3)
    assert light_kappa([{"one": 1, "two": 1}]) is None


def test_perfect_agreement() -> None:
    same: list[dict[Key, float]] = [{"one": value, "two": value} for value in (1, 2, 1, 3)]
    assert percent_agreement(same) == 1
    assert cohen_kappa(same, "one", "two") == 1
    assert krippendorff_alpha(same) == 1


def test_without_variation_or_overlap_chance_cannot_be_told() -> None:
    flat: list[dict[Key, float]] = [{"one": 1, "two": 1}] * 4
    assert percent_agreement(flat) == 1
    assert cohen_kappa(flat, "one", "two") is None
    assert krippendorff_alpha(flat) is None
    apart: list[dict[Key, float]] = [{"one": 1}, {"two": 2}, {}]
    assert percent_agreement(apart) is None
    assert cohen_kappa(apart, "one", "two") is None
    assert krippendorff_alpha(apart, Level.ORDINAL) is None


def test_alpha_equals_the_reference_implementation() -> None:
    reference = pytest.importorskip("krippendorff", reason="krippendorff is not installed")
    chance = random.Random(13)
    for _ in range(60):
        coders, size = chance.randint(2, 4), chance.randint(6, 20)
        rows: list[list[int | None]] = [
            [chance.choice([None, -2, -1, 0, 1, 2]) for _ in range(size)] for _ in range(coders)
        ]
        data = [[float("nan") if value is None else value for value in row] for row in rows]
        for level in Level:
            expected = reference.alpha(data, level_of_measurement=str(level))
            assert krippendorff_alpha(units(rows), level) == pytest.approx(expected, abs=1e-12)
