"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as property_tests

# A busy machine is slow, not wrong.
property_tests.register_profile("fieldstudy", deadline=None)
property_tests.load_profile("fieldstudy")

pytest_plugins = ["tests.cast", "tests.database"]


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, settings: object) -> Iterator[None]:
    """Files of people's making go to a folder of this test alone."""
    settings.FIELDSTUDY_DATA = tmp_path / "data"  # type: ignore[attr-defined]
    yield


@pytest.fixture(autouse=True)
def _plain_static_files(request: pytest.FixtureRequest, settings: object) -> None:
    """Files keep their own names, so that nothing need be collected; browser tests hash them."""
    if "browser" not in request.keywords:
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # type: ignore[attr-defined]
