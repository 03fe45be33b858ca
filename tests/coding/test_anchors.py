"""Spans count code points, whatever people write; other places stay inside their file."""

import unicodedata
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.coding import refusals
from fieldstudy.coding.anchors import (
    Region,
    SoundRange,
    TextSpan,
    TimedPiece,
    TranscriptSpan,
    WholeEntry,
    parse_anchor,
    times_of,
)
from fieldstudy.core.text import CONTEXT, cut

VERSION = uuid4()
SCRAPS = st.sampled_from(
    [
        "货架上写 9.9，",
        "𠮷野家",  # Han beyond the basic plane
        "𠀀𪚥",
        "👩‍👩‍👧‍👦",  # a family: four people and three joiners
        "🇨🇳🇫🇷",  # flags: two letters each
        "👍🏽",
        "❤️",
        "e\u0301\u0323",  # combining marks that NFC cannot fold
        "שלום, ",
        "مرحبا ",
        "\n\n",
        "no one came. ",
    ]
)
TEXTS = st.lists(st.one_of(SCRAPS, st.characters(exclude_categories=["Cs"])), max_size=30).map(
    lambda scraps: unicodedata.normalize("NFC", "".join(scraps))
)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXTS.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(texts_with_spans())
def test_a_span_read_from_its_window_equals_the_python_slice(case: tuple[str, int, int]) -> None:
    text, start, end = case
    span = TextSpan(VERSION, start, end, text[start:end])
    first, length = span.window
    assert span.placed_in(text[first : first + length]) == cut(text, start, end)
    assert length <= end - start + 2 * CONTEXT


@given(texts_with_spans(), st.integers(1, 5))
def test_a_shifted_span_is_never_placed_silently(case: tuple[str, int, int], by: int) -> None:
    text, start, end = case
    span = TextSpan(VERSION, start + by, end + by, text[start:end])
    first, length = span.window
    piece = text[first : first + length]
    if text[start + by : end + by] == text[start:end]:
        assert span.placed_in(piece).quote == text[start:end]
    else:
        with pytest.raises(refusals.QuoteDiffers):
            span.placed_in(piece)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(refusals.EmptySpan):
        TextSpan(VERSION, start, end, "")


def test_a_quote_counted_in_utf_16_is_found_out() -> None:
    with pytest.raises(refusals.QuoteDiffers):
        TextSpan(VERSION, 0, 4, "𠮷野家")


def test_an_offset_larger_than_any_text_is_refused() -> None:
    with pytest.raises(refusals.QuoteDiffers):
        TextSpan(VERSION, 2**31 - 1, 2**31, "x")


@given(*(st.integers(-5, 10_005) for _ in range(4)))
def test_a_region_is_accepted_exactly_when_it_lies_in_the_picture(
    left: int, top: int, width: int, height: int
) -> None:
    inside = (
        left >= 0
        and top >= 0
        and width > 0
        and height > 0
        and left + width <= 10_000
        and top + height <= 10_000
    )
    if inside:
        assert Region(VERSION, left, top, width, height).width == width
    else:
        with pytest.raises((refusals.EmptyRegion, refusals.OutsidePicture)):
            Region(VERSION, left, top, width, height)


def test_a_range_stays_inside_its_recording() -> None:
    SoundRange(VERSION, 0, 22_000).check_within(22_000)
    SoundRange(VERSION, 0, 22_001).check_within(None)
    with pytest.raises(refusals.OutsideSound):
        SoundRange(VERSION, 0, 22_001).check_within(22_000)
    with pytest.raises(refusals.OutsideSound):
        SoundRange(VERSION, 0, 2**31).check_within(None)
    with pytest.raises(refusals.EmptyRange):
        SoundRange(VERSION, 5, 5)


UTTERANCES = [
    (TimedPiece(0, 8, 0, 2000), [TimedPiece(0, 4, 100, 900), TimedPiece(5, 8, 1100, 1900)]),
    (TimedPiece(9, 12, 2500, 4000), []),
]


@pytest.mark.parametrize(
    ("span", "heard"),
    [
        ((0, 4), (100, 900)),
        ((2, 6), (100, 1900)),
        ((4, 5), (0, 2000)),  # only the blank between two words: the utterance counts whole
        ((7, 10), (1100, 4000)),
        ((9, 11), (2500, 4000)),
        ((8, 9), None),  # only the line feed between two utterances
    ],
)
def test_words_know_when_they_were_spoken(
    span: tuple[int, int], heard: tuple[int, int] | None
) -> None:
    assert times_of(*span, UTTERANCES) == heard


def test_a_word_without_length_still_lasts_a_millisecond() -> None:
    word = TimedPiece(0, 2, 700, 700)
    assert times_of(0, 2, [(word, [word])]) == (700, 701)


def test_anchors_are_read_from_what_the_browser_sends() -> None:
    key = str(VERSION)
    words = {"version": key, "start": 1, "end": 3, "quote": "野家"}
    assert parse_anchor({"medium": "text", **words}) == TextSpan(VERSION, 1, 3, "野家")
    assert parse_anchor({"medium": "transcript", **words}) == TranscriptSpan(VERSION, 1, 3, "野家")
    assert parse_anchor(
        {"medium": "region", "attachment": key, "left": 1, "top": 2, "width": 3, "height": 4}
    ) == Region(VERSION, 1, 2, 3, 4)
    assert parse_anchor(
        {"medium": "sound", "attachment": key, "start_ms": 1, "end_ms": 2}
    ) == SoundRange(VERSION, 1, 2)
    assert parse_anchor({"medium": "entry"}) == WholeEntry()


@pytest.mark.parametrize(
    "value",
    [
        None,
        "entry",
        [],
        {},
        {"medium": "polygon"},
        {"medium": "entry", "start": 0},
        {"medium": "text", "version": str(VERSION), "start": 0, "end": 1},
        {"medium": "text", "version": str(VERSION), "start": "0", "end": 1, "quote": "a"},
        {"medium": "text", "version": str(VERSION), "start": False, "end": 1, "quote": "a"},
        {"medium": "text", "version": "7", "start": 0, "end": 1, "quote": "a"},
        {"medium": "text", "version": 7, "start": 0, "end": 1, "quote": "a"},
        {"medium": "text", "version": str(VERSION), "start": 0, "end": 1, "quote": 7},
        {"medium": "sound", "attachment": str(VERSION), "start_ms": 0.5, "end_ms": 2},
    ],
)
def test_anything_else_is_malformed(value: object) -> None:
    with pytest.raises(refusals.MalformedAnchor):
        parse_anchor(value)
