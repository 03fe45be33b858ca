import pytest

from fieldstudy.analysis.emotion_curve import (
    Point,
    PointState,
    emotion_point,
    peak_end,
    runs,
)
from fieldstudy.analysis.readings import Key, PersonReadings


def people(*values: list[float]) -> dict[Key, PersonReadings]:
    return {f"P{n}": PersonReadings.from_values(some) for n, some in enumerate(values, start=1)}


EIGHT = [[1.0], [2.0], [0.0], [1.0], [-1.0], [2.0], [1.0], [0.0]]


def test_one_vote_per_person() -> None:
    point = emotion_point(people([2, 2, 2, 2, 2, 2], [-1], [0, -1], [-2, -1, 0]))
    assert (point.people, point.entries) == (4, 12)
    assert point.mean == pytest.approx(-0.125, abs=1e-4)
    assert point.deviation == pytest.approx(1.4361, abs=1e-4)
    assert point.likely is not None
    assert point.likely.low == pytest.approx(-2.4102, abs=1e-4)
    assert point.likely.high == pytest.approx(2.1602, abs=1e-4)
    assert point.clipped_low and point.clipped_high
    clipped = point.likely.clipped(-2, 2)
    assert (clipped.low, clipped.high) == (-2, 2)
    assert point.entry_mean == pytest.approx(0.5833, abs=1e-4)


def test_the_half_interval_lies_inside() -> None:
    point = emotion_point(people(*EIGHT))
    assert point.likely and point.central and point.mean is not None
    assert point.likely.low < point.central.low < point.mean < point.central.high
    assert point.central.high < point.likely.high


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (0, PointState.GAP),
        (1, PointState.DOTS),
        (2, PointState.DOTS),
        (3, PointState.HOLLOW),
        (4, PointState.HOLLOW),
        (5, PointState.SOLID),
        (8, PointState.SOLID),
    ],
)
def test_what_may_be_drawn_depends_on_people(count: int, state: PointState) -> None:
    point = emotion_point(people(*EIGHT[:count]))
    assert point.state is state
    assert point.people == count
    assert (point.mean is None) is (count < 3)
    assert point.is_drawn is (count >= 3)


def test_two_people_with_many_entries_are_still_two() -> None:
    assert emotion_point(people([1] * 30, [2] * 30)).state is PointState.DOTS


def test_all_the_same_has_no_interval() -> None:
    point = emotion_point(people(*[[1.0]] * 6))
    assert point.is_unanimous
    assert point.mean == 1
    assert point.likely is None
    assert point.central is None
    assert not point.clipped_high


def test_the_limit_is_the_study_s() -> None:
    assert emotion_point(people(*EIGHT), min_people=10).state is PointState.HOLLOW


def test_a_withheld_point_says_nothing() -> None:
    assert emotion_point(people(*EIGHT)).withheld() == Point(PointState.WITHHELD)


def test_the_line_breaks_at_every_gap() -> None:
    solid, gap = emotion_point(people(*EIGHT)), emotion_point({})
    dots = emotion_point(people([1]))
    assert runs([solid, solid, gap, solid, dots, solid, solid]) == [[0, 1], [3], [5, 6]]
    assert runs([gap, dots, solid.withheld()]) == []


@pytest.mark.parametrize(
    ("values", "expected", "mean"),
    [
        ([1, -2, 0, 1], -0.5, 0),
        ([2, -2, 0], -1.0, 0),
        ([0, 1], 1.0, 0.5),
        ([-1], -1.0, -1),
    ],
)
def test_peak_and_end(values: list[float], expected: float, mean: float) -> None:
    found = peak_end(values)
    assert found.value == pytest.approx(expected)
    assert found.mean == pytest.approx(mean)
    assert (found.first, found.end) == (values[0], values[-1])


def test_a_visit_without_readings_has_no_peak() -> None:
    with pytest.raises(ValueError, match="no peak"):
        peak_end([])
