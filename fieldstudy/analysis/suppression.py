"""Small cells: withheld so that nobody can be read off a table, directly or by subtraction."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from fieldstudy.analysis.emotion_curve import MIN_PEOPLE
from fieldstudy.analysis.readings import Key

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Withheld(Generic[Part]):
    """Which groups of people are withheld, and whether everyone together is."""

    parts: frozenset[Part]
    total: bool


def withhold(
    groups_of: Mapping[Key, Collection[Part]], *, min_people: int = MIN_PEOPLE
) -> Withheld[Part]:
    """For people, each in any number of groups: what not to show of them beside their total.

    One hidden group beside a total is found exactly by subtraction, so hiding the small ones is
    not enough (complementary suppression; Hundepool et al. 2012, ch. 4). Groups are shown largest
    first, and one is left out as soon as the shown ones would cut people into a piece of
    1 … min_people − 1. Whatever can be derived from shown figures by adding and subtracting is
    then a sum over pieces of at least `min_people`. A total below that is withheld with all groups.
    Groups without people say nothing and stay.
    """
    sizes = Counter(part for groups in groups_of.values() for part in set(groups))
    if 0 < len(groups_of) < min_people:
        return Withheld(frozenset(sizes), total=True)
    shown: set[Part] = set()
    for part, _ in sorted(sizes.items(), key=lambda item: (-item[1], str(item[0]))):
        candidate = shown | {part}
        pieces = Counter(frozenset(candidate.intersection(groups)) for groups in groups_of.values())
        if min(pieces.values()) >= min_people:
            shown = candidate
    return Withheld(frozenset(sizes.keys() - shown), total=False)
