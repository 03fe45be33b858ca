"""How long a phone waits for its entry to be taken in, words only, nothing else going on.

    python -m tests.benchmarks entries
    python -m tests.benchmarks.bench_entries [--entries N]

gunicorn with the product's own settings; on the database that DATABASE_URL names, where it makes one
study and leaves it.
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
import time
from collections.abc import Iterator
from uuid import uuid4

import django

WORDS = "排队等了二十分钟，只有一个收银台开着。I waited, and nobody came. "
WARMING_UP = 20


def main() -> None:
    """Send the entries one after another and print median and p95."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    os.environ["FIELDSTUDY_PORT"] = str(port)
    django.setup()
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--entries", type=int, default=500)
    options = wanted.parse_args()
    cookie = make_phone()
    with _served(port):
        send(port, cookie, WARMING_UP)
        took = sorted(send(port, cookie, options.entries))
    p95 = took[int(len(took) * 0.95)]
    print(f"{len(took)} entries: p50 {statistics.median(took):.1f} ms, p95 {p95:.1f} ms")


def make_phone() -> str:
    """A participant's phone in a study of its own; its cookie."""
    from django.conf import settings

    from fieldstudy.core.scope import study_scope
    from tests import factories

    study = factories.make_study(f"bench-{uuid4().hex[:8]}")
    with study_scope(study):
        participation = factories.make_participation(study)
        factories.make_consent(participation)
        _, secret = factories.make_device(participation)
    return f"{settings.DEVICE_COOKIE_NAME}={secret}"


def send(port: int, cookie: str, count: int) -> list[float]:
    """Put this many entries; the ms that each took."""
    phone = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json", "Cookie": cookie}
    took = []
    for number in range(count):
        body = json.dumps({"answers": {"words": f"{WORDS}{number}"}})
        began = time.perf_counter()
        phone.request("PUT", f"/p/api/entries/{uuid4()}/", body, headers)
        answer = phone.getresponse()
        told = answer.read()
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status == 201, (answer.status, told[:300])
    phone.close()
    return took


@contextlib.contextmanager
def _served(port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:fieldstudy.supervision.web_server"]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}", "fieldstudy.wsgi"])
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
