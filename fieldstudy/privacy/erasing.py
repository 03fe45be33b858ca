"""Forgetting one participant: what would go, and its going.

Everything hangs on the participation by foreign keys, and the database deletes it as one; the files
are collected first and deleted after the commit, so a crash in between leaves files without rows
(swept later), never rows without files.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models.deletion import Collector

from fieldstudy.coding.models import Memo
from fieldstudy.core import storage
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.exports.models import Export
from fieldstudy.jobs.actions import cancel_for
from fieldstudy.media.models import Rendition
from fieldstudy.media.store import rendition_keys
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import Transcript
from fieldstudy.uploads.models import Upload


@dataclass(frozen=True, slots=True)
class Remains:
    """What belongs to one participant.

    Attributes:
        rows: table label → number of rows.
        files: keys in the store.
        exports: built exports of the study that may hold something of theirs.
        subjects: keys that jobs and memos may be about.
    """

    rows: dict[str, int]
    files: frozenset[str]
    exports: tuple[UUID, ...]
    subjects: frozenset[UUID]

    @property
    def counts(self) -> dict[str, int]:
        """What a receipt and a dry run show."""
        return {**self.rows, "files": len(self.files), "exports": len(self.exports)}

    @property
    def digest(self) -> str:
        """A digest of the counts, printed on the receipt."""
        return hashlib.sha256(json.dumps(self.counts, sort_keys=True).encode()).hexdigest()


def remains_of(participation: Participation) -> Remains:
    """Count, and change nothing: this is the dry run, and the first half of erasing."""
    collector = Collector(using=participation._state.db or "default", origin=participation)
    collector.collect([participation])
    rows: Counter[str] = Counter()
    for model, instances in collector.data.items():
        rows[model._meta.label] += len(instances)
    for queryset in collector.fast_deletes:
        rows[queryset.model._meta.label] += queryset.count()
    entries = Entry.objects.filter(participation=participation)
    subjects = _subjects(participation, entries)
    memos = Memo.objects.filter(subject_id__in=subjects).count()
    if memos:
        rows["coding.Memo"] += memos
    return Remains(
        rows={label: count for label, count in sorted(rows.items()) if count and _is_ours(label)},
        files=frozenset(_files(participation, entries)),
        exports=tuple(
            Export.objects.filter(study=participation.study_id, deleted_at=None)
            .exclude(storage_key="")
            .values_list("pk", flat=True)
        ),
        subjects=subjects,
    )


def _is_ours(label: str) -> bool:
    """Automatic tables (the people of a segment) go along but are no news to anybody."""
    return not apps.get_model(label)._meta.auto_created


def _files(participation: Participation, entries: models.QuerySet[Entry]) -> set[str]:
    keys: set[str] = set()
    for rows in (
        Upload.objects.filter(participation=participation),
        Attachment.objects.filter(entry__in=entries),
        Rendition.objects.filter(attachment__entry__in=entries),
    ):
        keys.update(rows.exclude(storage_key="").values_list("storage_key", flat=True))
    return keys


def _subjects(participation: Participation, entries: models.QuerySet[Entry]) -> frozenset[UUID]:
    """Everything a job or a memo could be about."""
    found = {participation.pk, *entries.values_list("pk", flat=True)}
    for rows in (
        Attachment.objects.filter(entry__in=entries),
        Transcript.objects.filter(attachment__entry__in=entries),
        Upload.objects.filter(participation=participation),
        apps.get_model("coding.Excerpt").objects.filter(entry__in=entries),
        apps.get_model("coding.Coding").objects.filter(entry__in=entries),
    ):
        found.update(rows.values_list("pk", flat=True))
    return frozenset(found)


def delete_rows(participation: Participation, remains: Remains) -> None:
    """Delete every row inside the caller's transaction; the files go after its commit."""
    Memo.objects.filter(subject_id__in=remains.subjects).delete()
    participation.delete()
    # A job in its last step may have written copies that no row names yet.
    files = remains.files | rendition_keys(remains.subjects)
    transaction.on_commit(lambda: delete_files(files))


def delete_files(keys: frozenset[str]) -> None:
    """Delete files from the store; one that is gone already is fine."""
    for key in keys:
        storage.delete(key)


def delete_study(study: Study) -> None:
    """Delete a study with everything in it, inside the caller's transaction and the study's scope."""
    keys: set[str] = set()
    for rows in (study.uploads, study.attachments, study.renditions, study.exports):
        keys.update(rows.exclude(storage_key="").values_list("storage_key", flat=True))
    cancel_for(study_id=study.pk)
    study.delete()
    transaction.on_commit(lambda: delete_files(frozenset(keys)))
