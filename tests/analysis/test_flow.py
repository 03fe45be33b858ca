import random
from datetime import UTC, datetime, timedelta

import pytest

from fieldstudy.analysis.carry_over import carry_over
from fieldstudy.analysis.flow import Flow, Passage, Step, follow

START = datetime(2026, 5, 9, 10, tzinfo=UTC)


def passage(participant: str, story: str) -> Passage:
    """`A1 B0 C`: touchpoint and valence, five minutes apart; C was not rated."""
    return Passage(
        participant,
        tuple(
            Step(word[0], START + timedelta(minutes=5 * n), float(word[1:]) if word[1:] else None)
            for n, word in enumerate(story.split())
        ),
    )


FIVE_VISITS = [
    passage("P1", "A1 B0 C-1"),
    passage("P1", "A2 C1"),
    passage("P2", "A-1 B-2 C-2"),
    passage("P2", "A0 C0"),
    passage("P3", "A1 B1 C2"),
]


def counts(flow: Flow) -> dict[tuple[object, object], tuple[int, int]]:
    return {(one.origin, one.target): (one.visits, one.people) for one in flow.transitions}


def test_what_follows_what() -> None:
    flow = follow(FIVE_VISITS)
    assert counts(flow) == {
        ("A", "B"): (3, 3),
        ("A", "C"): (2, 2),
        ("B", "C"): (3, 3),
        (None, "A"): (5, 3),
        ("C", None): (5, 3),
    }
    shares = {(one.origin, one.target): one.share for one in flow.transitions}
    assert shares["A", "B"] == pytest.approx(0.6)
    assert {one.minutes for one in flow.transitions if one.origin and one.target} == {5}
    assert flow.visits == 5
    assert [(one.touchpoints, one.visits, one.people) for one in flow.variants] == [
        (("A", "B", "C"), 3, 3),
        (("A", "C"), 2, 2),
    ]


def test_order_is_by_the_clock_not_by_arrival() -> None:
    forwards = passage("P1", "A B C")
    backwards = Passage("P1", tuple(reversed(forwards.steps)))
    assert follow([forwards]) == follow([backwards])


def test_same_minute_same_place_is_one_step() -> None:
    steps = (
        Step("A", START, -2),
        Step("A", START + timedelta(seconds=40), 0),
        Step("B", START + timedelta(minutes=3), 1),
    )
    assert counts(follow([Passage("P1", steps)]))["A", "B"] == (1, 1)


def test_same_minute_two_places_has_no_sure_order() -> None:
    steps = (
        Step("A", START),
        Step("B", START + timedelta(minutes=2)),
        Step("C", START + timedelta(minutes=2, seconds=1)),
        Step("D", START + timedelta(minutes=9)),
        Step("E", START + timedelta(minutes=12)),
    )
    flow = follow([Passage("P1", steps)])
    assert counts(flow) == {("D", "E"): (1, 1)}
    assert flow.order_unsure == 2
    assert flow.variants == ()


def test_the_next_day_does_not_follow() -> None:
    flow = follow([Passage("P1", (Step("A", START), Step("B", START + timedelta(hours=13))))])
    assert ("A", "B") not in counts(flow)
    assert flow.too_far_apart == 1


def test_staying_is_kept_and_an_empty_visit_is_none() -> None:
    flow = follow([passage("P1", "A A B"), Passage("P2", ())])
    assert counts(flow)["A", "A"] == (1, 1)
    assert flow.visits == 1


def test_carry_over_by_hand() -> None:
    found = carry_over(FIVE_VISITS)
    assert found is not None
    assert found.rho == pytest.approx(0.4583, abs=1e-4)
    assert (found.people, found.pairs) == (3, 8)
    assert not found.is_shown


def test_without_pairs_nothing_carries_over() -> None:
    assert carry_over([passage("P1", "A1"), passage("P2", "A1 B C1")]) is None
    assert carry_over([passage("P1", "A1 B1"), passage("P2", "A1 B1")]) is None


def simulated(
    chance: random.Random, *, people: int, visits: int, touchpoints: int, true: float
) -> list[Passage]:
    difficulty = [chance.gauss(0, 0.8) for _ in range(touchpoints)]
    passages = []
    for person in range(people):
        level = chance.gauss(0, 0.6)
        for _ in range(visits):
            mood, steps = chance.gauss(0, 1), []
            for place in range(touchpoints):
                mood = (
                    mood if not place else true * mood + (1 - true**2) ** 0.5 * chance.gauss(0, 1)
                )
                felt = max(-2, min(2, round(difficulty[place] + level + mood)))
                steps.append(Step(f"T{place}", START + timedelta(minutes=5 * place), felt))
            passages.append(Passage(f"P{person}", tuple(steps)))
    return passages


def test_carry_over_is_unbiased_where_there_is_none() -> None:
    chance = random.Random(7)
    found = [
        carry_over(simulated(chance, people=30, visits=4, touchpoints=5, true=0))
        for _ in range(400)
    ]
    shown = [one for one in found if one and one.likely and one.is_shown]
    assert len(shown) == 400
    assert abs(sum(one.rho for one in shown) / 400) < 0.01
    alarms = sum(1 for one in shown if one.likely and not one.likely.low <= 0 <= one.likely.high)
    assert 0.02 <= alarms / 400 <= 0.08


def test_carry_over_is_found_and_told_too_small() -> None:
    chance = random.Random(9)
    found = [
        carry_over(simulated(chance, people=30, visits=4, touchpoints=5, true=0.4))
        for _ in range(60)
    ]
    shown = [one for one in found if one and one.likely and one.likely.low > 0]
    assert len(shown) == 60
    assert 0.25 < sum(one.rho for one in shown) / 60 < 0.4
