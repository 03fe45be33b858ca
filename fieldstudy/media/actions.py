"""What may happen to copies: kept, replaced, refused; and the one reading of an original."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from fieldstudy.core import storage
from fieldstudy.diary.models import Attachment
from fieldstudy.events import SYSTEM, record
from fieldstudy.media.models import Rendition
from fieldstudy.people.models import Person


@dataclass(frozen=True, slots=True)
class Copy:
    """One stored file. Sizes in bytes and pixels; sound has no pixels."""

    kind: str
    storage_key: str
    content_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """All that was made of one attachment.

    Attributes:
        facts: what is now known of the attachment: ``width``, ``height``, ``duration_ms``.
        peaks: 0…255, empty for a photo.
        note: what a researcher should know although there are copies: ``damaged``, ``cut``,
            ``no_sound``, or empty.
    """

    copies: Sequence[Copy]
    facts: Mapping[str, int] = field(default_factory=dict)
    peaks: Sequence[int] = ()
    note: str = ""


def keep_renditions(attachment_id: UUID, rendered: Rendered) -> None:
    """Write the rows inside the caller's transaction; those of an earlier run are replaced.

    An attachment that is gone meanwhile stays gone.
    """
    attachment = Attachment.objects.select_for_update().filter(pk=attachment_id).first()
    if attachment is None:
        return
    rows = [_row(attachment, copy) for copy in rendered.copies]
    if rendered.peaks:
        rows.append(
            Rendition(
                study_id=attachment.study_id,
                attachment=attachment,
                kind=Rendition.Kind.PEAKS,
                content_type="application/json",
                data=list(rendered.peaks),
            )
        )
    _replace(attachment, rows)
    for name, value in rendered.facts.items():
        setattr(attachment, name, value)
    attachment.state, attachment.reason = Attachment.State.READY, rendered.note
    attachment.save(update_fields=["state", "reason", *rendered.facts])
    record("rendition.made", by=SYSTEM, study=attachment.study, subject=attachment)


def refuse_attachment(attachment: Attachment, reason: str) -> None:
    """Mark what cannot be shown, for researchers to see; the bytes stay as they came."""
    with transaction.atomic():
        changed = (
            Attachment.objects.filter(pk=attachment.pk)
            .exclude(state=Attachment.State.FAILED, reason=reason)
            .update(state=Attachment.State.FAILED, reason=reason)
        )
        if changed:
            record(
                "attachment.refused",
                by=SYSTEM,
                study=attachment.study,
                subject=attachment,
                reason=reason,
            )


def note_original_download(attachment: Attachment, *, by: Person) -> None:
    """Write down that somebody took the file as the participant sent it."""
    with transaction.atomic():
        record(
            "original.downloaded",
            by=by,
            study=attachment.study,
            subject=attachment,
            entry=attachment.entry_id,
        )


def _row(attachment: Attachment, copy: Copy) -> Rendition:
    return Rendition(
        study_id=attachment.study_id,
        attachment=attachment,
        kind=copy.kind,
        storage_key=copy.storage_key,
        content_type=copy.content_type,
        size=copy.size,
        sha256=copy.sha256,
        width=copy.width,
        height=copy.height,
    )


def _replace(attachment: Attachment, rows: list[Rendition]) -> None:
    """One row per kind; what this run did not make again goes, with its file after the commit."""
    stale = attachment.renditions.exclude(kind__in=[row.kind for row in rows])
    keys = set(stale.values_list("storage_key", flat=True)) - {row.storage_key for row in rows}
    stale.delete()
    Rendition.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["attachment", "kind"],
        update_fields=[
            "storage_key", "content_type", "size", "sha256", "width", "height", "data", "created_at",
        ],
    )  # fmt: skip
    for key in keys - {""}:
        transaction.on_commit(lambda key=key: storage.delete(key))  # type: ignore[misc]
