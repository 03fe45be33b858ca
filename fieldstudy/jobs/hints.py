"""Telling workers that a job is due. Losing a hint harms nothing: the sweep gives another.

The web answer must never depend on the broker, so a hint is tried once with short time-outs, its
errors are swallowed and counted, and after one no hint is tried for a while.
"""

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)

TASK = "fieldstudy.run_job"
EXPIRES = 600
"""Seconds after which a message that still lies there is dropped; the sweep has repeated it."""
PAUSE = 10
"""Seconds without hints after one has failed, so that a dead broker slows nobody down."""


@dataclass
class Tally:
    """What this process has seen of the broker.

    Attributes:
        sent: hints that the broker took.
        failed: hints that it did not take.
        paused_until: monotonic seconds before which none is tried.
    """

    sent: int = 0
    failed: int = 0
    paused_until: float = 0


tally = Tally()


def queue_folder() -> Path:
    """Where the broker of the embedded set-up keeps its messages."""
    return Path(settings.FIELDSTUDY_DATA) / "queue"


def make_queue_folder() -> None:
    """Make that folder, also when somebody has wiped it while we run."""
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        for folder in ("messages", "control"):
            (queue_folder() / folder).mkdir(mode=0o700, parents=True, exist_ok=True)


def send(job_id: UUID, queue: str) -> bool:
    """Tell the workers of this queue; True when the broker took it."""
    if time.monotonic() < tally.paused_until:
        return False
    try:
        make_queue_folder()
        current_app.send_task(
            TASK, args=[str(job_id)], queue=queue, retry=False, ignore_result=True, expires=EXPIRES
        )
    except Exception as problem:  # any broker, any error: the row is already safe
        tally.failed += 1
        tally.paused_until = time.monotonic() + PAUSE
        log.warning("The broker took no hint (%s); the sweep will.", type(problem).__name__)
        return False
    tally.sent += 1
    return True
