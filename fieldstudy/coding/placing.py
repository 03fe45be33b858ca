"""From an anchor to the columns of its placement, checked against what the entry holds.

Only the piece of text around a span is read, never the text, so the time to code does not grow with
the entry (a 1 MB interview costs what a note costs, but for the database's own seek).
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Substr

from fieldstudy.coding import refusals
from fieldstudy.coding.anchors import (
    Anchor,
    Region,
    SoundRange,
    TextSpan,
    TimedPiece,
    TranscriptSpan,
    WholeEntry,
    times_of,
)
from fieldstudy.core.text import Span
from fieldstudy.diary.models import Attachment, Entry, EntryRevision
from fieldstudy.transcription.models import TranscriptVersion, Utterance

Columns = dict[str, Any]


def place(entry: Entry, anchor: Anchor) -> tuple[UUID | None, Columns]:
    """The attachment that the anchor lies on, if any, and the columns of its placement.

    Raises:
        NoSuchContent: when the entry holds no such text or file.
        ContentChanged: when the wording is not the latest.
        QuoteDiffers: when other words stand there.
        OutsideSound: when the range leaves the recording.
    """
    match anchor:
        case TranscriptSpan():
            return _on_transcript(entry, anchor)
        case TextSpan():
            return None, _on_text(entry, anchor)
        case Region():
            photo = _file(entry, anchor.attachment, [Attachment.Kind.PHOTO])
            return photo.pk, _columns(anchor, "left", "top", "width", "height")
        case SoundRange():
            heard = [Attachment.Kind.RECORDING, Attachment.Kind.VIDEO]
            recording = _file(entry, anchor.attachment, heard)
            anchor.check_within(recording.duration_ms)
            return recording.pk, _columns(anchor, "start_ms", "end_ms")
        case WholeEntry():
            return None, {}


def coordinates(anchor: Anchor) -> Mapping[str, int]:
    """What tells one place from another on the same content, for finding it again."""
    match anchor:
        case TextSpan():
            return _columns(anchor, "start", "end")
        case Region():
            return _columns(anchor, "left", "top", "width", "height")
        case SoundRange():
            return _columns(anchor, "start_ms", "end_ms")
        case WholeEntry():
            return {}


def _columns(anchor: Anchor, *names: str) -> Columns:
    return {name: getattr(anchor, name) for name in names}


def _span_columns(span: Span) -> Columns:
    return asdict(span)


def _on_text(entry: Entry, anchor: TextSpan) -> Columns:
    piece = (
        EntryRevision.objects.filter(pk=anchor.version, entry=entry)
        .values_list(_window(anchor), flat=True)
        .first()
    )
    if piece is None:
        raise refusals.NoSuchContent
    if anchor.version != entry.latest_id:
        raise refusals.ContentChanged
    return {"revision_id": anchor.version, **_span_columns(anchor.placed_in(piece))}


def _on_transcript(entry: Entry, anchor: TranscriptSpan) -> tuple[UUID, Columns]:
    row = (
        TranscriptVersion.objects.filter(
            pk=anchor.version,
            transcript__attachment__entry=entry,
            transcript__attachment__removed_at=None,
        )
        .values_list(_window(anchor), "transcript__latest", "transcript__attachment")
        .first()
    )
    if row is None:
        raise refusals.NoSuchContent
    piece, latest, attachment = row
    if anchor.version != latest:
        raise refusals.ContentChanged
    columns = {"transcript_version_id": anchor.version, **_span_columns(anchor.placed_in(piece))}
    heard = times_of(anchor.start, anchor.end, _utterances(anchor))
    if heard is not None:
        columns["start_ms"], columns["end_ms"] = heard
    return attachment, columns


def _utterances(anchor: TranscriptSpan) -> list[tuple[TimedPiece, list[TimedPiece]]]:
    rows = Utterance.objects.filter(
        version=anchor.version, start__lt=anchor.end, end__gt=anchor.start
    ).values_list("start", "end", "start_ms", "end_ms", "words")
    return [
        (TimedPiece(*times), [TimedPiece(*word[:4]) for word in words]) for *times, words in rows
    ]


def _window(anchor: TextSpan) -> Substr:
    first, length = anchor.window
    return Substr("text", Value(first + 1), Value(length))


def _file(entry: Entry, key: UUID, kinds: list[Attachment.Kind]) -> Attachment:
    found: Attachment | None = (
        entry.attachments.present().filter(pk=key, kind__in=kinds).only("duration_ms").first()
    )
    if found is None:
        raise refusals.NoSuchContent
    return found
