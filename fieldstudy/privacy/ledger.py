"""The erasure ledger: one line for each erasure, kept outside the database.

A restored backup may be older than an erasure; the ledger is replayed before such a copy serves.
A line holds the participation's key and counts, nothing about the person.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings


def ledger_path() -> Path:
    """Where the ledger lies: in the data folder, beside the database."""
    return Path(settings.FIELDSTUDY_DATA) / "erasure-ledger.jsonl"


def write_line(line: dict[str, Any]) -> None:
    """Append one line and make it survive power loss."""
    path = ledger_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as out:
        out.write(json.dumps(line, sort_keys=True) + "\n")
        out.flush()
        os.fsync(out.fileno())


def lines() -> Iterator[dict[str, Any]]:
    """Every line, oldest first; nothing when nobody was erased yet."""
    path = ledger_path()
    if path.exists():
        with path.open(encoding="utf-8") as opened:
            for line in opened:
                yield json.loads(line)
