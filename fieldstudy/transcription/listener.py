"""The parent's side of the listening child: started when needed, kept warm, replaced on any breach."""

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldstudy.transcription.heard import Heard

ROOT = Path(__file__).resolve().parent.parent.parent
JOBS_A_CHILD = 50
MEMORY_GROWTH = 1.5
LOADING_MS = 60_000
"""The model may take as long to load as a minute to be heard."""
TICK_S = 1.0
PIECE = 1 << 16
PASSED_ON = ("PATH", "HOME", "OMP_NUM_THREADS", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE")


class NotHeard(Exception):
    """The child did not answer with words.

    Attributes:
        reason: ``over_limit`` (memory or time), ``killed``, ``engine`` or ``damaged_model``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What one recording may cost: processor time for each core, wall clock, and memory.

    A child on a busy machine is slow but well, so the wall clock only ends one that hangs. Whisper
    holds the spectrum of the whole recording at once, some 350 kB for each second.
    """

    base_s: float = 60
    per_second: float = 3
    patience: float = 6
    memory_base: int = 3 << 30
    memory_per_second: int = 400_000

    def processor(self, duration_ms: int) -> float:
        """Seconds of processor time, all cores together, for a recording of this length."""
        cores = os.cpu_count() or 1
        return cores * (self.base_s + self.per_second * duration_ms / 1000)

    def wall(self, duration_ms: int) -> float:
        """Seconds by the clock for a recording of this length."""
        return self.patience * (self.base_s + self.per_second * duration_ms / 1000)

    def memory(self, duration_ms: int) -> int:
        """Bytes for a recording of this length."""
        return self.memory_base + self.memory_per_second * duration_ms // 1000


class Listener:
    """One engine in a child process. Not for several threads at once."""

    def __init__(
        self, engine: str, weights: Path, *, threads: int = 0, limits: Limits | None = None
    ) -> None:
        self.engine, self.weights, self.threads = engine, weights, threads
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray()
        self._jobs = 0
        self._start_memory = 0

    @property
    def process_id(self) -> int | None:
        """The child's, while it runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    def hear(
        self,
        pcm: bytes,
        *,
        duration_ms: int,
        language: str | None,
        on_progress: Callable[[int, int], None],
    ) -> Heard:
        """Let the child listen.

        Args:
            pcm: signed 16-bit little-endian, 16 kHz mono.
            on_progress: called with (ms heard, ms in all) whenever the child says so, and every
                second besides; what it raises ends the child.
        Raises:
            NotHeard: the child is gone then, and the next call gets a new one.
        """
        try:
            self._ensure_child(on_progress)
            return self._ask(pcm, duration_ms, language, on_progress)
        except BaseException:
            self.close()
            raise
        finally:
            self._retire_if_worn()

    def close(self) -> None:
        """Kill and reap the child, if there is one."""
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()
        self._child = None

    def _ensure_child(self, on_progress: Callable[[int, int], None]) -> None:
        if self.process_id is not None:
            return
        self.close()
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._child = subprocess.Popen(  # noqa: S603 - our own module
            [
                sys.executable, "-P", "-m", "fieldstudy.transcription.child",
                str(os.getpid()), self.engine, str(self.weights), str(self.threads),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )  # fmt: skip
        self._buffer.clear()
        self._jobs = 0
        for line in self._lines(LOADING_MS, lambda: on_progress(0, 0)):
            if line.get("ready"):
                self._start_memory = resident_bytes(self._child.pid)
                return
        with suppress(subprocess.TimeoutExpired):
            if self._child.wait(timeout=2) < 0:
                raise NotHeard("killed")
        raise NotHeard("damaged_model")

    def _ask(
        self,
        pcm: bytes,
        duration_ms: int,
        language: str | None,
        on_progress: Callable[[int, int], None],
    ) -> Heard:
        memory = self.limits.memory(duration_ms)
        request = {"bytes": len(pcm), "language": language, "memory_bytes": memory}
        self._jobs += 1
        self._send(json.dumps(request).encode() + b"\n" + pcm, self.limits.wall(duration_ms))
        latest = [0, 0]
        for line in self._lines(duration_ms, lambda: on_progress(latest[0], latest[1])):
            if "progress" in line:
                latest[:] = line["progress"]
                on_progress(latest[0], latest[1])
            elif "heard" in line:
                return Heard.from_json(line["heard"])
            else:
                raise NotHeard(str(line.get("error", "engine")))
        raise NotHeard("killed")

    def _send(self, request: bytes, wall: float) -> None:
        """Hand the request over; a child that does not take it is as good as dead."""
        assert self._child is not None and self._child.stdin is not None  # noqa: S101
        pipe = self._child.stdin.fileno()
        os.set_blocking(pipe, False)
        deadline = time.monotonic() + wall
        left = memoryview(request)
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_WRITE)
            while left:
                if not selector.select(max(0, deadline - time.monotonic())):
                    raise NotHeard("over_limit")
                try:
                    left = left[os.write(pipe, left[:PIECE]) :]
                except BrokenPipeError as problem:
                    raise NotHeard("killed") from problem

    def _lines(self, duration_ms: int, on_wait: Callable[[], None]) -> Iterator[dict[str, Any]]:
        """What the child says until it ends; time and memory are watched meanwhile."""
        assert self._child is not None and self._child.stdout is not None  # noqa: S101
        deadline = time.monotonic() + self.limits.wall(duration_ms)
        spent = processor_seconds(self._child.pid) + self.limits.processor(duration_ms)
        memory = self.limits.memory(duration_ms)
        with selectors.DefaultSelector() as selector:
            selector.register(self._child.stdout, selectors.EVENT_READ)
            while True:
                while b"\n" in self._buffer:
                    line, _, rest = bytes(self._buffer).partition(b"\n")
                    self._buffer[:] = rest
                    yield json.loads(line)
                left = deadline - time.monotonic()
                if (
                    left <= 0
                    or processor_seconds(self._child.pid) > spent
                    or resident_bytes(self._child.pid) > memory
                ):
                    raise NotHeard("over_limit")
                if not selector.select(min(left, TICK_S)):
                    on_wait()
                    continue
                piece = os.read(self._child.stdout.fileno(), PIECE)
                if not piece:
                    return
                self._buffer += piece

    def _retire_if_worn(self) -> None:
        """After fifty recordings, or at one and a half times its first memory, a new child is due."""
        if self.process_id is None:
            return
        grown = resident_bytes(self.process_id) > MEMORY_GROWTH * max(self._start_memory, 1 << 30)
        if self._jobs >= JOBS_A_CHILD or grown:
            self.close()


def resident_bytes(process_id: int) -> int:
    """Resident memory of a process (Linux); 0 where that cannot be read."""
    try:
        with Path(f"/proc/{process_id}/statm").open() as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def processor_seconds(process_id: int) -> float:
    """Processor time a process has used, all threads together (Linux); 0 where unknown."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0


_listeners: dict[tuple[str, str], Listener] = {}


def listener_for(engine: str, weights: Path) -> Listener:
    """The one listener of this process for an engine and its weights."""
    key = (engine, str(weights))
    if key not in _listeners:
        _listeners[key] = Listener(engine, weights)
        atexit.register(_listeners[key].close)
    return _listeners[key]
