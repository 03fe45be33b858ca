import pytest

from fieldstudy.analysis.reactions import ReactionShare, rank_reactions
from fieldstudy.analysis.readings import Key


def by_person(*strengths: int) -> dict[Key, int]:
    return {f"P{n}": strength for n, strength in enumerate(strengths)}


STRENGTHS: dict[Key, dict[Key, int]] = {
    "queue": by_person(3, 3, 2),
    "app": by_person(1, 1, 2, 1, 1, 2, 1, 1, 1),
    "bag": by_person(3),
    "pay": by_person(*[2] * 12),
}
PASSED: dict[Key, int] = {"queue": 4, "app": 20, "bag": 1, "pay": 40}


def ranking(min_people: int = 4) -> list[ReactionShare]:
    return rank_reactions(STRENGTHS, PASSED, min_people=min_people)


def test_pain_is_ranked_by_shrunken_strength_share() -> None:
    queue, pay, app, bag = ranking()
    assert [one.touchpoint for one in (queue, pay, app, bag)] == ["queue", "pay", "app", "bag"]
    assert queue.score == pytest.approx(0.4274, abs=1e-4)
    assert pay.score == pytest.approx(0.2040, abs=1e-4)
    assert app.score == pytest.approx(0.1938, abs=1e-4)
    assert bag.score == pytest.approx(0.3632, abs=1e-4)
    assert (queue.is_ranked, pay.is_ranked, app.is_ranked, bag.is_ranked) == (
        True,
        True,
        True,
        False,
    )
    assert (queue.affected, queue.passed) == (3, 4)
    assert queue.share.low == pytest.approx(0.3006, abs=1e-4)
    assert queue.mean_strength == pytest.approx(8 / 3)


def test_too_few_passed_is_a_single_sighting() -> None:
    assert [one.touchpoint for one in ranking(min_people=5) if one.is_ranked] == ["pay", "app"]


def test_where_nobody_reacted_stands_last_and_unranked() -> None:
    found = rank_reactions(STRENGTHS, PASSED | {"door": 8, "never": 0}, min_people=4)
    assert found[-1].touchpoint == "door"
    assert (found[-1].affected, found[-1].mean_strength) == (0, 0)
    assert not found[-1].is_ranked
    assert "never" not in [one.touchpoint for one in found]


def test_ties_go_to_more_people_then_by_name() -> None:
    found = rank_reactions(
        {"b": by_person(2, 2), "a": by_person(2, 2), "c": by_person(1, 3), "d": by_person(1, 1, 2)},
        {"a": 8, "b": 8, "c": 8, "d": 8},
    )
    assert [one.touchpoint for one in found] == ["d", "a", "b", "c"]


def test_nobody_passed_anywhere() -> None:
    assert rank_reactions({}, {}) == []


def test_more_people_affected_than_passed_is_a_mistake_upstream() -> None:
    with pytest.raises(ValueError, match="affected"):
        rank_reactions({"a": by_person(1, 1)}, {"a": 1})
