"""Photos and voices as a ZIP with a manifest: clean copies only, never what the phone sent."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db.models import Q

from fieldstudy.core.storage import path_of
from fieldstudy.exports.formats.archive import csv_lines, stored_stream, write_stream
from fieldstudy.exports.formats.dictionary import read_me
from fieldstudy.exports.models import Export
from fieldstudy.exports.tables import Column, Row, Source
from fieldstudy.media.models import Rendition
from fieldstudy.participants.models import Scope

SUFFIXES = {
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/png": "png",
    "audio/mp4": "m4a",
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/ogg": "ogv",
}
WANTED = (Rendition.Kind.FULL, Rendition.Kind.LISTENING, Rendition.Kind.VIDEO)

MANIFEST = (
    Column("file", "文件", "file in this archive"),
    Column("entry", "条目编号（本研究内）", "entry, named within this study"),
    Column("participant", "参与者编号（本研究内）", "participant, named within this study"),
    Column("kind", "类型", "kind", "photo | recording | video"),
    Column("happened_at", "发生时间", "when it happened", "ISO 8601, UTC"),
    Column("width", "宽", "width", "pixels"),
    Column("height", "高", "height", "pixels"),
    Column("duration_ms", "时长", "length", "ms"),
    Column("size", "大小", "size", "bytes"),
    Column("sha256", "校验值", "SHA-256 of the file", "hex"),
)


def renditions_of(source: Source) -> Iterator[Rendition]:
    """The clean full-size copies that consent allows, entry by entry."""
    photos = source.consent.people_with(Scope.PHOTOS)
    voices = source.consent.people_with(Scope.VOICE)
    entries = source.entries
    ours = Q(attachment__entry__participation=None)
    seen = Q(attachment__kind="photo") & (ours | Q(attachment__entry__participation__in=photos))
    heard = ~Q(attachment__kind="photo") & (ours | Q(attachment__entry__participation__in=voices))
    rows = (
        Rendition.objects.filter(
            study=source.study,
            kind__in=WANTED,
            attachment__removed_at=None,
            attachment__entry__in=entries,
        )
        .filter(seen | heard)
        .exclude(storage_key="")
        .select_related("attachment__entry")
        .order_by("attachment__entry__happened_at", "attachment_id", "kind")
    )
    yield from rows.iterator(chunk_size=200)


def count(source: Source) -> int:
    """How many files the archive will hold."""
    return sum(1 for _ in renditions_of(source))


def write(path: Path, export: Export, source: Source, tick: Callable[[], None]) -> dict[str, int]:
    """Write the archive to ``path``; ``tick`` is called once a file.

    The files come first and the manifest last, so that it lists what really went in.
    """
    stream = stored_stream()
    stream.add(read_me(export), "README.txt")
    rows: list[Row] = []
    for rendition in renditions_of(source):
        name = _name_of(rendition, source)
        stored = path_of(rendition.storage_key)
        if not stored.exists():
            continue
        stream.add_path(str(stored), name)
        rows.append(_row(rendition, name, source))
        tick()
    stream.add("".join(csv_lines(MANIFEST, rows)), "manifest.csv")
    keys = [column.key for column in MANIFEST]
    listed = [dict(zip(keys, row, strict=True)) for row in rows]
    stream.add(json.dumps(listed, ensure_ascii=False, indent=1), "manifest.json")
    write_stream(path, stream)
    return {"files": len(rows)}


def _name_of(rendition: Rendition, source: Source) -> str:
    """A made-up name: what the phone called the file may hold a place or a person."""
    attachment = rendition.attachment
    suffix = SUFFIXES.get(rendition.content_type, "bin")
    folder = source.name(attachment.entry_id)
    return f"media/{folder}/{attachment.kind}-{source.name(rendition.pk)}.{suffix}"


def _row(rendition: Rendition, name: str, source: Source) -> Row:
    attachment = rendition.attachment
    person = attachment.entry.participation_id
    return (
        name,
        source.name(attachment.entry_id),
        source.name(person) if person else "",
        attachment.kind,
        attachment.entry.happened_at.isoformat(),
        rendition.width,
        rendition.height,
        attachment.duration_ms,
        rendition.size,
        rendition.sha256,
    )
