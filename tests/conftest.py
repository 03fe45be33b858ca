"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.cast", "tests.database"]


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, settings: object) -> Iterator[None]:
    """Files of people's making go to a folder of this test alone."""
    settings.FIELDSTUDY_DATA = tmp_path / "data"  # type: ignore[attr-defined]
    yield
