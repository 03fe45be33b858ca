"""Decoding of strangers' files in a limited child process, kept warm between jobs.

The child has a ceiling on memory, processor time, written bytes and wall time, none of our
secrets in its environment, and ends with its parent. A child that breaches a limit or dies is
replaced; the file that did it ends in a named `Outcome`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fieldstudy.media.process import Child, ChildEnded
from fieldstudy.media.results import Outcome, Pcm, Photo, Sound

JOBS_PER_CHILD = 50


@dataclass(frozen=True)
class Limits:
    """What one child may use. Sound grows with the length the study allows."""

    memory_bytes: int = 1_500_000_000
    file_bytes: int = 4 * 1024**3
    photo_cpu_seconds: int = 10
    sound_cpu_seconds: int = 30
    sound_cpu_share: float = 0.05
    wall_factor: float = 3.0
    wall_extra_seconds: float = 10.0

    def sound_cpu(self, limit_ms: int) -> int:
        """Processor seconds for a sound of at most `limit_ms` milliseconds."""
        return self.sound_cpu_seconds + int(limit_ms / 1000 * self.sound_cpu_share)

    def wall(self, cpu_seconds: int) -> float:
        """Seconds by the clock: a busy machine may need several per processor second."""
        return cpu_seconds * self.wall_factor + self.wall_extra_seconds


class Decoder:
    """The parent's side: one child, one job at a time, not to be shared between threads.

    `on_wait` is called about every five seconds of waiting, for a heartbeat; `scratch` is where
    samples pass through. Where our own disk or paths fail, the methods raise `OSError`; a file's
    own faults are outcomes.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        on_wait: Callable[[], None] | None = None,
        scratch: Path | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.on_wait = on_wait
        self.scratch = scratch
        self._child: Child | None = None
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The present child's, or None before the first job and after a replacement."""
        return self._child.id if self._child else None

    def photo(self, source: Path, out_dir: Path) -> Photo:
        """Renditions of a photo, written into `out_dir`."""
        told = self._ask("photo", source, out_dir, self.limits.photo_cpu_seconds)
        return Photo.from_wire(told)

    def sound(
        self, source: Path, out_dir: Path, *, limit_ms: int, with_picture: bool = False
    ) -> Sound:
        """Listening copy, clean copy and peaks of a recording or video, in `out_dir`."""
        cpu_seconds = self.limits.sound_cpu(limit_ms)
        told = self._ask(
            "sound", source, out_dir, cpu_seconds, limit_ms=limit_ms, with_picture=with_picture
        )
        return Sound.from_wire(told)

    def pcm(self, source: Path, *, limit_ms: int) -> Pcm:
        """Samples for a speech engine, at most `limit_ms` plus five seconds of them."""
        with tempfile.TemporaryDirectory(prefix="samples-", dir=self.scratch) as folder:
            target = Path(folder) / "pcm"
            cpu_seconds = self.limits.sound_cpu(limit_ms)
            told = self._ask("pcm", source, target, cpu_seconds, limit_ms=limit_ms)
            samples = target.read_bytes() if told["outcome"] == Outcome.OK else b""
        return Pcm.from_wire(told, samples)

    def close(self) -> None:
        """End the child. The next job starts another."""
        child, self._child, self._served = self._child, None, 0
        if child is not None:
            child.end()

    def _ask(
        self, job: str, source: Path, target: Path, cpu_seconds: int, **more: int
    ) -> dict[str, Any]:
        request = {
            "job": job,
            "source": str(source.absolute()),
            "target": str(target.absolute()),
            "cpu_seconds": cpu_seconds,
            **more,
        }
        try:
            told = self._ready_child().ask(
                request,
                wall_seconds=self.limits.wall(cpu_seconds),
                on_wait=self.on_wait or _nothing,
            )
        except ChildEnded as ending:
            self.close()
            return {"outcome": ending.outcome, "detail": ending.detail}
        except BaseException:
            self.close()
            raise
        return self._judge(told)

    def _judge(self, told: dict[str, Any]) -> dict[str, Any]:
        """Replace a child that is spent; raise our own faults."""
        self._served += 1
        if told.get("outcome") == Outcome.OVER_LIMIT or self._served >= JOBS_PER_CHILD:
            self.close()
        if "errno" in told:
            raise OSError(told["errno"], os.strerror(told["errno"]))
        return told

    def _ready_child(self) -> Child:
        if self._child is not None and not self._child.is_alive:
            self.close()
        if self._child is None:
            self._child = Child(
                memory_bytes=self.limits.memory_bytes, file_bytes=self.limits.file_bytes
            )
        return self._child


def _nothing() -> None:
    """No heartbeat wanted."""
