"""What follows what within a visit, and how the feeling carries over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from statistics import fmean, median

from fieldstudy.analysis.readings import Key

NEXT_WITHIN = timedelta(hours=12)
"""Further apart, one thing does not follow the other."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a visit: where, when, and how it felt if that was said."""

    touchpoint: Key
    happened_at: datetime
    valence: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One run of one person through a scenario; steps in any order."""

    participant: Key
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Transition:
    """How often one touchpoint came right after another. None stands for start or end."""

    origin: Key | None
    target: Key | None
    visits: int
    people: int
    share: float
    """Of all that left the origin, 0 … 1."""
    minutes: float | None
    """Median minutes between; None at start and end."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One order of touchpoints that occurred."""

    touchpoints: tuple[Key, ...]
    visits: int
    people: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Transitions by origin and frequency, and what was left out of them."""

    transitions: tuple[Transition, ...]
    variants: tuple[Variant, ...]
    visits: int
    order_unsure: int
    """Neighbours of which at least one shares its minute with another touchpoint."""
    too_far_apart: int


@dataclass(slots=True)
class _Tally:
    times: int = 0
    people: set[Key] = field(default_factory=set)
    minutes: list[float] = field(default_factory=list)


def follow(passages: Iterable[Passage], *, within: timedelta = NEXT_WITHIN) -> Flow:
    """Count directly-following touchpoints and whole orders over visits.

    Entries of the same minute at one touchpoint are one step; at different touchpoints their order
    is unsure, and such neighbours are counted apart instead of guessed. Staying (A → A) is kept.
    """
    tallies: defaultdict[tuple[Key | None, Key | None], _Tally] = defaultdict(_Tally)
    variants: defaultdict[tuple[Key, ...], _Tally] = defaultdict(_Tally)
    visits = order_unsure = too_far_apart = 0
    for passage in passages:
        minutes = _by_minute(passage.steps)
        if not minutes:
            continue
        visits += 1
        for before, after in pairwise(minutes):
            if len(before) > 1 or len(after) > 1:
                order_unsure += 1
            elif (apart := _apart(before[0], after[0])) > within:
                too_far_apart += 1
            else:
                tally = tallies[before[0].touchpoint, after[0].touchpoint]
                _count(tally, passage.participant, apart.total_seconds() / 60)
        if all(len(minute) == 1 for minute in minutes):
            order = tuple(minute[0].touchpoint for minute in minutes)
            _count(variants[order], passage.participant)
            _count(tallies[None, order[0]], passage.participant)
            _count(tallies[order[-1], None], passage.participant)
    return Flow(_transitions(tallies), _variants(variants), visits, order_unsure, too_far_apart)


def _count(tally: _Tally, participant: Key, minutes: float | None = None) -> None:
    tally.times += 1
    tally.people.add(participant)
    if minutes is not None:
        tally.minutes.append(minutes)


def _apart(before: Step, after: Step) -> timedelta:
    return after.happened_at - before.happened_at


def _by_minute(steps: Sequence[Step]) -> list[list[Step]]:
    """Steps in order, one group per minute, one step per touchpoint in it."""

    def minute(step: Step) -> datetime:
        return step.happened_at.replace(second=0, microsecond=0)

    groups = groupby(sorted(steps, key=lambda step: step.happened_at), key=minute)
    return [_merged(list(group)) for _, group in groups]


def _merged(steps: Sequence[Step]) -> list[Step]:
    """One step per touchpoint, its valence the mean of those given."""
    places: defaultdict[Key, list[Step]] = defaultdict(list)
    for step in steps:
        places[step.touchpoint].append(step)
    merged = []
    for touchpoint, same in places.items():
        rated = [step.valence for step in same if step.valence is not None]
        merged.append(Step(touchpoint, same[0].happened_at, fmean(rated) if rated else None))
    return merged


def _transitions(
    tallies: dict[tuple[Key | None, Key | None], _Tally],
) -> tuple[Transition, ...]:
    leaving: Counter[Key | None] = Counter()
    for (origin, _), tally in tallies.items():
        leaving[origin] += tally.times
    found = [
        Transition(
            origin=origin,
            target=target,
            visits=tally.times,
            people=len(tally.people),
            share=tally.times / leaving[origin],
            minutes=median(tally.minutes) if tally.minutes else None,
        )
        for (origin, target), tally in tallies.items()
    ]
    return tuple(sorted(found, key=lambda one: (str(one.origin), -one.visits, str(one.target))))


def _variants(tallies: dict[tuple[Key, ...], _Tally]) -> tuple[Variant, ...]:
    found = [Variant(order, tally.times, len(tally.people)) for order, tally in tallies.items()]
    return tuple(sorted(found, key=lambda one: (-one.visits, -one.people, str(one.touchpoints))))


@dataclass(frozen=True, slots=True)
class RatedPair:
    """Two steps that surely follow one another and were both rated."""

    participant: Key
    origin: Key
    felt_before: float
    target: Key
    felt_after: float


def rated_pairs(
    passages: Iterable[Passage], *, within: timedelta = NEXT_WITHIN
) -> Iterator[RatedPair]:
    """The neighbours of `follow` where both feelings are known."""
    for passage in passages:
        for before, after in pairwise(_by_minute(passage.steps)):
            if len(before) > 1 or len(after) > 1 or _apart(before[0], after[0]) > within:
                continue
            first, second = before[0].valence, after[0].valence
            if first is not None and second is not None:
                yield RatedPair(
                    passage.participant, before[0].touchpoint, first, after[0].touchpoint, second
                )
