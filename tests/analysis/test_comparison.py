import random

import pytest

from fieldstudy.analysis.comparison import (
    benjamini_hochberg,
    cliffs_delta,
    compare_brands,
    compare_groups,
    holm,
    paired_difference,
    welch_difference,
)
from fieldstudy.analysis.readings import Key

OWN: dict[Key, float] = dict(zip("abcdef", [1, 0.5, -0.5, 1.5, 0, 1], strict=True))
COMPETITOR: dict[Key, float] = dict(zip("abcdef", [0, 0.5, -1, 0.5, -1, 0.5], strict=True))
MORNINGS = [1, 0.5, 1.5, 0.75, 1.25]
EVENINGS = [-0.5, 0, 0.25, -1, 0.5, -0.25]


def test_the_same_people_on_two_brands() -> None:
    found = paired_difference(OWN, COMPETITOR)
    assert found and found.likely and found.p is not None
    assert found.people == 6
    assert found.value == pytest.approx(0.6667, abs=1e-4)
    assert found.likely.low == pytest.approx(0.2382, abs=1e-4)
    assert found.likely.high == pytest.approx(1.0951, abs=1e-4)
    assert found.t == pytest.approx(4.0, abs=1e-4)
    assert found.p == pytest.approx(0.0103, abs=1e-4)


def test_pairing_is_worth_it() -> None:
    found = welch_difference(list(OWN.values()), list(COMPETITOR.values()))
    assert found and found.likely
    assert found.likely.low == pytest.approx(-0.2801, abs=1e-4)
    assert found.likely.high == pytest.approx(1.6134, abs=1e-4)


def test_who_rated_one_brand_never_enters_the_pair() -> None:
    alone = compare_brands(OWN, COMPETITOR)
    more = compare_brands(OWN | {"g": -2.0, "h": -1.0}, COMPETITOR | {"i": 2.0, "j": 1.0, "k": 2.0})
    assert more.same_people == alone.same_people
    assert alone.different_people is None
    assert more.different_people is not None
    assert more.different_people.value == pytest.approx(-1.5 - 5 / 3)
    assert (more.both, more.own_only, more.competitor_only) == (6, 2, 3)


def test_two_groups_of_people() -> None:
    found = compare_groups(MORNINGS, EVENINGS)
    assert found is not None
    difference = found.difference
    assert difference.likely is not None
    assert difference.t == pytest.approx(4.1284, abs=1e-4)
    assert difference.df == pytest.approx(8.8982, abs=1e-4)
    assert difference.p == pytest.approx(0.002629, abs=1e-6)
    assert difference.likely.low == pytest.approx(0.5263, abs=1e-4)
    assert difference.likely.high == pytest.approx(1.8071, abs=1e-4)
    assert found.delta == pytest.approx(0.9667, abs=1e-4)
    assert found.has_direction


def test_a_mean_without_an_order_has_no_direction() -> None:
    found = compare_groups([-2, 1, 1, 1], [0, 0, 0, 0.1])
    assert found is not None
    assert found.difference.value > 0 < found.delta
    skewed = compare_groups([2, -0.1, -0.1, -0.1], [0, 0, 0, 0])
    assert skewed is not None
    assert skewed.difference.value > 0 > skewed.delta
    assert not skewed.has_direction


def test_two_waves_with_some_of_the_same_people() -> None:
    first: dict[Key, float] = {"1": -1, "2": -0.5, "3": 0, "4": -1.5, "5": 0.5}
    second: dict[Key, float] = {"3": 0.5, "4": -0.5, "5": 1, "6": 0, "7": 1}
    same = paired_difference(second, first)
    everyone = welch_difference(list(second.values()), list(first.values()))
    assert same and same.likely and everyone and everyone.likely and everyone.p is not None
    assert (same.people, same.value) == (3, pytest.approx(0.6667, abs=1e-4))
    assert same.likely.low == pytest.approx(-0.0504, abs=1e-4)
    assert same.likely.high == pytest.approx(1.3838, abs=1e-4)
    assert everyone.value == pytest.approx(0.9, abs=1e-4)
    assert everyone.likely.low == pytest.approx(-0.1635, abs=1e-4)
    assert everyone.likely.high == pytest.approx(1.9635, abs=1e-4)
    assert everyone.df == pytest.approx(7.7199, abs=1e-4)
    assert everyone.p == pytest.approx(0.0864, abs=1e-4)


def test_without_spread_there_is_a_value_but_no_interval() -> None:
    same = paired_difference({"a": 1, "b": 2}, {"a": 0, "b": 1})
    assert same is not None
    assert (same.value, same.likely, same.p) == (1, None, None)
    groups = welch_difference([1, 1], [0, 0])
    assert groups is not None
    assert (groups.value, groups.likely) == (1, None)


def test_one_person_is_no_comparison() -> None:
    assert paired_difference({"a": 1}, {"a": 0}) is None
    assert welch_difference([1], [0, 1]) is None
    assert compare_groups([1, 2], [0]) is None
    with pytest.raises(ValueError, match="two groups"):
        cliffs_delta([], [1])


def test_delta_counts_every_pair() -> None:
    chance = random.Random(5)
    for _ in range(50):
        a = [chance.randint(-2, 2) for _ in range(chance.randint(1, 9))]
        b = [chance.randint(-2, 2) for _ in range(chance.randint(1, 9))]
        naive = sum((x > y) - (x < y) for x in a for y in b) / (len(a) * len(b))
        assert cliffs_delta(a, b) == pytest.approx(naive)


def test_many_comparisons_are_paid_for() -> None:
    p = [0.001, 0.012, 0.03, 0.04, 0.2]
    assert holm(p) == pytest.approx([0.005, 0.048, 0.09, 0.09, 0.2])
    assert benjamini_hochberg(p) == pytest.approx([0.005, 0.03, 0.05, 0.05, 0.2])


def test_adjusting_keeps_the_order_given_and_never_shrinks() -> None:
    chance = random.Random(11)
    for _ in range(200):
        p = [chance.random() ** 3 for _ in range(chance.randint(1, 12))]
        for adjust in (holm, benjamini_hochberg):
            found = adjust(p)
            assert all(before - 1e-12 <= after <= 1 for before, after in zip(p, found, strict=True))
            by_p = [value for _, value in sorted(zip(p, found, strict=True))]
            assert by_p == sorted(by_p)
        rejected = {n for n, value in enumerate(holm(p)) if value <= 0.05}
        assert rejected == holm_by_its_definition(p, 0.05)


def holm_by_its_definition(p: list[float], level: float) -> set[int]:
    order = sorted(range(len(p)), key=p.__getitem__)
    rejected: set[int] = set()
    for step, place in enumerate(order):
        if p[place] > level / (len(p) - step):
            break
        rejected.add(place)
    return rejected
