"""Small enough to be read at one sitting. An exception needs a reason here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import files, name_of, tree_of

LONGEST_FUNCTION = 60
LONGEST_FILE = {".py": 400, ".html": 120, ".js": 200, ".css": 250}
REASONS: dict[str, str] = {}
"""File, or file:function → why it may be longer."""

PYTHON = [*files("fieldstudy", ".py"), *files("tests", ".py")]
ALL = [*PYTHON, *files("templates", ".html"), *files("static/fieldstudy", ".js", ".css")]


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in ALL}
    too_long = {
        name_of(path): lines
        for path, lines in lengths.items()
        if lines > LONGEST_FILE[path.suffix] and name_of(path) not in REASONS
    }
    assert too_long == {}


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file as ``file:name``, with its length in lines."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_function_is_too_long() -> None:
    lengths = {name: lines for path in PYTHON for name, lines in _functions(path)}
    assert len(lengths) > 500
    too_long = {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION}
    assert {name: n for name, n in too_long.items() if name not in REASONS} == {}


def test_every_reason_is_still_needed() -> None:
    known = {name_of(path) for path in ALL}
    assert [entry for entry in REASONS if entry.split(":")[0] not in known] == []
