"""The whole product as a person starts it: real processes, a real port, killed for real."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Self

import psutil

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a process of the product sees: nothing of the test run, a data folder of its own."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("FIELDSTUDY_", "PYTEST"))}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "tests.pipeline.house_settings",
        "FIELDSTUDY_DATA": str(folder),
        "FIELDSTUDY_HOST": "127.0.0.1",
        "FIELDSTUDY_DEMO": "0",
        "DATABASE_URL": "",
        "CELERY_BROKER_URL": "",
        **more,
    }


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command in that environment and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, text=True, capture_output=True
    ).stdout


class House:
    """``manage.py start`` on a data folder of its own; a context manager that leaves nobody behind."""

    def __init__(
        self,
        folder: Path,
        *,
        forget: Callable[[], None] = lambda: None,
        scheme: str = "http",
        **more: str,
    ) -> None:
        self.folder = folder
        self.make_broker_forget = forget
        self._scheme = scheme
        self.port = free_port()
        self.environment = environment(folder, FIELDSTUDY_PORT=str(self.port), **more)
        self._log: IO[str] | None = None
        self._seen: list[psutil.Process] = []

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.processes()
        if self.supervisor.poll() is None:
            self.supervisor.kill()
        self.supervisor.wait()
        for process in self._seen:
            if process.is_running():
                process.kill()

    def start(self) -> float:
        """Start, and wait for the line that says ready; returns the seconds that took."""
        self._log = (self.folder / "log").open("a")
        began = time.monotonic()
        self.supervisor = subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=self.environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        line = f"ready {self._scheme}://127.0.0.1:{self.port}\n"
        before = self.log().count(line)
        self.until(lambda: self.log().count(line) > before, seconds=40)
        return time.monotonic() - began

    def log(self) -> str:
        """Everything printed so far."""
        return (self.folder / "log").read_text()

    def until(self, condition: Any, *, seconds: float) -> None:
        """Wait for something; fail with the log when it does not come."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not within {seconds} s:\n{self.log()[-4000:]}"
            time.sleep(0.1)

    def processes(self, part: str = "") -> list[psutil.Process]:
        """The living processes below the supervisor whose command line has this part."""
        try:
            below = psutil.Process(self.supervisor.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            below = []
        self._seen += [process for process in below if process not in self._seen]
        return [p for p in self.living() if part in _command(p)]

    def living(self) -> list[psutil.Process]:
        """All that were ever seen and still run."""
        return [p for p in self._seen if p.is_running() and _status(p) != psutil.STATUS_ZOMBIE]

    def get(self, path: str) -> Any:
        """The JSON at this path; tried again while the web server is down."""
        return self._call(path, None)

    def post(self, path: str) -> Any:
        """POST nothing there, as a phone does: again until there is an answer."""
        return self._call(path, b"")

    def stop(self) -> float:
        """Ctrl-C; returns the seconds until all had ended."""
        self.processes()
        began = time.monotonic()
        self.supervisor.send_signal(signal.SIGINT)
        self.supervisor.wait(timeout=20)
        self.until(lambda: not self.living(), seconds=5)
        return time.monotonic() - began

    def _call(self, path: str, body: bytes | None) -> Any:
        url = f"{self._scheme}://127.0.0.1:{self.port}{path}"
        trusting = None
        if self._scheme == "https":
            authority = self.folder / "tls" / "authority.pem"
            trusting = ssl.create_default_context(cafile=str(authority))
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(url, data=body, timeout=10, context=trusting) as answer:
                    return json.load(answer)
            except (OSError, urllib.error.URLError, ValueError):
                assert time.monotonic() < end, f"no answer from {path}:\n{self.log()[-4000:]}"
                time.sleep(0.2)


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _status(process: psutil.Process) -> str:
    try:
        return str(process.status())
    except psutil.Error:
        return str(psutil.STATUS_ZOMBIE)
