import random
from fractions import Fraction

from fieldstudy.analysis.suppression import withhold


def test_a_small_part_takes_a_second_with_it() -> None:
    """n 12, 7, 3 of 22: with C alone hidden its mean −1.6 follows from the rest."""
    found = withhold({"A": 12, "B": 7, "C": 3})
    assert found.parts == {"B", "C"}
    assert not found.total
    leak = (22 * Fraction("-0.459090909") - 12 * Fraction("-0.5") - 7 * Fraction("0.1")) / 3
    assert round(float(leak), 4) == -1.6
    both = (7 * Fraction("0.1") + 3 * Fraction("-1.6")) / 10
    assert float(both) == -0.41


def test_nothing_small_hides_nothing() -> None:
    assert withhold({"A": 5, "B": 9, "C": 0}).parts == frozenset()


def test_two_small_parts_hide_each_other() -> None:
    assert withhold({"A": 12, "B": 4, "C": 3}).parts == {"B", "C"}


def test_two_tiny_parts_need_a_third() -> None:
    assert withhold({"A": 12, "B": 9, "C": 1, "D": 2}).parts == {"B", "C", "D"}


def test_a_total_below_the_limit_is_withheld_with_its_parts() -> None:
    found = withhold({"A": 2, "B": 0, "C": 1})
    assert found.total
    assert found.parts == {"A", "C"}


def test_empty_parts_stay_and_cannot_hide_anyone() -> None:
    found = withhold({"A": 12, "B": 0, "C": 3})
    assert found.parts == {"A", "C"}
    assert not found.total


def test_the_limit_can_be_set() -> None:
    assert withhold({"A": 7, "B": 9}, min_people=8).parts == {"A", "B"}


def test_nobody_can_be_subtracted_out_of_a_line() -> None:
    """What follows from a published total: only sums of all hidden parts, never one of them."""
    chance = random.Random(3)
    hidden_lines = 0
    for _ in range(500):
        people = {part: chance.choice([0, 1, 2, 3, 4, 6, 9, 15]) for part in range(6)}
        found = withhold(people)
        small = {part for part, count in people.items() if 0 < count < 5}
        assert small <= found.parts
        if found.total:
            assert sum(people.values()) < 5
            continue
        hidden_lines += bool(small)
        # Total − shown parts leaves one equation: a single unknown in it would be settled.
        assert len(found.parts) != 1
        assert not found.parts or sum(people[part] for part in found.parts) >= 5
    assert hidden_lines > 100
