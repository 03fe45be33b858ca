"""Job name → what to run and in which queue. ``pipeline.py`` fills it at start-up."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from fieldstudy.jobs.contract import JobCallable, UnknownJob


@dataclass(frozen=True, slots=True)
class Duty:
    """What one job name stands for.

    Attributes:
        run: the job callable.
        queue: one of ``settings.JOB_QUEUES``.
    """

    run: JobCallable
    queue: str = "quick"


_duties: dict[str, Duty] = {}


def register(table: Mapping[str, Duty]) -> None:
    """Add these jobs; a name registered before gets its new duty.

    Raises:
        ImproperlyConfigured: when a queue is not one of ``settings.JOB_QUEUES``.
    """
    for name, duty in table.items():
        if duty.queue not in settings.JOB_QUEUES:
            raise ImproperlyConfigured(f"Job {name!r} names the unknown queue {duty.queue!r}.")
        _duties[name] = duty


def duty_of(name: str) -> Duty:
    """What this job name stands for.

    Raises:
        UnknownJob: when nothing is registered under it.
    """
    try:
        return _duties[name]
    except KeyError:
        raise UnknownJob(name) from None


def job_names() -> list[str]:
    """Every registered name, sorted."""
    return sorted(_duties)
