"""The web answer never depends on the broker."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

import pytest
from celery import current_app
from django.db import transaction

from fieldstudy.jobs import Work, hints
from fieldstudy.jobs.actions import enqueue
from fieldstudy.jobs.models import Job
from tests.jobs.conftest import Ask


def _nothing(subject_id: UUID, work: Work) -> None:
    return None


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Messages that went to the broker: job id and queue."""
    messages: list[tuple[str, str]] = []

    def take(task: str, args: list[str], queue: str, **options: object) -> None:
        assert task == hints.TASK
        assert options["retry"] is False
        messages.append((args[0], queue))

    monkeypatch.setattr(hints, "tally", hints.Tally())
    monkeypatch.setattr(current_app, "send_task", take)
    return messages


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(hints, "tally", hints.Tally())
    monkeypatch.setattr(current_app, "send_task", refuse)


def test_a_hint_goes_out_after_the_commit(
    ask: Ask,
    sent: list[tuple[str, str]],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(_nothing)
        assert sent == []
    assert sent == [(str(job.pk), "quick")]


@pytest.mark.django_db(transaction=True)
def test_no_hint_goes_out_for_what_was_undone(ask: Ask, sent: list[tuple[str, str]]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(_nothing)
        _ = 1 / 0
    assert sent == []


def test_a_dead_broker_is_counted_and_then_left_in_peace(_broken: None) -> None:
    assert not hints.send(UUID(int=1), "quick")
    assert not hints.send(UUID(int=2), "quick")
    assert hints.tally.failed == 1


def test_a_broker_that_hangs_costs_one_caller_a_moment_and_nobody_else(tmp_path: Path) -> None:
    """It accepts and never answers. In a process of its own: the broker is fixed at its start."""
    send_two = (
        "import django, time; django.setup(); from fieldstudy.jobs import hints\n"
        "for _ in range(2):\n"
        "    began = time.monotonic(); assert not hints.send('x', 'quick')\n"
        "    print(time.monotonic() - began)"
    )
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "fieldstudy.settings",
            "FIELDSTUDY_DATA": str(tmp_path),
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{hanging.getsockname()[1]}/0",
        }
        done = subprocess.run(
            [sys.executable, "-c", send_two],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    first, second = map(float, done.stdout.split())
    assert 0.3 < first < 3
    assert second < 0.1


@pytest.mark.django_db(transaction=True)
def test_the_row_stands_though_the_broker_is_dead(ask: Ask, _broken: None) -> None:
    ask(_nothing)
    enqueue("work", UUID(int=7))
    assert Job.objects.due().count() == 2
