"""What must follow. The row is the queue; a message to a worker is only a hint.

A job callable has the shape of :data:`~fieldstudy.jobs.contract.JobCallable`; it ends by returning
what to do in the finishing transaction, or by raising ``Refused``, ``RetryLater`` or ``Waiting``.
"""

from fieldstudy.jobs.contract import (
    Finish,
    JobCallable,
    LeaseLost,
    Refused,
    RetryLater,
    UnknownJob,
    Waiting,
    Work,
)
from fieldstudy.jobs.table import Duty, register

__all__ = [
    "Duty",
    "Finish",
    "JobCallable",
    "LeaseLost",
    "Refused",
    "RetryLater",
    "UnknownJob",
    "Waiting",
    "Work",
    "register",
]
