"""Starts web server, two workers and the scheduler, restarts what dies, ends all of it together."""

import json
import os
import signal
import socket
import ssl
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from django.conf import settings

from fieldstudy.core.network import ANYWHERE, reachable_host
from fieldstudy.supervision import lifeline
from fieldstudy.supervision.child import Child

LOOK_EVERY = 0.2
Say = Callable[[str], None]


class PortTaken(OSError):
    """Somebody else listens there."""


def listen(host: str, port: int) -> socket.socket:
    """The listening socket. The supervisor keeps it, so that callers queue while the web restarts.

    Raises:
        PortTaken: when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except OSError as problem:
        opened.close()
        raise PortTaken(f"{host}:{port}: {problem.strerror}") from problem
    opened.listen(2048)
    opened.set_inheritable(True)
    return opened


def local_url() -> str:
    """Where a browser on this machine finds us."""
    scheme = "https" if settings.FIELDSTUDY_TLS == "self" else "http"
    host = settings.FIELDSTUDY_HOST
    host = "127.0.0.1" if host in ANYWHERE else reachable_host(host)
    return f"{scheme}://{host}:{settings.FIELDSTUDY_PORT}"


class Supervisor:
    """Holds the socket, the lifeline and the children."""

    def __init__(
        self, listener: socket.socket, *, when_ready: Callable[[], None], say: Say
    ) -> None:
        reading, self._writing = os.pipe()
        environment = {**os.environ, lifeline.VARIABLE: str(reading)}
        self._children = [
            Child(name, command, grace=5, handles=handles, environment=environment)
            for name, command, handles in _commands(reading, listener.fileno())
        ]
        self._when_ready = when_ready
        self._say = say
        self._stopping = False

    def run(self) -> None:
        """Keep all of them alive until SIGINT, SIGTERM or SIGHUP; then end them within 10 s."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        is_ready = False
        try:
            while not self._stopping:
                self._look()
                if not is_ready and answers_ready():
                    is_ready = True
                    self._when_ready()
                time.sleep(LOOK_EVERY)
        finally:
            self._end_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _look(self) -> None:
        for child in self._children:
            news = child.keep_alive()
            if news:
                self._say(news)

    def _end_all(self) -> None:
        for child in self._children:
            child.ask_to_stop()
        began = time.monotonic()
        waiting = list(self._children)
        while waiting:
            time.sleep(0.05)
            waited = time.monotonic() - began
            waiting = [child for child in waiting if child.is_running and waited < child.grace]
        for child in self._children:
            child.kill()


def _commands(reading: int, listener: int) -> list[tuple[str, list[str], list[int]]]:
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "-c", "python:fieldstudy.supervision.web_server"]
    worker = [*python, "celery", "-A", "fieldstudy.celery", "--quiet", "worker"]
    alone = ["--loglevel=WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        (
            "web server",
            [*web, "--bind", f"fd://{listener}", "fieldstudy.wsgi"],
            [reading, listener],
        ),
        *(
            (f"worker {queue}", [*worker, *alone, "-Q", queue, "-n", f"{queue}@%h"], [reading])
            for queue in settings.JOB_QUEUES
        ),
        ("scheduler", [*python, "fieldstudy.supervision.scheduler"], [reading]),
    ]


def answers_ready() -> bool:
    """Whether ``/readyz`` says yes."""
    request = urllib.request.Request(  # noqa: S310
        f"{local_url()}/readyz", headers={"Host": settings.ALLOWED_HOSTS[0]}
    )
    # Our own certificate, our own machine: nobody is in between.
    trusting = ssl._create_unverified_context() if request.type == "https" else None  # noqa: S323
    try:
        with urllib.request.urlopen(request, timeout=2, context=trusting) as answer:  # noqa: S310
            return bool(json.load(answer)["ready"])
    except (OSError, ValueError, KeyError, urllib.error.URLError):
        return False
