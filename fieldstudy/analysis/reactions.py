"""槽点 pain, 赞点 praise, 感动点 moved: which touchpoints matter, and to how many people."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from fieldstudy.analysis.emotion_curve import MIN_PEOPLE
from fieldstudy.analysis.intervals import Interval, wilson_interval
from fieldstudy.analysis.readings import Key

STRONGEST = 3
PRIOR_PEOPLE = 5
MIN_AFFECTED = 2


@dataclass(frozen=True, slots=True)
class ReactionShare:
    """One kind of reaction at one touchpoint."""

    touchpoint: Key
    affected: int
    passed: int
    share: Interval
    """Wilson interval of affected ÷ passed."""
    mean_strength: float
    """Of those affected, 1–3; 0 where nobody is."""
    score: float
    is_ranked: bool
    """At least two people affected of enough who passed; the others are single sightings."""


def rank_reactions(
    strengths: Mapping[Key, Mapping[Key, int]],
    passed: Mapping[Key, int],
    *,
    min_people: int = MIN_PEOPLE,
) -> list[ReactionShare]:
    """Touchpoints by strength share, shrunk to the mean of all: (Σ s/3 + m·μ) / (n + m), m = 5.

    `strengths[touchpoint][person]` is a person's strongest reaction (1–3) there, `passed` how many
    people were there at all. Counting codings would let one eloquent person or one zealous coder
    decide; a bound on the share alone would put 1 of 1 above 9 of 20. Ranked first, then single
    sightings, each by score, people affected, name. Raises ValueError where more people are
    affected than passed.
    """
    for touchpoint, people in strengths.items():
        if len(people) > passed.get(touchpoint, 0):
            raise ValueError("more people affected than passed")
    everyone = sum(passed.values())
    if not everyone:
        return []
    prior = sum(sum(people.values()) for people in strengths.values()) / STRONGEST / everyone
    shares = [
        _share(touchpoint, dict(strengths.get(touchpoint, {})), count, prior, min_people)
        for touchpoint, count in passed.items()
        if count
    ]
    return sorted(
        shares, key=lambda one: (not one.is_ranked, -one.score, -one.affected, str(one.touchpoint))
    )


def _share(
    touchpoint: Key, people: Mapping[Key, int], passed: int, prior: float, min_people: int
) -> ReactionShare:
    weight = sum(people.values()) / STRONGEST
    return ReactionShare(
        touchpoint=touchpoint,
        affected=len(people),
        passed=passed,
        share=wilson_interval(len(people), passed),
        mean_strength=fmean(people.values()) if people else 0.0,
        score=(weight + PRIOR_PEOPLE * prior) / (passed + PRIOR_PEOPLE),
        is_ranked=len(people) >= MIN_AFFECTED and passed >= min_people,
    )
