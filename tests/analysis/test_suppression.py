import random
from fractions import Fraction
from itertools import product

from fieldstudy.analysis.readings import Key
from fieldstudy.analysis.suppression import Withheld, withhold


def disjoint(**sizes: int) -> dict[Key, list[str]]:
    """So many people in each group, and in no other; `none` are in no group at all."""
    return {
        f"{group}{n}": [] if group == "none" else [group]
        for group, size in sizes.items()
        for n in range(size)
    }


def test_a_small_group_takes_a_second_with_it() -> None:
    """n 12, 7, 3 of 22: with C alone hidden its mean −1.6 follows from the rest."""
    assert withhold(disjoint(A=12, B=7, C=3)) == Withheld(frozenset("BC"), total=False)
    leak = (22 * Fraction("-0.459090909") - 12 * Fraction("-0.5") - 7 * Fraction("0.1")) / 3
    assert round(float(leak), 4) == -1.6
    both = (7 * Fraction("0.1") + 3 * Fraction("-1.6")) / 10
    assert float(both) == -0.41


def test_nothing_small_hides_nothing() -> None:
    assert withhold(disjoint(A=5, B=9)).parts == frozenset()
    assert withhold({}) == Withheld(frozenset(), total=False)


def test_two_small_groups_hide_each_other() -> None:
    assert withhold(disjoint(A=12, B=4, C=3)).parts == {"B", "C"}


def test_two_tiny_groups_need_a_third() -> None:
    assert withhold(disjoint(A=12, B=9, C=1, D=2)).parts == {"B", "C", "D"}


def test_a_total_below_the_limit_is_withheld_with_its_groups() -> None:
    assert withhold(disjoint(A=2, C=1)) == Withheld(frozenset("AC"), total=True)


def test_a_few_people_outside_every_group_count_as_well() -> None:
    assert withhold(disjoint(A=12, none=3)).parts == {"A"}
    assert withhold(disjoint(A=12, none=5)).parts == frozenset()


def test_overlapping_groups_may_not_single_out_their_difference() -> None:
    people: dict[Key, list[str]] = {f"P{n}": ["regular"] for n in range(10)}
    people |= {f"P{n}": ["regular", "morning"] for n in range(8)}
    people |= {f"Q{n}": [] for n in range(6)}
    assert withhold(people).parts == {"morning"}


def test_the_limit_can_be_set() -> None:
    assert withhold(disjoint(A=7, B=9), min_people=8).parts == {"A", "B"}


def test_nobody_can_be_derived_from_what_is_shown() -> None:
    """Every small-integer combination of shown sums is about nobody or at least five people."""
    chance = random.Random(3)
    hiding = 0
    for _ in range(500):
        groups = "ABCD"[: chance.randint(1, 4)]
        overlap = chance.random() < 0.4
        people: dict[Key, list[str]] = {}
        for n in range(chance.randint(1, 40)):
            some = chance.sample(groups, chance.randint(0, len(groups) if overlap else 1))
            people[f"P{n}"] = some
        found = withhold(people)
        hiding += bool(found.parts)
        if found.total:
            assert len(people) < 5
            continue
        shown = [group for group in groups if group not in found.parts]
        sums = [[1] * len(people)]
        sums += [[int(group in some) for some in people.values()] for group in shown]
        for weights in product((-2, -1, 0, 1, 2), repeat=len(sums)):
            derived = [
                sum(weight * line[n] for weight, line in zip(weights, sums, strict=True))
                for n in range(len(people))
            ]
            about = sum(value != 0 for value in derived)
            assert about == 0 or about >= 5
    assert hiding > 200
