"""People's words: how they are kept, counted and cut.

Everything stored is LF and NFC, set once at intake; every offset counts Unicode code points.
"""

import unicodedata
from dataclasses import dataclass

CONTEXT = 32


def take_in(text: str) -> str:
    """The form in which words are stored: NFC, LF line ends, no byte-order mark, no NUL."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")
    return unicodedata.normalize("NFC", plain)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, with what stands in and around it.

    Attributes:
        start: first code point, from 0.
        end: one past the last code point; greater than ``start``.
        quote: the words inside.
        prefix: up to 32 code points before.
        suffix: up to 32 code points after.
    """

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def cut(text: str, start: int, end: int) -> Span:
    """The span ``text[start:end]`` with its context.

    Raises:
        ValueError: unless ``0 <= start < end <= len(text)``.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"No span {start}–{end} in a text of {len(text)} code points.")
    return Span(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )
