"""The process that looks by itself at what is due: ``python -m fieldstudy.supervision.scheduler``."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

import django

from fieldstudy.supervision import lifeline

log = logging.getLogger(__name__)
NAME = "scheduler"
BEAT_EVERY = 10.0


def main() -> None:
    """Load the apps, start a thread for every line of ``pipeline.PERIODIC``, wait for SIGTERM."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    django.setup()
    lifeline.hold()
    from fieldstudy.pipeline import PERIODIC, Periodic

    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    for periodic in (Periodic(_beat, BEAT_EVERY), *PERIODIC):
        threading.Thread(
            target=_repeat, args=(periodic.run, periodic.every, stopping), daemon=True
        ).start()
    # What a thread is doing when we end is rolled back, and done again after the next start.
    stopping.wait()


def _beat() -> None:
    from fieldstudy.jobs.sweeping import beat

    beat(NAME)


def _repeat(run: Callable[[], object], every: float, stopping: threading.Event) -> None:
    """One line of the table, so that a long one never keeps the sweep waiting."""
    from django.db import connection

    while not stopping.is_set():
        try:
            run()
        except Exception as problem:  # tried again next time; its words may be content
            log.error("%s: %s", getattr(run, "__name__", "?"), type(problem).__name__)
        finally:
            connection.close()
        stopping.wait(every)


if __name__ == "__main__":
    main()
