"""One decoding child as a process: start it, ask it, judge how it ended."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fieldstudy.media.results import Outcome

ROOT = Path(__file__).resolve().parent.parent.parent
MAX_ANSWER_BYTES = 256 * 1024
TICK_SECONDS = 5.0
# Nothing of ours: no database address, no secret key.
ENVIRONMENT = {
    "PATH": os.defpath,
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
}


class ChildEnded(Exception):
    """The child is gone; carries the outcome for the file it was working on."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome
        self.detail = detail


class Child:
    """A running `python -m fieldstudy.media.child`."""

    def __init__(self, *, memory_bytes: int, file_bytes: int) -> None:
        arguments = [str(os.getpid()), str(memory_bytes), str(file_bytes)]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, numbers as arguments
            [sys.executable, "-P", "-m", "fieldstudy.media.child", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        self.id = self._process.pid

    @property
    def is_alive(self) -> bool:
        """False once it has ended for whatever reason."""
        return self._process.poll() is None

    def ask(
        self, request: Mapping[str, Any], *, wall_seconds: float, on_wait: Callable[[], None]
    ) -> dict[str, Any]:
        """Send one job and wait for its answer. Raises `ChildEnded`; the child is then gone."""
        try:
            return self._exchange(request, time.monotonic() + wall_seconds, on_wait)
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Kill and reap."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def _exchange(
        self, request: Mapping[str, Any], deadline: float, on_wait: Callable[[], None]
    ) -> dict[str, Any]:
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None  # noqa: S101 - opened as pipes above
        try:
            requests.write(json.dumps(request).encode() + b"\n")
            requests.flush()
        except BrokenPipeError:
            raise self._post_mortem() from None
        line = self._read_line(answers.fileno(), deadline, on_wait)
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            raise ChildEnded(Outcome.KILLED, "answer") from None
        return answer

    def _read_line(self, answers: int, deadline: float, on_wait: Callable[[], None]) -> bytes:
        received = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(answers, selectors.EVENT_READ)
            while not received.endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise ChildEnded(Outcome.OVER_LIMIT, "wall")
                if not selector.select(min(left, TICK_SECONDS)):
                    on_wait()
                    continue
                piece = os.read(answers, 65536)
                received += piece
                if not piece:
                    raise self._post_mortem()
                if len(received) > MAX_ANSWER_BYTES:
                    raise ChildEnded(Outcome.KILLED, "answer")
        return bytes(received)

    def _post_mortem(self) -> ChildEnded:
        """What the kernel says about a child that closed its pipe."""
        try:
            code = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return ChildEnded(Outcome.KILLED, "pipe closed")
        if code == -signal.SIGXCPU:
            return ChildEnded(Outcome.OVER_LIMIT, "cpu")
        return ChildEnded(Outcome.KILLED, f"exit {code}")
