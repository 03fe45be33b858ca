"""Attachments whose files really lie in the store."""

from pathlib import Path
from uuid import uuid4

from fieldstudy.core import storage
from fieldstudy.diary.models import Attachment, Entry
from tests import factories


def attach(entry: Entry, kind: str, source: Path) -> Attachment:
    """As if the phone had sent this file with the entry."""
    key = f"uploads/{uuid4()}"
    storage.save_file(key, source)
    return factories.make_attachment(entry, kind, source.read_bytes(), storage_key=key)
