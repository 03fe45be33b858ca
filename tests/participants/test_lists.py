"""Reading a pasted list of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.participants.lists import Row, read_list
from fieldstudy.studies.models import Segment
from tests.factories import text

MORNINGS = Segment(name=text("Mornings", "早间"))


def read(pasted: str) -> list[tuple[str, dict[str, str], int]]:
    rows, problems = read_list(pasted, [MORNINGS])
    assert problems == []
    return [(row.label, dict(row.identity), len(row.segments)) for row in rows]


def test_fields_are_known_by_their_form() -> None:
    pasted = "P01, 王小明, 138 0000 1111, wang@example.org, 早间\n\nP02；李娜；mornings\n"

    assert read(pasted) == [
        ("P01", {"name": "王小明", "phone": "138 0000 1111", "email": "wang@example.org"}, 1),
        ("P02", {"name": "李娜"}, 1),
    ]


def test_headings_say_what_the_columns_are() -> None:
    pasted = "姓名\t编号\t手机\nAnna Li\tA-7\t010-12345678\nBo\t\t\n"

    assert read(pasted) == [
        ("A-7", {"name": "Anna Li", "phone": "010-12345678"}, 0),
        ("", {"name": "Bo"}, 0),
    ]


@pytest.mark.parametrize("pasted", ["P01\nP02", "1\r\n2", "p1\n p2 "])
def test_a_list_of_labels_is_enough(pasted: str) -> None:
    assert [bool(label) for label, _, _ in read(pasted)] == [True, True]


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("P01\nWang, Lan", 2),
        ("name, segment\nAnna, Evenings", 2),
        ("label, email\nP01, nobody", 2),
        ("label\nP01, more", 2),
        ("P01\nP02\np01", 3),
        ("\n".join("x" for _ in range(501)), 0),
    ],
)
def test_a_line_that_is_not_clear_is_named(pasted: str, line: int) -> None:
    _, problems = read_list(pasted, [MORNINGS])

    assert [problem.line for problem in problems] == [line]


def test_nothing_pasted_is_nobody() -> None:
    assert read_list(" \n\t\n", []) == ([], [])


@given(st.text(max_size=200))
def test_any_paste_is_read_or_refused_line_by_line(pasted: str) -> None:
    rows, problems = read_list(pasted, [MORNINGS])

    lines = len(pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= row.line <= lines for row in rows)
    assert all(isinstance(row, Row) for row in rows)
    assert len(rows) + len(problems) <= 2 * lines
