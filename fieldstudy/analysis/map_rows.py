"""What a story map is made from: plain rows, one per person and touchpoint, already filtered."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldstudy.analysis.readings import Key, PersonReadings


class Series(StrEnum):
    """Whose rating of which brand; never averaged with one another."""

    OWN = "own"
    """Participants' own rating, own brand."""
    CODER = "coder"
    """Coders' rating of the same entries."""
    COMPETITOR = "competitor"
    """Participants' own rating, competitors together."""


class Reaction(StrEnum):
    """What a touchpoint made people say."""

    PAIN = "pain"
    PRAISE = "praise"
    MOVED = "moved"


class Word(StrEnum):
    """Kinds of code that fill a row of their own."""

    ACTION = "action"
    NEED = "need"


@dataclass(frozen=True, slots=True)
class Place:
    """The head of a column: a touchpoint in the researcher's order, named in two languages."""

    touchpoint: Key
    name: str
    second_name: str = ""
    stage: str = ""
    second_stage: str = ""
    is_moment_of_truth: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """A person passed a touchpoint in so many entries."""

    participant: Key
    touchpoint: Key
    entries: int


@dataclass(frozen=True, slots=True)
class Felt:
    """A person's readings at a touchpoint."""

    participant: Key
    touchpoint: Key
    series: Series
    readings: PersonReadings


@dataclass(frozen=True, slots=True)
class Reacted:
    """A person's strongest reaction (1–3) of one kind at a touchpoint."""

    participant: Key
    touchpoint: Key
    reaction: Reaction
    strength: int


@dataclass(frozen=True, slots=True)
class Said:
    """A need or action, by how many people of the segment asked for.

    The one row without persons: there are too many codes to carry each person's out of SQL.
    """

    touchpoint: Key
    word: Word
    code: Key
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words a participant agreed to have quoted; `for_clients` if clients may see them too."""

    participant: Key
    touchpoint: Key
    entry: Key
    text: str
    language: str
    label: str
    for_clients: bool
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture a participant agreed to have shown; `for_clients` if clients may see it too."""

    participant: Key
    touchpoint: Key
    entry: Key
    attachment: Key
    label: str
    for_clients: bool


@dataclass(frozen=True, slots=True)
class Pictured:
    """A person has photos to show, in so many entries at a touchpoint."""

    participant: Key
    touchpoint: Key
    entries: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """How many entries a person wrote for the map, and how many of them name no touchpoint."""

    participant: Key
    entries: int
    without_touchpoint: int = 0


@dataclass(frozen=True, slots=True)
class MapRows:
    """Everything one map is computed from, of every segment."""

    places: tuple[Place, ...]
    segments_of: Mapping[Key, frozenset[Key]]
    wrote: tuple[Wrote, ...] = ()
    presence: tuple[Presence, ...] = ()
    felt: tuple[Felt, ...] = ()
    reacted: tuple[Reacted, ...] = ()
    said: tuple[Said, ...] = ()
    quotes: tuple[Quote, ...] = ()
    photos: tuple[Photo, ...] = ()
    pictured: tuple[Pictured, ...] = ()
