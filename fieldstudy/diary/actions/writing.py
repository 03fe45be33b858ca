"""What submitting and amending share: a revision with its columns, and files put to an entry."""

from collections.abc import Iterable
from uuid import UUID

from fieldstudy.diary.actions.submission import NewFile
from fieldstudy.diary.answers import Checked
from fieldstudy.diary.models import Attachment, Entry, EntryRevision
from fieldstudy.events import record
from fieldstudy.events.actors import Acting


def revise(entry: Entry, checked: Checked, *, number: int, client_id: UUID) -> EntryRevision:
    """Write a revision and bring the entry's own columns in line with it."""
    revision = EntryRevision.objects.create(
        study_id=entry.study_id,
        entry=entry,
        number=number,
        text=checked.text,
        answers=checked.answers,
        client_id=client_id,
    )
    entry.latest = revision
    entry.valence, entry.arousal = checked.valence, checked.arousal
    entry.emotions = checked.emotions
    entry.touchpoint_id = UUID(checked.touchpoint) if checked.touchpoint else None
    entry.touchpoint_named = checked.touchpoint_named
    entry.brand_id = UUID(checked.brand) if checked.brand else None
    entry.place = checked.place
    entry.save()
    return revision


def attach(entry: Entry, files: Iterable[NewFile], *, by: Acting) -> None:
    """Add files to the manifest, after those that stand there; each one once."""
    for position, each in enumerate(files, start=entry.attachments.count()):
        attachment, is_new = Attachment.objects.get_or_create(
            entry=entry,
            client_id=each.client_id,
            defaults={
                "study_id": entry.study_id,
                "upload": each.upload,
                "item_key": each.item_key,
                "kind": Attachment.Kind(each.kind),
                "position": position,
                "storage_key": each.storage_key,
                "content_type": each.content_type,
                "size": each.size,
                "sha256": each.sha256,
                "language": each.language,
            },
        )
        if is_new:
            record("attachment.stored", by=by, study=entry.study, subject=attachment, entry=entry)
