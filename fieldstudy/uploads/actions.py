"""How bytes come in: announced, piece by piece, whole and checked, or given up.

A piece is on the disk before its offset is in the database, and the offset is in the database
before the sender hears of it: a sender that was told may forget (tus 1.0 core, with a client id to
make creation repeatable). No transaction is open while bytes are written or hashed.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Sum

from fieldstudy.core import clock, growing, storage
from fieldstudy.core.scope import every_study
from fieldstudy.events import record
from fieldstudy.participants.consent import check_may_log
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.uploads import refusals
from fieldstudy.uploads.limits import MOST_OF_PARTICIPATION, largest
from fieldstudy.uploads.models import Upload

Sender = Participation | Person
KEPT_UNFINISHED = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Announced:
    """What the sender says of a file before sending it.

    Attributes:
        client_id: the sender's own name for it; the same one again means the same file.
        size: bytes, at least 1.
        sha256: digest of the whole, in lower-case hex.
        declared_type: a media type, or empty; a hint, never believed.
    """

    client_id: UUID
    size: int
    sha256: str
    declared_type: str = ""


def create_upload(announced: Announced, *, by: Sender, study: Study) -> tuple[Upload, bool]:
    """Begin an upload, or find the one begun before under the same client id.

    Returns:
        The upload, and whether it is new.
    Raises:
        MayNotLog: when the participant may not log now.
        UploadRefused: one of its kinds, before anything is kept.
        DiskFull: when there is no room for the whole file.
    """
    _refuse_closed(by, study)
    known = _known(announced, by, study)
    if known is not None:
        return known, False
    _refuse_size(announced, by)
    key = f"uploads/{uuid4()}"
    growing.begin(key, size=announced.size)
    try:
        return _write_row(announced, key, by, study), True
    except IntegrityError:
        storage.delete(key)
        known = _known(announced, by, study)
        if known is None:
            raise refusals.OtherContent from None
        return known, False
    except BaseException:
        storage.delete(key)
        raise


def append_to_upload(upload: Upload, data: bytes, *, offset: int, by: Sender) -> Upload:
    """Add a piece that begins at ``offset``; the last one completes the file.

    Returns:
        The upload as it stands now, its ``offset`` safe on the disk.
    Raises:
        WrongOffset: when the file ends elsewhere, with where.
        WrongDigest: when the file is whole but not the one announced; it is empty again.
        MayNotLog, Closed, PastTheEnd, Gone: as they say.
        DiskFull: when there is no room; what had arrived stays.
    """
    _refuse_closed(by, upload.study)
    try:
        with growing.held(upload.storage_key) as opened:
            # Whoever waited for the file sees where the other one left it.
            upload.refresh_from_db(fields=["offset", "completed_at"])
            return _append(upload, opened, data, offset=offset, by=by)
    except (FileNotFoundError, Upload.DoesNotExist) as problem:
        raise refusals.Gone from problem


def receive_file(
    opened: BinaryIO, *, by: Sender, study: Study, client_id: UUID, declared_type: str = ""
) -> Upload:
    """Take a whole file at once, as a plain form sends it. The same client id again is the same file.

    Raises:
        MayNotLog, UploadRefused: one of its kinds; nothing is kept then.
        DiskFull: when there is no room.
    """
    sha256 = growing.sha256_from_start(opened)
    size = opened.tell()
    announced = Announced(client_id, size, sha256, declared_type)
    upload, _ = create_upload(announced, by=by, study=study)
    if upload.is_complete:
        return upload
    opened.seek(0)
    storage.save(upload.storage_key, storage.read_chunks(opened))
    try:
        return _mark_complete(upload, by)
    except refusals.WrongOffset:
        # The same form was sent twice at once, and the other one was faster with the same file.
        standing = Upload.objects.select_related("study").get(pk=upload.pk)
        if not standing.is_complete:
            raise
        return standing


def expire_uploads() -> int:
    """Delete uploads that nobody finished, or that no entry took, within 30 days; how many."""
    with every_study():
        stale = Upload.objects.filter(
            created_at__lt=clock.now() - KEPT_UNFINISHED, attachments=None
        )
        keys = dict(stale.values_list("pk", "storage_key"))
        for key in keys.values():
            storage.delete(key)
        Upload.objects.filter(pk__in=list(keys)).delete()
    return len(keys)


def _append(upload: Upload, opened: BinaryIO, data: bytes, *, offset: int, by: Sender) -> Upload:
    """With the file held: nobody else moves its end meanwhile."""
    if offset != upload.offset:
        raise refusals.WrongOffset(upload.offset)
    end = offset + len(data)
    if end > upload.size:
        raise refusals.PastTheEnd
    if not data:
        return upload
    growing.write_at(opened, data, offset=offset)
    if end < upload.size:
        _move(upload, offset=end)
        return upload
    # Checked before the last offset is written: an upload at its end is always a checked one.
    if growing.sha256_from_start(opened) != upload.sha256:
        _move(upload, offset=0)
        raise refusals.WrongDigest
    return _mark_complete(upload, by)


def _mark_complete(upload: Upload, by: Sender) -> Upload:
    with transaction.atomic():
        _move(upload, offset=upload.size, completed_at=clock.now())
        record("upload.completed", by=by, study=upload.study, subject=upload)
    return upload


def _move(upload: Upload, **values: Any) -> None:
    """Write the new end, only if nobody else did; the row is the truth, the file follows it."""
    here = Upload.objects.filter(pk=upload.pk, offset=upload.offset, completed_at=None)
    if not here.update(**values):
        _say_where_it_stands(upload)
    for name, value in values.items():
        setattr(upload, name, value)


def _say_where_it_stands(upload: Upload) -> NoReturn:
    upload.refresh_from_db(fields=["offset"])
    raise refusals.WrongOffset(upload.offset)


def _write_row(announced: Announced, key: str, by: Sender, study: Study) -> Upload:
    with transaction.atomic():
        _refuse_quota(announced.size, by)
        upload = Upload.objects.create(
            study=study,
            client_id=announced.client_id,
            declared_type=announced.declared_type,
            size=announced.size,
            sha256=announced.sha256,
            storage_key=key,
            **_owner(by),
        )
        record("upload.created", by=by, study=study, subject=upload)
    return upload


def _owner(by: Sender) -> dict[str, Sender]:
    return {"participation" if isinstance(by, Participation) else "person": by}


def _known(announced: Announced, by: Sender, study: Study) -> Upload | None:
    """What was begun before under this client id, if it is the same file."""
    upload = study.uploads.filter(client_id=announced.client_id, **_owner(by)).first()
    if upload and (upload.size, upload.sha256) != (announced.size, announced.sha256):
        raise refusals.OtherContent
    return upload


def _refuse_closed(by: Sender, study: Study) -> None:
    if isinstance(by, Participation):
        check_may_log(by)
    elif study.closed_at is not None:
        raise refusals.Closed


def _refuse_size(announced: Announced, by: Sender) -> None:
    most = largest(announced.declared_type, from_desk=isinstance(by, Person))
    if most is None:
        raise refusals.TypeRefused
    if announced.size > most:
        raise refusals.TooLarge(most)
    if announced.size < 1:
        raise refusals.Empty


def _refuse_quota(size: int, by: Sender) -> None:
    """Inside the transaction that adds the row; the participant's row is held, so sums hold too."""
    if not isinstance(by, Participation):
        return
    Participation.objects.select_for_update().get(pk=by.pk)
    sent = Upload.objects.filter(participation=by).aggregate(sum=Sum("size"))["sum"] or 0
    if sent + size > MOST_OF_PARTICIPATION:
        raise refusals.QuotaUsed
