"""Rows of small invented studies for tests of the story map."""

from collections.abc import Sequence

from fieldstudy.analysis.map_rows import (
    Felt,
    MapRows,
    Photo,
    Pictured,
    Place,
    Presence,
    Quote,
    Reacted,
    Reaction,
    Said,
    Series,
    Word,
    Wrote,
)
from fieldstudy.analysis.readings import Key, PersonReadings

MORNING, EVENING, WEEKEND = "morning", "evening", "weekend"


def places(*names: str) -> tuple[Place, ...]:
    """Touchpoints named as their keys, all in the stage "Shop"."""
    return tuple(Place(name, name, f"中·{name}", "Shop", "在店") for name in names)


def felt(touchpoint: str, values: Sequence[float], series: Series = Series.OWN) -> list[Felt]:
    """One reading for each of P1, P2, …"""
    return [
        Felt(f"P{n}", touchpoint, series, PersonReadings.from_values([value]))
        for n, value in enumerate(values, start=1)
    ]


def present(touchpoint: str, people: int, entries: int = 1) -> list[Presence]:
    """P1 … Pn were here."""
    return [Presence(f"P{n}", touchpoint, entries) for n in range(1, people + 1)]


def pain(touchpoint: str, strengths: Sequence[int]) -> list[Reacted]:
    """A pain of these strengths by P1, P2, …"""
    return [
        Reacted(f"P{n}", touchpoint, Reaction.PAIN, strength)
        for n, strength in enumerate(strengths, start=1)
    ]


def said(touchpoint: str, code: str, people: int, word: Word = Word.NEED) -> Said:
    """So many people expressed this, once each."""
    return Said(touchpoint, word, code, code, people)


def quote(touchpoint: str, person: int, text: str, value: float, *, clients: bool = True) -> Quote:
    """Words of one person."""
    return Quote(
        f"P{person}", touchpoint, f"entry {text}", text, "en", f"P0{person}", clients, value
    )


def photo(touchpoint: str, person: int, *, clients: bool = True) -> Photo:
    """A picture of one person."""
    name = f"photo of P{person}"
    return Photo(f"P{person}", touchpoint, f"entry {name}", name, name, clients)


def segmented(**sizes: int) -> dict[Key, frozenset[Key]]:
    """P1 … in the first segment, the next ones in the second, and so on."""
    found: dict[Key, frozenset[Key]] = {}
    for segment, size in sizes.items():
        for _ in range(size):
            found[f"P{len(found) + 1}"] = frozenset({segment})
    return found


def shop() -> MapRows:
    """22 people: everyone at the queue, 12 in the app, 3 at the counter, nobody at the door."""
    return MapRows(
        places=places("queue", "app", "counter", "door"),
        segments_of=segmented(morning=12, evening=7, weekend=3),
        wrote=tuple(Wrote(f"P{n}", 3, without_touchpoint=1) for n in range(1, 23)),
        presence=(*present("queue", 22, 2), *present("app", 12), *present("counter", 3)),
        felt=(
            *felt(
                "queue", [-1, 0, -1, -1, 0, 0, -1, 0, -1, 0, -1, 0] + [0, 0, 1] * 2 + [0] + [-2] * 3
            ),
            *felt("app", [1, 2] * 6),
            *felt("app", [0, 1] * 6, Series.CODER),
            *felt("app", [0, 1, 0, -1, 0, 1], Series.COMPETITOR),
            *felt("counter", [2, 1, 2]),
        ),
        reacted=(*pain("queue", [3, 2, 3, 1, 2, 3]), *pain("app", [1, 1]), *pain("counter", [3])),
        said=(
            said("queue", "be told", 9),
            said("queue", "a chair", 2),
            said("counter", "care", 3),
        ),
        quotes=(
            quote("queue", 1, "Twelve minutes.", -1),
            quote("queue", 2, "Fine today.", 2, clients=False),
            quote("counter", 1, "She waited with me.", 2),
        ),
        pictured=(Pictured("P2", "queue", 2), Pictured("P13", "queue", 3)),
        photos=(photo("queue", 2, clients=False), photo("queue", 3), photo("counter", 1)),
    )
