"""Files that nobody owns are swept; what anybody owns stays."""

import os
import time
from pathlib import Path

from fieldstudy.core import storage
from fieldstudy.diary.models import Entry
from fieldstudy.media.models import Rendition
from fieldstudy.media.store import rendition_key, sweep_store, work_folder
from tests.media import pictures
from tests.media.attached import attach

TWO_DAYS = 2 * 24 * 3600


def age(key: str) -> Path:
    """Let a stored file or folder be two days old."""
    path = storage.path_of(key)
    then = time.time() - TWO_DAYS
    os.utime(path, (then, then))
    return path


def test_only_old_files_without_a_row_are_swept(entry: Entry, tmp_path: Path) -> None:
    photo = attach(entry, "photo", pictures.marked(tmp_path, "a.jpg"))
    copy = rendition_key(photo.pk, "display")
    for key in (copy, "renditions/orphan", "uploads/orphan", "uploads/.part-x", "uploads/new"):
        storage.save(key, [b"bytes"])
    Rendition.objects.create(study=entry.study, attachment=photo, kind="display", storage_key=copy)
    kept = [age(photo.storage_key), age(copy), storage.path_of("uploads/new")]
    lost = [age("renditions/orphan"), age("uploads/orphan"), age("uploads/.part-x")]

    assert sweep_store() == 3

    assert all(path.exists() for path in kept)
    assert not any(path.exists() for path in lost)


def test_a_killed_jobs_folder_is_swept(db: None) -> None:
    with work_folder() as working:
        (working / "display.jpg").write_bytes(b"a face")
        assert sweep_store() == 0

        then = time.time() - TWO_DAYS
        os.utime(working, (then, then))
        assert sweep_store() == 1
        assert not working.exists()
        working.mkdir()


def test_a_jobs_folder_is_gone_at_its_end(db: None) -> None:
    with work_folder() as working:
        (working / "display.jpg").write_bytes(b"a face")

    assert not working.exists()
