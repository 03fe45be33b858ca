"""Data flows one way: modules and rows point upstream only."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.sources import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = [
    name.strip(" ()")
    for layer in reversed(CONTRACTS["contracts"][0]["layers"])
    for name in layer.split("|")
]


def test_imports_keep_their_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def _our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("fieldstudy.")]


def _layer_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def _uphill(model: type[models.Model]) -> list[str]:
    """Foreign keys of this model to an app further downstream; import-linter cannot see these."""
    return [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for field in model._meta.get_fields()
        if field.concrete
        and isinstance(field.related_model, type)
        and field.related_model in _our_models()
        and LAYERS.index(_layer_of(field.related_model)) > LAYERS.index(_layer_of(model))
    ]


def test_rows_point_upstream_only() -> None:
    assert [line for model in _our_models() for line in _uphill(model)] == []


def test_a_key_that_points_downstream_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.LAYERS", list(reversed(LAYERS)))
    assert len([line for model in _our_models() for line in _uphill(model)]) > 20


def test_events_and_jobs_know_rows_by_id_only() -> None:
    """So that erasing a row leaves history and queue whole."""
    for label in ("events.Event", "jobs.Job", "jobs.Heartbeat"):
        assert [f for f in apps.get_model(label)._meta.get_fields() if f.is_relation and f.concrete] == []  # fmt: skip
