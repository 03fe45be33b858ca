"""Sound can be played from anywhere in it."""

from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory

from fieldstudy.web.shared.ranges import serve_file

CONTENT = bytes(range(100))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "note.m4a"
    path.write_bytes(CONTENT)
    return path


def ask(path: Path, **headers: str) -> HttpResponseBase:
    request = RequestFactory().get("/", headers=headers)
    return serve_file(request, path, content_type="audio/mp4", etag="abc")


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=90-", 90, 99),
        ("bytes=-5", 95, 99),
        ("bytes=-500", 0, 99),
        ("bytes=95-500", 95, 99),
        ("bytes=99-99", 99, 99),
    ],
)
def test_one_part_is_answered_exactly(stored: Path, asked: str, first: int, last: int) -> None:
    response = ask(stored, range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/100"
    assert body(response) == CONTENT[first : last + 1]
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=200-300", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(stored: Path, asked: str) -> None:
    response = ask(stored, range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize("asked", ["", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b"])
def test_anything_else_gets_the_whole(stored: Path, asked: str) -> None:
    response = ask(stored, range=asked)
    assert response.status_code == 200
    assert body(response) == CONTENT


def test_a_part_of_a_file_that_changed_is_the_whole_new_one(stored: Path) -> None:
    assert ask(stored, range="bytes=5-9", **{"if-range": '"old"'}).status_code == 200
    assert ask(stored, range="bytes=5-9", **{"if-range": '"abc"'}).status_code == 206


def test_what_the_browser_has_is_not_sent_again(stored: Path) -> None:
    assert ask(stored, **{"if-none-match": '"abc"'}).status_code == 304


def test_nobody_else_may_keep_it(stored: Path) -> None:
    assert ask(stored)["Cache-Control"].startswith("private")
