"""Jobs that tests can register, and a look at their rows."""

from collections.abc import Callable
from uuid import UUID

import pytest

from fieldstudy.core.ids import uuid7
from fieldstudy.jobs import Duty, JobCallable, register, table
from fieldstudy.jobs.actions import enqueue
from fieldstudy.jobs.models import Job

Ask = Callable[[JobCallable], Job]


@pytest.fixture
def ask(db: None, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Register a callable under ``work`` and write one job for it."""
    monkeypatch.setattr(table, "_duties", dict(table._duties))

    def register_and_enqueue(run: JobCallable, *, study_id: UUID | None = None) -> Job:
        register({"work": Duty(run)})
        return enqueue("work", uuid7(), study_id=study_id, cause_id=uuid7())

    return register_and_enqueue
