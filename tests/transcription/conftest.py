"""Real weights, loaded once a session; marked ``speech`` wherever they are used."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product

from fieldstudy.transcription.listener import Listener
from fieldstudy.transcription.weights.fetching import fetch
from tests.transcription import notes


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> Iterator[None]:
    """Many test processes share the machine, and threads that wait for each other then crawl."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        yield


@pytest.fixture(scope="session")
def weights() -> Path:
    """The multilingual base model, fetched once."""
    path = Path(product.SPEECH_MODELS) / "base.pt"
    if not path.exists():
        fetch("base", None, path, print)
    return path


@pytest.fixture(scope="session")
def engine(weights: Path) -> Any:
    """The default engine in this process."""
    from fieldstudy.transcription.engines.openai_whisper import OpenAIWhisper

    return OpenAIWhisper(weights, threads=1)


@pytest.fixture(scope="session")
def heard_notes(engine: Any) -> dict[str, notes.Listened]:
    """Every spoken note, language found out, simplified script."""
    return {name: notes.listen(engine, name, None) for name in notes.spoken()}


@pytest.fixture
def listener(weights: Path) -> Iterator[Listener]:
    """A listening child of its own."""
    child = Listener("openai-whisper", weights, threads=1)
    yield child
    child.close()
