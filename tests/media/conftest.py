"""A warm child for the tests of one file."""

from collections.abc import Iterator

import pytest

from fieldstudy.media.sandbox import Decoder


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    """One child for all tests of a module, as a worker keeps one for all its jobs."""
    with Decoder() as decoder:
        yield decoder
