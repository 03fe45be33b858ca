"""Follows the library from window to window, which it tells only to its progress bar."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace, TracebackType
from typing import Self

FRAME_MS = 10


class TooManyWindows(Exception):
    """The library goes over the same sound again and again."""


class _Bar:
    """What the library takes for a progress bar."""

    def __init__(self, tell: Callable[[int], None], most: int | None) -> None:
        self._tell = tell
        self._most = most
        self._windows = 0
        self._done_ms = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to put away."""

    def update(self, frames: int) -> None:
        """One more window is done, and with it `frames` mel frames."""
        self._windows += 1
        self._done_ms += frames * FRAME_MS
        if self._most is not None and self._windows > self._most:
            raise TooManyWindows
        self._tell(self._done_ms)


@contextmanager
def windows_followed(tell: Callable[[int], None], most: int | None = None) -> Iterator[None]:
    """Call `tell` with the ms done after each window.

    Raises:
        TooManyWindows: out of the library's call, after `most` windows.
    """
    module = sys.modules["whisper.transcribe"]
    bar = module.tqdm
    module.tqdm = SimpleNamespace(tqdm=lambda **_: _Bar(tell, most))  # type: ignore[attr-defined]
    try:
        yield
    finally:
        module.tqdm = bar  # type: ignore[attr-defined]
