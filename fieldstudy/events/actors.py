"""Who did something, as events record it: a kind and a key, never a name."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a participation, or the system itself (no key)."""

    kind: str
    id: UUID | None = None

    @property
    def actor(self) -> "Actor":
        """Itself, so that an actor can be handed on where its bearer is expected."""
        return self


class Acting(Protocol):
    """Anything that can do things: staff accounts and participations have an ``actor``."""

    @property
    def actor(self) -> Actor:
        """Who it is."""
        ...


SYSTEM = Actor("system")
