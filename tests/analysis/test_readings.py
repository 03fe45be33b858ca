from statistics import median, pstdev

import pytest

from fieldstudy.analysis.readings import (
    PersonReadings,
    level_shares,
    net_positive,
    variance_shares,
)

FOUR_PEOPLE = [[2, 2, 2, 2, 2, 2], [-1], [0, -1], [-2, -1, 0]]


def of(*people: list[float]) -> list[PersonReadings]:
    return [PersonReadings.from_values(values) for values in people]


def test_most_of_the_difference_lies_between_people() -> None:
    shares = variance_shares(of(*FOUR_PEOPLE))
    assert shares is not None
    assert shares.between == pytest.approx(8.1389, abs=1e-4)
    assert shares.within == pytest.approx(0.3125, abs=1e-4)
    assert shares.group_size == pytest.approx(2.6111, abs=1e-4)
    assert shares.icc == pytest.approx(0.9056, abs=1e-4)
    assert shares.design_effect == pytest.approx(2.8112, abs=1e-4)
    assert shares.effective_n == pytest.approx(4.2686, abs=1e-4)


def test_balanced_people() -> None:
    shares = variance_shares(of([1, 2, 1], [-1, 0, -2], [0, 0, 1]))
    assert shares is not None
    assert shares.between == pytest.approx(4.1111, abs=1e-4)
    assert shares.within == pytest.approx(0.5556, abs=1e-4)
    assert shares.icc == pytest.approx(0.6809, abs=1e-4)


@pytest.mark.parametrize("people", [[], [[1, 2]], [[1], [2], [0]], [[1, 1], [1, 1]]])
def test_where_variance_cannot_be_split_nothing_is_said(people: list[list[float]]) -> None:
    assert variance_shares(of(*people)) is None


def test_intraclass_correlation_is_never_negative() -> None:
    shares = variance_shares(of([-2, 2], [2, -2], [-1, 1]))
    assert shares is not None
    assert shares.icc == 0
    assert shares.effective_n == 6


def test_same_mean_but_different_shape() -> None:
    split, calm = [2, -2, 2, -2, 0], [0, 0, 0, 1, -1]
    assert sum(split) == sum(calm) == 0
    assert pstdev(split) == pytest.approx(1.7889, abs=1e-4)
    assert pstdev(calm) == pytest.approx(0.6325, abs=1e-4)
    assert level_shares(of(*[[value] for value in split])) == (0.4, 0, 0.2, 0, 0.4)
    assert level_shares(of(*[[value] for value in calm])) == (0, 0.2, 0.6, 0.2, 0)


def test_net_positive_of_ten_people() -> None:
    ten = [-2, -2, -1, 0, 0, 1, 1, 1, 2, 2]
    assert sum(ten) / 10 == pytest.approx(0.2)
    assert median(ten) == 0.5
    assert net_positive(level_shares(of(*[[value] for value in ten]))) == pytest.approx(0.2)


def test_a_person_who_writes_more_has_no_more_votes() -> None:
    shares = level_shares(of([2] * 9, [-2], [-2, 0]))
    assert shares == pytest.approx((0.5, 0, 1 / 6, 0, 1 / 3))
    assert level_shares([]) == ()


def test_means_of_coders_have_no_levels() -> None:
    between = PersonReadings.from_values([0.5, 1])
    assert between.levels == ()
    assert level_shares([between]) == ()


def test_levels_and_values_tell_the_same() -> None:
    levels = PersonReadings.from_levels([1, 0, 2, 0, 3])
    assert levels == PersonReadings.from_values([-2, 0, 0, 2, 2, 2])
    assert levels.mean == pytest.approx(4 / 6)
    assert levels + PersonReadings.from_levels([0, 1, 0, 0, 0]) == PersonReadings.from_levels(
        [1, 1, 2, 0, 3]
    )
