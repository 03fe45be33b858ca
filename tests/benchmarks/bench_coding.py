"""Putting codes over HTTP, as the desk does: 200 kB and 1 MB of text, one coder and four at once.

    python -m tests.benchmarks.bench_coding [--codings N] [--coders N]

Budget: median ≤ 20 ms and p95 ≤ 50 ms at 200 kB, no growth at 1 MB; four coders ≥ 60 a second on
PostgreSQL, ≥ 30 on SQLite. gunicorn with the product's own settings, a fresh database in a temporary
folder, or the one that DATABASE_URL names. Each request checks the quote and writes the operation.
"""

import argparse
import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

LINE = "屏幕变红，写着“请等待店员”。I waited 𠮷 three minutes; nobody came. "
SIZES = {"200 kB": 200_000, "1 MB": 1_000_000}


def main() -> None:
    """Run it once and print a table."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--codings", type=int, default=500)
    wanted.add_argument("--coders", type=int, default=4)
    options = wanted.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "fieldstudy.settings",
            "FIELDSTUDY_DATA": folder,
            "FIELDSTUDY_PORT": str(port),
        }
        django.setup()
        bench = Bench(port, options.coders)
        with _server(Path(folder), port):
            bench.run(options.codings)


class Bench:
    """A study with an entry of each size, and coders who are signed in."""

    def __init__(self, port: int, coders: int) -> None:
        from django.core.management import call_command

        from fieldstudy.core.scope import study_scope
        from tests import factories

        call_command("migrate", verbosity=0)
        self.port = port
        mark = uuid4().hex[:8]
        study = factories.make_study(f"bench-{mark}")
        people = [
            factories.make_person(f"Coder {number}", email=f"{number}-{mark}@example.org")
            for number in range(coders)
        ]
        with study_scope(study):
            participation = factories.make_participation(study)
            self.entries = {
                name: factories.make_entry(participation, LINE * (size // len(LINE.encode()) + 1))
                for name, size in SIZES.items()
            }
            self.codes = [
                factories.make_code(study, f"Code {number}", "theme") for number in range(20)
            ]
        for person in people:
            factories.make_member(study, person)
        self.slug, self.sessions = study.slug, [_session(person) for person in people]
        self.offsets: dict[str, int] = {}

    def run(self, codings: int) -> None:
        """One coder on each size in turn, then all of them at once."""
        for name in SIZES:
            self.code(name, self.sessions[0], 20)
        medians = {}
        for name in SIZES:
            times = sorted(self.code(name, self.sessions[0], codings))
            medians[name] = statistics.median(times)
            print(
                f"{name:>7}  one coder  median {medians[name]:5.1f} ms  p95 {_p95(times):5.1f} ms"
            )
        print(f"growth from 200 kB to 1 MB: × {medians['1 MB'] / medians['200 kB']:.2f}")
        began = time.perf_counter()
        with ThreadPoolExecutor(len(self.sessions)) as coders:
            share = codings // len(self.sessions)
            shares = coders.map(lambda session: self.code("200 kB", session, share), self.sessions)
            every = sorted(took for times in shares for took in times)
        rate = len(every) / (time.perf_counter() - began)
        print(
            f" 200 kB  {len(self.sessions)} coders   median {statistics.median(every):5.1f} ms  "
            f"p95 {_p95(every):5.1f} ms  {rate:.0f} a second, none failed"
        )

    def code(self, name: str, session: str, times: int) -> list[float]:
        """Put this many codes on pieces all over the text; the ms that each took."""
        entry = self.entries[name]
        text = entry.text
        url = f"/studies/{self.slug}/coding/{entry.pk}/codings/"
        browser = http.client.HTTPConnection("127.0.0.1", self.port)
        token = "b" * 32
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"fieldstudy={session}; fieldstudy-csrf={token}",
            "X-CSRFToken": token,
        }
        took = []
        for number in range(times):
            start = (number * 7919) % (len(text) - 60)
            anchor = {"medium": "text", "version": str(entry.latest_id)}  # type: ignore[attr-defined]
            span = {"start": start, "end": start + 40, "quote": text[start : start + 40]}
            code = str(self.codes[number % len(self.codes)].pk)
            body = {"id": str(uuid4()), "excerpt": str(uuid4()), "code": code}
            sent = json.dumps(body | {"anchor": anchor | span})
            began = time.perf_counter()
            browser.request("POST", url, sent, headers)
            answer = browser.getresponse()
            told = answer.read()
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status == 201, (answer.status, told[:300])
        browser.close()
        return took


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def _session(person: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextlib.contextmanager
def _server(folder: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:fieldstudy.supervision.web_server"]
    bound = [*command, "--bind", f"127.0.0.1:{port}", "fieldstudy.wsgi"]
    server = subprocess.Popen(bound, env=os.environ)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
