"""What a job callable is given, may return and may raise."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

Finish = Callable[[], object]
"""Runs inside the finishing transaction, after the token check; its return value is not used."""


class Work(Protocol):
    """The job's hold on its own row while it works."""

    def progress(self, done: int, total: int) -> None:
        """Show how far the work is, and extend the lease.

        Written at most twice a second, and always when ``done`` reaches ``total``.

        Raises:
            LeaseLost: when another worker has the job, or the job was cancelled.
        """
        ...


JobCallable = Callable[[UUID, Work], Finish | None]
"""Takes the subject's id; does its slow work outside any transaction; tolerates a missing row; may
run twice. Returns what to write at the end, or None when there is nothing to write."""


class _Outcome(Exception):
    """An end that the job chose itself.

    Attributes:
        reason: a code word, such as ``no_speech_model``; never content.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(_Outcome):
    """It can never succeed: the job has failed."""


class RetryLater(_Outcome):
    """It may succeed later. The attempt counts."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Waiting(_Outcome):
    """Something outside is missing. The attempt does not count; it is looked at again in a minute."""

    def __init__(self, reason: str, seconds: float = 60) -> None:
        super().__init__(reason)
        self.seconds = seconds


class LeaseLost(Exception):
    """The job is no longer ours: what was computed must not be written."""


class UnknownJob(LookupError):
    """No job of this name is registered."""
