"""Small cells: withheld so that nobody can be read off a table, directly or by subtraction."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from fieldstudy.analysis.emotion_curve import MIN_PEOPLE

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Withheld(Generic[Part]):
    """Which parts of one line are withheld, and whether its total is."""

    parts: frozenset[Part]
    total: bool


def withhold(people: Mapping[Part, int], *, min_people: int = MIN_PEOPLE) -> Withheld[Part]:
    """Along one line whose parts hold different people and whose total is shown.

    Parts of 1 … min_people − 1 are withheld. One hidden part beside a total is found exactly by
    subtraction, so while a single part is hidden, or the hidden ones together have fewer than
    `min_people`, the next smallest is hidden too (complementary suppression; Hundepool et al.
    2012, ch. 4). What can still be derived is then a sum over at least two parts and `min_people`
    people. A total below the limit is withheld itself. Empty parts say nothing and stay.
    Touchpoints, brands and codes share people: their totals are no sums, and no line of this kind.
    """
    total = sum(people.values())
    if 0 < total < min_people:
        return Withheld(frozenset(part for part, count in people.items() if count), total=True)
    ordered = sorted(
        (part for part, count in people.items() if count), key=lambda part: people[part]
    )
    hidden = [part for part in ordered if people[part] < min_people]
    while hidden and len(hidden) < len(ordered):
        if len(hidden) > 1 and sum(people[part] for part in hidden) >= min_people:
            break
        hidden.append(ordered[len(hidden)])
    return Withheld(frozenset(hidden), total=False)
