"""What a supervisor, a load balancer and the operator are told."""

import datetime as dt
from pathlib import Path

import pytest
from celery import current_app
from django.conf import LazySettings
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from fieldstudy.core import clock
from fieldstudy.core.ids import uuid7
from fieldstudy.jobs import hints
from fieldstudy.jobs.models import Job
from fieldstudy.jobs.sweeping import beat
from fieldstudy.transcription.weights.store import weights_path
from fieldstudy.web.shared import health


@pytest.fixture
def client() -> Client:
    return Client()


def test_a_living_process_says_so_without_asking_the_database(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_all_is_well(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.SPEECH_MODELS = tmp_path / "models"
    weights_path().parent.mkdir(parents=True)
    weights_path().touch()
    beat("scheduler")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["degraded"] == []


@pytest.mark.django_db
def test_old_work_missing_weights_and_a_silent_scheduler_only_degrade(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SPEECH_MODELS = tmp_path / "none"
    Job.objects.create(
        name="x", subject_id=uuid7(), queue="quick", not_before=clock.now() - dt.timedelta(hours=1)
    )
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["degraded"] == ["jobs", "scheduler", "speech"]
    assert answer.json()["jobs"]["oldest_due_seconds"] == pytest.approx(3600, abs=60)


@pytest.mark.django_db
def test_a_dead_broker_only_degrades(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(hints, "tally", hints.Tally())
    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "broker" in answer.json()["degraded"]


@pytest.mark.django_db
def test_a_missing_store_is_down(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.FIELDSTUDY_DATA = tmp_path / "file"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["down"] == ["storage"]


@pytest.mark.django_db
def test_tables_older_than_the_code_are_down(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    health._migrated.clear()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("jobs", "0002_next")])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == {"status": "down", "why": "migrations"}


def test_an_unreachable_database_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise OperationalError

    monkeypatch.setattr(health, "_pending_migrations", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["down"] == ["database"]
