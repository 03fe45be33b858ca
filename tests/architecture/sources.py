"""Our own source files, for the tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(folder: str, *endings: str) -> list[Path]:
    """The files below a folder with these endings; migrations are Django's, not ours."""
    return [
        path
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and not {"migrations", "__pycache__"} & set(path.parts)
    ]


def name_of(path: Path) -> str:
    """The path as a person would say it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the file, with the last part of the name that is called."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr, node
            elif isinstance(called, ast.Name):
                yield called.id, node
