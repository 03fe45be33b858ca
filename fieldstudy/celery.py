"""The workers' side of the queue: one Celery app with one task, which runs one job."""

import os
import warnings
from typing import Any
from uuid import UUID

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import worker_init, worker_ready
from django.conf import settings

from fieldstudy.jobs import hints
from fieldstudy.supervision import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")

IN_FILES = settings.CELERY_BROKER_URL.startswith("filesystem:")
PATIENCE = 0.5
"""Seconds that a web request waits for a broker, at most, before it does without."""


def transport_options() -> dict[str, Any]:
    """How to speak to the broker that ``CELERY_BROKER_URL`` names."""
    if IN_FILES:
        hints.make_queue_folder()
        messages = str(hints.queue_folder() / "messages")
        return {
            "data_folder_in": messages,
            "data_folder_out": messages,
            "control_folder": str(hints.queue_folder() / "control"),
            "polling_interval": 0.5,
        }
    if settings.CELERY_BROKER_URL.startswith("redis"):
        return {
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
            "connect_retries_timeout": PATIENCE,
            "max_retries": 0,
        }
    return {}


# It warns of pickled messages read by root; we read JSON only.
warnings.simplefilter("ignore", SecurityWarning)
app = Celery("fieldstudy")
app.conf.update(
    broker_url="filesystem://localhost" if IN_FILES else settings.CELERY_BROKER_URL,
    broker_transport_options=transport_options(),
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue=settings.JOB_QUEUES[0],
    task_queues={name: {"exchange": name, "routing_key": name} for name in settings.JOB_QUEUES},
    task_store_eager_result=False,
    worker_prefetch_multiplier=1,
    worker_pool="solo",
    worker_send_task_events=False,
    # On the file broker every worker name ever used would leave a line in the control exchange.
    worker_enable_remote_control=not IN_FILES,
    worker_hijack_root_logger=False,
    timezone="UTC",
)


@app.task(name=hints.TASK, bind=True)
def run_job(self: Any, job_id: str) -> None:
    """Run one job, if it is still due and free."""
    from fieldstudy.jobs import runner

    runner.run(UUID(job_id), slot=self.request.hostname or "")


@worker_init.connect
def _be_patient(**_: object) -> None:
    """A worker holds on to its supervisor, and has more time for its broker than a web request."""
    lifeline.hold()
    if not IN_FILES:
        app.conf.broker_transport_options = {}


@worker_ready.connect
def _take_over(sender: Any, **_: object) -> None:
    """Free what the worker of this name had in hand when it died, and look what is due."""
    from fieldstudy.jobs.sweeping import release_slot, sweep

    release_slot(sender.hostname)
    sweep()
