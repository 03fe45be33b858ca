"""What an engine heard, as values: the one form in which all engines answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol, Self

LOOP = "loop"
UNSURE = "unsure"
QUIET = "quiet"
CUT = "cut"
DAMAGED = "damaged"
"""Flags: repeated or impossibly fast text was left out; listen before use, for words are doubtful or
were left out; nobody spoke; the sound went on beyond the limit; parts of the file are unreadable."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one Chinese character; ``text`` may begin with a space. Times in ms."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance. Times in ms; ``confidence`` 0 … 1, the mean of its words'."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole recording.

    Attributes:
        language: ISO 639-1 code, as heard or as told.
        said: the utterances in time order; empty when nothing was said.
        flags: ``loop``, ``unsure``, ``quiet``, ``cut`` or ``damaged``.
    """

    language: str
    said: tuple[Said, ...] = ()
    flags: tuple[str, ...] = field(default=())

    @property
    def confidence(self) -> float | None:
        """Mean confidence of the words; None when nothing was said."""
        words = [word.confidence for each in self.said for word in each.words]
        return sum(words) / len(words) if words else None

    def with_flag(self, flag: str) -> Self:
        """The same, marked."""
        return self if flag in self.flags else replace(self, flags=(*self.flags, flag))

    def as_json(self) -> dict[str, Any]:
        """Plain values for a pipe."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The other end of the pipe.

        Raises:
            KeyError, TypeError: for another shape.
        """
        said = tuple(
            Said(**{**each, "words": tuple(Word(**word) for word in each["words"])})
            for each in plain["said"]
        )
        return cls(plain["language"], said, tuple(plain["flags"]))


class Engine(Protocol):
    """Something that writes down what is said. It is loaded once and used for many recordings."""

    name: str

    def hear(self, samples: Any, *, language: str | None, progress: Any) -> Heard:
        """Listen to one recording.

        Args:
            samples: float32 in −1 … 1, 16 kHz mono, shape (n,).
            language: ISO 639-1 code, or None to find out.
            progress: called with (ms heard, ms in all).
        """
        ...
