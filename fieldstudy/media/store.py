"""Where the copies of an attachment lie in the store, and the sweeping of what nobody owns."""

import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from fieldstudy.core import storage
from fieldstudy.core.scope import every_study
from fieldstudy.diary.models import Attachment
from fieldstudy.media.models import Rendition
from fieldstudy.uploads.models import Upload

FOLDER = "renditions"
NAMES = ("thumbnail", "display", "full", "listening", "video")
LEFT_ALONE_S = 24 * 3600
_WORK = ".work-"


def rendition_key(attachment_id: UUID, name: str) -> str:
    """The same for every run, so that a second run replaces the first one's files."""
    return f"{FOLDER}/{attachment_id}-{name}"


def rendition_keys(attachment_ids: Iterable[UUID]) -> frozenset[str]:
    """Every key at which a copy of these attachments may lie, whether or not a row says so.

    Erasing takes these: a job in its last step may have written files but not their rows.
    """
    return frozenset(rendition_key(key, name) for key in attachment_ids for name in NAMES)


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder on the store's own disk for the files of one job, empty and gone at the end."""
    storage.media_root().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_WORK, dir=storage.media_root()) as folder:
        yield Path(folder)


def sweep_store() -> int:
    """Delete files older than a day that no row knows: a crash between file and row left them.

    Returns:
        How many there were.
    """
    before = time.time() - LEFT_ALONE_S
    swept = 0
    for folder in storage.media_root().glob(f"{_WORK}*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    old = [path for path in _stored() if path.stat().st_mtime < before]
    owned = _owned({_key_of(path) for path in old})
    for path in old:
        if _key_of(path) not in owned:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _stored() -> Iterator[Path]:
    for folder in ("uploads", FOLDER):
        yield from (path for path in (storage.media_root() / folder).rglob("*") if path.is_file())


def _key_of(path: Path) -> str:
    return path.relative_to(storage.media_root()).as_posix()


def _owned(keys: set[str]) -> set[str]:
    """Which of these keys a row points to."""
    found: set[str] = set()
    ordered = sorted(keys)
    with every_study():
        for start in range(0, len(ordered), 500):
            some = ordered[start : start + 500]
            for model in (Upload, Attachment, Rendition):
                rows = model.objects.filter(storage_key__in=some)
                found.update(rows.values_list("storage_key", flat=True))
    return found
