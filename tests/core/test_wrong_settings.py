"""A wrong value stops the start with one line that names the variable and what it takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WRONG = {
    "FIELDSTUDY_PORT": ("eighty", "1 to 65535"),
    "FIELDSTUDY_TLS": ("maybe", "off or self"),
    "FIELDSTUDY_DEMO": ("yes", "0 or 1"),
    "FIELDSTUDY_DEBUG": ("true", "0 or 1"),
    "FIELDSTUDY_BASE_URL": ("study.example.org", "http://"),
    "FIELDSTUDY_SPEECH_ENGINE": ("siri", "openai-whisper or faster-whisper"),
    "DATABASE_URL": ("mysql://localhost/x", "postgres://"),
    "CELERY_BROKER_URL": ("amqp://localhost", "redis://"),
    "EMAIL_URL": ("carrier-pigeon://x", "smtp://"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_named_in_one_line(name: str, tmp_path: Path) -> None:
    value, accepts = WRONG[name]
    environment = {
        **{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
        "FIELDSTUDY_DATA": str(tmp_path),
        name: value,
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    (line,) = run.stderr.strip().splitlines()
    assert name in line and accepts in line


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    environment = {"PATH": os.environ["PATH"], "FIELDSTUDY_DATA": str(blocked / "below")}
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0 and "FIELDSTUDY_DATA" in run.stderr
