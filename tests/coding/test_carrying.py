"""A span keeps its place when the words around it change, and never moves onto other words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.coding.carrying import Stretch, carried, kept_stretches

LINES = st.lists(st.text(alphabet="屏幕𠮷野👩‍家 ab.\n", max_size=12), min_size=1, max_size=8).map(
    "\n".join
)


def place(old: str, new: str, quote: str) -> str | None:
    """The words at the place to which the quote is carried."""
    start = old.index(quote)
    found = carried(start, start + len(quote), kept_stretches(old, new))
    return None if found is None else new[found : found + len(quote)]


OLD = "它就一直闪红灯\n我就站在那儿\n哪怕写一句也好"


def test_what_stands_before_and_behind_a_change_is_carried() -> None:
    new = "它一直闪着红灯\n我就站在那儿\n嗯\n哪怕写一句也好"
    assert place(OLD, new, "红灯\n我就站在那儿") == "红灯\n我就站在那儿"
    assert place(OLD, new, "哪怕写一句也好") == "哪怕写一句也好"
    assert place(OLD, new, "它") == "它"


def test_what_a_change_touches_is_not() -> None:
    new = "它一直闪着红灯\n我就站在那儿\n哪怕写一句也好"
    for quote in ("就一直", "一直闪红灯", OLD):
        assert place(OLD, new, quote) is None


def test_a_span_over_a_line_that_was_taken_out_is_not() -> None:
    new = "它就一直闪红灯\n哪怕写一句也好"
    assert place(OLD, new, "红灯\n我就站在那儿\n哪怕") is None
    assert place(OLD, new, "我就站在那儿") is None
    assert place(OLD, new, "哪怕写一句也好") == "哪怕写一句也好"


def test_one_yes_is_never_taken_for_another() -> None:
    old, new = "嗯\n红灯\n嗯\n走了", "嗯嗯\n红灯\n嗯\n走了"
    kept = kept_stretches(old, new)
    assert carried(0, 1, kept) == 0
    assert carried(5, 6, kept) == 6
    old, new = "嗯\n好\n嗯", "好的\n嗯"
    assert carried(0, 1, kept_stretches(old, new)) is None


def test_the_same_text_is_one_stretch() -> None:
    assert kept_stretches(OLD, OLD) == [Stretch(0, len(OLD), 0)]
    assert kept_stretches("", "") == []
    assert kept_stretches("a", "") == []


@given(LINES, LINES, st.data())
def test_a_carried_span_always_has_its_quote(old: str, new: str, data: st.DataObject) -> None:
    kept = kept_stretches(old, new)
    for stretch in kept:
        moved = new[stretch.start + stretch.shift : stretch.end + stretch.shift]
        assert moved == old[stretch.start : stretch.end]
        assert stretch.start < stretch.end
    for earlier, later in pairwise(kept):
        assert earlier.end <= later.start
        assert earlier.end + earlier.shift <= later.start + later.shift
    if old:
        start = data.draw(st.integers(0, len(old) - 1))
        end = data.draw(st.integers(start + 1, len(old)))
        found = carried(start, end, kept)
        assert found is None or new[found : found + end - start] == old[start:end]


@given(LINES, st.data())
def test_one_edit_leaves_all_other_words_in_place(old: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(old)))
    new = old[:cut] + "改" + old[cut:]
    kept = kept_stretches(old, new)
    assert cut == 0 or carried(0, cut, kept) == 0
    assert cut == len(old) or carried(cut, len(old), kept) == cut + 1
