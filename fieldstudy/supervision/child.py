"""One supervised process: started, restarted with growing pauses, stopped with its whole group."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from functools import partial

from fieldstudy.supervision import lifeline

LONGEST_PAUSE = 15.0
STEADY = 30.0
"""Seconds after which a process counts as well, and its next death costs only a short pause."""


class Child:
    """A process in a group of its own, so that what it started can be swept up after it.

    Attributes:
        name: how it is called in messages.
        grace: seconds between the request to stop and the kill.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        grace: float,
        handles: Sequence[int] = (),
        environment: Mapping[str, str],
    ) -> None:
        self.name = name
        self.grace = grace
        self._command = list(command)
        self._handles = tuple(handles)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 0.0
        self._start_at = 0.0

    def keep_alive(self) -> str | None:
        """Start it when it is not running and its pause is over.

        Returns:
            A line to print when it has died since the last call.
        """
        if self._process is not None and self._process.poll() is not None:
            return self._bury()
        if self._process is None and time.monotonic() >= self._start_at:
            self._start()
        return None

    def ask_to_stop(self) -> None:
        """SIGTERM to the process itself; it ends those it started."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait for the process itself."""
        if self._process is not None:
            self._kill_group()
            self._process.wait()

    @property
    def is_running(self) -> bool:
        """Whether the process itself is there."""
        return self._process is not None and self._process.poll() is None

    def _start(self) -> None:
        # The supervisor has one thread only, which is what makes preexec_fn safe.
        self._process = subprocess.Popen(  # noqa: S603
            self._command,
            env=self._environment,
            pass_fds=self._handles,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(lifeline.die_with, os.getpid()),
        )
        self._started = time.monotonic()

    def _bury(self) -> str:
        assert self._process is not None  # noqa: S101
        self._kill_group()
        code, lived = self._process.returncode, time.monotonic() - self._started
        self._process = None
        self._pause = 0.5 if lived > STEADY else min(max(self._pause * 2, 0.5), LONGEST_PAUSE)
        self._start_at = time.monotonic() + self._pause
        return f"{self.name} ended ({_meaning(code)}); it starts again in {self._pause:.1f} s"

    def _kill_group(self) -> None:
        assert self._process is not None  # noqa: S101
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def _meaning(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"
