"""What may happen to people's right to be forgotten: asked for, carried out, proven."""

import secrets
from typing import Any

from django.db import connection, transaction

from fieldstudy.core import clock
from fieldstudy.events import SYSTEM, record
from fieldstudy.events.actors import Acting
from fieldstudy.exports.actions import delete_file
from fieldstudy.exports.models import Export
from fieldstudy.jobs.actions import cancel_for
from fieldstudy.participants.models import DeviceSession, Participation
from fieldstudy.people.models import Person
from fieldstudy.privacy import ledger
from fieldstudy.privacy.erasing import Remains, delete_rows, remains_of
from fieldstudy.privacy.models import ErasureReceipt, ErasureRequest


def request_erasure(
    participation: Participation, *, by: Acting, person: Person | None = None, reason: str = ""
) -> ErasureRequest:
    """Ask that everything of this participant be deleted; their phones are shut out at once.

    Asked again while the first is under way, it answers the first.
    """
    now = clock.now()
    with transaction.atomic():
        request, is_new = ErasureRequest.objects.get_or_create(
            study=participation.study,
            participation_id=participation.pk,
            done_at=None,
            defaults={"requested_by": person, "reason": reason},
        )
        Participation.objects.filter(pk=participation.pk, revoked_at=None).update(revoked_at=now)
        DeviceSession.objects.filter(participation=participation, revoked_at=None).update(
            revoked_at=now
        )
        if is_new:
            record(
                "erasure.requested",
                by=by,
                study=participation.study,
                subject=request,
                participation=participation,
            )
    return request


def carry_out_erasure(request: ErasureRequest) -> ErasureReceipt | None:
    """Delete everything inside the caller's transaction and write the receipt.

    Returns:
        The receipt; None when the participant is gone already.
    """
    participation = Participation.objects.filter(pk=request.participation_id).first()
    if participation is None:
        return None
    remains = remains_of(participation)
    cancel_for(subject_ids=remains.subjects)
    for export in Export.objects.filter(pk__in=remains.exports):
        delete_file(export)
    delete_rows(participation, remains)
    return _write_receipt(request, remains)


def _write_receipt(request: ErasureRequest, remains: Remains) -> ErasureReceipt:
    now = clock.now()
    receipt = ErasureReceipt.objects.create(
        study=request.study,
        request=request,
        number=f"E-{secrets.token_hex(4).upper()}",
        counts=remains.counts,
        digest=remains.digest,
        at=now,
    )
    request.done_at = now
    request.reason = ""
    request.save(update_fields=["done_at", "reason"])
    record("erasure.carried_out", by=SYSTEM, study=request.study, subject=request, receipt=receipt)
    line: dict[str, Any] = {
        "study": str(request.study_id),
        "participation": str(request.participation_id),
        "receipt": receipt.number,
        "digest": receipt.digest,
        "at": now.isoformat(),
    }
    transaction.on_commit(lambda: ledger.write_line(line))
    transaction.on_commit(_forget_deleted_pages)
    return receipt


def _forget_deleted_pages() -> None:
    """SQLite keeps deleted rows in its write-ahead log until that is folded in and emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
