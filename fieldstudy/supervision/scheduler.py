"""The process that looks by itself at what is due: ``python -m fieldstudy.supervision.scheduler``."""

import logging
import os
import signal
import time
from types import FrameType

import django

from fieldstudy.supervision import lifeline

log = logging.getLogger(__name__)
NAME = "scheduler"
BEAT_EVERY = 10.0


class Scheduler:
    """Runs every line of ``pipeline.PERIODIC`` in turn, each at its own pace."""

    def __init__(self) -> None:
        from fieldstudy.jobs.sweeping import beat
        from fieldstudy.pipeline import PERIODIC, Periodic

        self._turns: list[tuple[Periodic, float]] = [
            (each, 0.0) for each in (Periodic(lambda: beat(NAME), BEAT_EVERY), *PERIODIC)
        ]
        self._stopping = False

    def run(self) -> None:
        """Go on until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._stopping:
            self.turn()
            time.sleep(0.5)

    def turn(self) -> None:
        """Run what is due now."""
        from django.db import close_old_connections

        now = time.monotonic()
        for place, (periodic, next_at) in enumerate(self._turns):
            if now < next_at or self._stopping:
                continue
            self._turns[place] = (periodic, now + periodic.every)
            try:
                periodic.run()
            except Exception as problem:  # one line of the table must not stop the others
                log.error("%s: %s", periodic.run.__name__, type(problem).__name__)
            finally:
                close_old_connections()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def main() -> None:
    """Load the apps and go."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    django.setup()
    lifeline.hold()
    Scheduler().run()


if __name__ == "__main__":
    main()
