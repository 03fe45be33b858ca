"""Runs the tests of our JavaScript in node's own runner."""

from pathlib import Path

import pytest

from tests import check_javascript
from tests.javascript import run_node

HERE = Path(__file__).parent


@pytest.mark.parametrize("story", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_pure_modules(story: Path) -> None:
    assert run_node("--test", "--test-reporter=dot", str(story)) == 0


@pytest.mark.xdist_group("node")
def test_types_hold_as_strictly_as_they_can() -> None:
    assert check_javascript.main() == 0
