"""The files of a posted form: those that come with it, and those that arrived before it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from fieldstudy.core.storage import DiskFull
from fieldstudy.diary.answers import TAKES
from fieldstudy.diary.manifest import Listed, kind_of
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.uploads.actions import receive_file
from fieldstudy.uploads.models import Upload
from fieldstudy.uploads.refusals import Empty, TypeRefused, UploadRefused
from fieldstudy.web.shared.entry_form.reading import Item, field_name
from fieldstudy.web.shared.refusals import words_of


@dataclass(slots=True)
class Received:
    """What of a form's files is safe with us, and what could not be taken.

    Attributes:
        uploads: item key → uploads, in the order they were chosen.
        problems: item key → why a file was not taken.
        is_disk_full: whether there was no room for one of them.
    """

    uploads: dict[str, list[Upload]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    is_disk_full: bool = False

    @property
    def listed(self) -> list[Listed]:
        """The manifest that the entry is sent with."""
        return [
            Listed(upload.client_id, key)
            for key, uploads in self.uploads.items()
            for upload in uploads
        ]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the files of one form.

    Attributes:
        form_id: the form's own UUID: the same form sent twice brings the same files.
    """

    by: Participation | Person
    study: Study
    form_id: UUID


def take_in_files(request: HttpRequest, items: Iterable[Item], sender: Sender) -> Received:
    """Store every file of the form before anything else is looked at, so that none is lost to a
    mistake elsewhere.
    """
    received = Received()
    arrived = _arrived_before(request.POST, sender)
    for item in items:
        if item["kind"] not in TAKES:
            continue
        kept = [arrived[key] for key in _kept_ids(item, request.POST) if key in arrived]
        uploads = {upload.client_id: upload for upload in kept}
        for chosen in request.FILES.getlist(field_name(item)):
            try:
                upload = _receive(chosen, item, sender)
                uploads[upload.client_id] = upload
            except UploadRefused as refusal:
                received.problems[item["key"]] = words_of(refusal)
            except DiskFull:
                received.is_disk_full = True
        if uploads:
            received.uploads[item["key"]] = list(uploads.values())
    return received


def _kept_ids(item: Item, data: QueryDict) -> list[UUID]:
    """Files that arrived before this form, without those that were taken off again."""
    removed = set(data.getlist(field_name(item, "remove")))
    ids = [each for each in data.getlist(field_name(item, "upload")) if each not in removed]
    return [UUID(each) for each in ids if _is_uuid(each)]


def _arrived_before(data: QueryDict, sender: Sender) -> Mapping[UUID, Upload]:
    named = [value for name, values in data.lists() if name.endswith("-upload") for value in values]
    ids = [UUID(each) for each in named if _is_uuid(each)]
    if not ids:
        return {}
    uploads: Any = sender.by.uploads.filter(client_id__in=ids, completed_at__isnull=False)
    return {upload.client_id: upload for upload in uploads}


def _receive(chosen: "UploadedFile[Any]", item: Item, sender: Sender) -> Upload:
    declared = (chosen.content_type or "").partition(";")[0].strip().lower()
    if kind_of(item["kind"], declared) not in TAKES[item["kind"]]:
        raise TypeRefused
    if chosen.file is None:
        raise Empty
    digest = _digest(chosen)
    return receive_file(
        cast("BinaryIO", chosen.file),
        by=sender.by,
        study=sender.study,
        client_id=uuid5(sender.form_id, f"{item['key']}:{digest}"),
        declared_type=declared,
    )


def _digest(chosen: "UploadedFile[Any]") -> str:
    sha256 = hashlib.sha256()
    for chunk in chosen.chunks():
        sha256.update(chunk)
    chosen.seek(0)
    return sha256.hexdigest()


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
