"""Where a coded piece lies, as values: nothing here knows the database.

Text counts Unicode code points, half-open. A region is in 1/10 000 of the upright picture's width and
height. Time is in ms. The five shapes have a twin in the W3C Web Annotation selectors
(TextPosition + TextQuote, Fragment ``xywh``, Fragment ``t``) and in REFI-QDA.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar
from uuid import UUID

from fieldstudy.coding import refusals
from fieldstudy.core.text import CONTEXT, Span

SIDE = 10_000
"""Parts into which each side of a picture is divided."""
LARGEST = 2**31 - 1
"""The largest offset or time that a column holds."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Words of an entry.

    Attributes:
        version: the entry revision whose words these are.
        start: first code point, from 0.
        end: one past the last code point.
        quote: the words themselves, so that a shifted span is found out.
    Raises:
        EmptySpan: unless ``0 <= start < end``.
        QuoteDiffers: when the quote is not ``end - start`` code points long, or no text is so long.
    """

    medium: ClassVar[str] = "text"
    version: UUID
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise refusals.EmptySpan
        if len(self.quote) != self.end - self.start or self.end > LARGEST:
            raise refusals.QuoteDiffers

    @property
    def window(self) -> tuple[int, int]:
        """First code point and length of the piece of text that shows span and context."""
        first = max(0, self.start - CONTEXT)
        return first, self.end + CONTEXT - first

    def placed_in(self, piece: str) -> Span:
        """The span with its context, read from ``piece``: the text's :attr:`window`.

        Raises:
            QuoteDiffers: when something else stands there, or the text is shorter.
        """
        first, _ = self.window
        inner, outer = self.start - first, self.end - first
        if piece[inner:outer] != self.quote:
            raise refusals.QuoteDiffers
        return Span(
            start=self.start,
            end=self.end,
            quote=self.quote,
            prefix=piece[:inner],
            suffix=piece[outer : outer + CONTEXT],
        )


@dataclass(frozen=True, slots=True)
class TranscriptSpan(TextSpan):
    """Words of a transcript; ``version`` is the transcript version. Its time follows from the words'."""

    medium: ClassVar[str] = "transcript"


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on a photo, in 1/10 000 of the upright picture.

    Raises:
        EmptyRegion: without width or height.
        OutsidePicture: when a side leaves the picture.
    """

    medium: ClassVar[str] = "region"
    attachment: UUID
    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width <= 0 or self.height <= 0:
            raise refusals.EmptyRegion
        if min(self.left, self.top) < 0 or self.left + self.width > SIDE:
            raise refusals.OutsidePicture
        if self.top + self.height > SIDE:
            raise refusals.OutsidePicture


@dataclass(frozen=True, slots=True)
class SoundRange:
    """A stretch of a recording or video, in ms.

    Raises:
        EmptyRange: unless ``0 <= start_ms < end_ms``.
    """

    medium: ClassVar[str] = "sound"
    attachment: UUID
    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise refusals.EmptyRange

    def check_within(self, duration_ms: int | None) -> None:
        """Refuse a range that leaves a recording of this length; an unknown length allows any.

        Raises:
            OutsideSound: when the end lies beyond.
        """
        if self.end_ms > (LARGEST if duration_ms is None else duration_ms):
            raise refusals.OutsideSound


@dataclass(frozen=True, slots=True)
class WholeEntry:
    """The entry as a whole."""

    medium: ClassVar[str] = "entry"


Anchor = TextSpan | TranscriptSpan | Region | SoundRange | WholeEntry

_SHAPES: dict[str, type[Any]] = {
    shape.medium: shape for shape in (TextSpan, TranscriptSpan, Region, SoundRange, WholeEntry)
}
_KEYS = {"version", "attachment"}


def parse_anchor(value: object) -> Anchor:
    """Read ``{"medium": …, …}``, the attributes of one of the shapes by name.

    Raises:
        MalformedAnchor: for an unknown medium, a missing, surplus or wrongly typed member.
        CodingRefused: as the shape itself refuses.
    """
    if not isinstance(value, Mapping):
        raise refusals.MalformedAnchor
    shape = _SHAPES.get(str(value.get("medium")))
    members = {name: member for name, member in value.items() if name != "medium"}
    if shape is None or set(members) != {column.name for column in fields(shape)}:
        raise refusals.MalformedAnchor
    return shape(**{name: _member(name, member) for name, member in members.items()})  # type: ignore[no-any-return]


def _member(name: str, value: object) -> Any:
    if name == "quote" and isinstance(value, str):
        return value
    if name in _KEYS and isinstance(value, str):
        try:
            return UUID(value)
        except ValueError:
            raise refusals.MalformedAnchor from None
    if name not in {"quote", *_KEYS} and isinstance(value, int) and not isinstance(value, bool):
        return value
    raise refusals.MalformedAnchor


@dataclass(frozen=True, slots=True)
class TimedPiece:
    """An utterance or a word: code points ``start``–``end`` spoken from ``start_ms`` to ``end_ms``."""

    start: int
    end: int
    start_ms: int
    end_ms: int

    def touches(self, start: int, end: int) -> bool:
        """Whether it shares a code point with ``start``–``end``."""
        return self.start < end and self.end > start


def times_of(
    start: int, end: int, utterances: Iterable[tuple[TimedPiece, Sequence[TimedPiece]]]
) -> tuple[int, int] | None:
    """When the words ``start``–``end`` were spoken, in ms.

    Args:
        start: first code point of the span.
        end: one past its last.
        utterances: each with its words; those outside the span are passed over. An utterance that
            the span touches between its words, or that has none, counts whole.
    Returns:
        The earliest start and the latest end, at least 1 ms apart; None when nothing is touched.
    """
    heard: list[TimedPiece] = []
    for utterance, words in utterances:
        if utterance.touches(start, end):
            spoken = [word for word in words if word.touches(start, end)]
            heard.extend(spoken or [utterance])
    if not heard:
        return None
    first = min(piece.start_ms for piece in heard)
    return first, max(first + 1, *(piece.end_ms for piece in heard))
