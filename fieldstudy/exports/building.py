"""Building the file of an export: constant memory, and whole or not there at all."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.core.storage import check_room, media_root, save_file
from fieldstudy.exports.filters import Filters
from fieldstudy.exports.formats import archive, media, workbook
from fieldstudy.exports.models import Export
from fieldstudy.exports.tables import TABLES, Source, source_of

Writer = Callable[[Path, Export, Source, Callable[[], None]], dict[str, int]]
WRITERS: dict[str, Writer] = {
    Export.Format.XLSX: workbook.write,
    Export.Format.CSV: archive.write_csv,
    Export.Format.JSONL: archive.write_jsonl,
    Export.Format.MEDIA: media.write,
}
SUFFIX = {"xlsx": "xlsx", "csv": "zip", "jsonl": "zip", "media": "zip"}
TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class Built:
    """A finished file.

    Attributes:
        storage_key: where it lies in the store.
        size: bytes.
        sha256: its digest in hex.
        contents: rows or files in each part.
    """

    storage_key: str
    size: int
    sha256: str
    contents: dict[str, int]


def build(export: Export, progress: Callable[[int, int], None]) -> Built:
    """Write the file, telling ``progress(done, total)`` in rows or files.

    Raises:
        DiskFull: when there is no room.
    """
    check_room(0)
    source = source_of(export.study, Filters.parse(export.filters))
    total = _total(export, source)
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % TELL_EVERY == 0:
            progress(min(done, total), total)

    progress(0, total)
    key = f"exports/{export.study_id}/{export.client_id}.{SUFFIX[export.format]}"
    folder = media_root() / "exports" / str(export.study_id)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".building-") as building:
        path = Path(building) / "export"
        contents = WRITERS[export.format](path, export, source, tick)
        size = path.stat().st_size
        sha256 = save_file(key, path)
    progress(total, total)
    return Built(storage_key=key, size=size, sha256=sha256, contents=contents)


def _total(export: Export, source: Source) -> int:
    if export.format == Export.Format.MEDIA:
        return max(1, media.count(source))
    return max(1, sum(table.count(source) for table in TABLES))
