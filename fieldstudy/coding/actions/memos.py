"""Notes of researchers on entries, excerpts, codings and codes."""

from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from fieldstudy.coding import refusals
from fieldstudy.coding.history import Snapshot, note
from fieldstudy.coding.models import Coding, Excerpt, Memo
from fieldstudy.core import clock
from fieldstudy.core.text import take_in
from fieldstudy.people.models import Person


class OfAStudy(Protocol):
    """A row that belongs to one study: whatever a memo may be about."""

    pk: UUID
    study_id: UUID


@transaction.atomic
def write_memo(subject: OfAStudy, *, text: str, by: Person, client_id: UUID) -> Memo:
    """Write a memo on something, or write one's own memo of this client id anew.

    Raises:
        EmptyMemo: without words.
        IdTaken: when the id is a memo on something else.
        NotTheCoder: when it is another person's.
    """
    words = take_in(text).strip()
    if not words:
        raise refusals.EmptyMemo
    kind = type(subject).__name__.lower()
    known: Memo | None = Memo.objects.filter(study=subject.study_id, client_id=client_id).first()
    if known is None:
        memo = Memo.objects.create(
            study_id=subject.study_id,
            client_id=client_id,
            author=by,
            subject_kind=kind,
            subject_id=subject.pk,
            text=words,
        )
        _note("memo.written", memo, subject, by, None, _snapshot(memo))
        return memo
    _check_author(known, by)
    if (known.subject_kind, known.subject_id) != (kind, subject.pk):
        raise refusals.IdTaken
    if known.text != words:
        before = _snapshot(known)
        known.text, known.updated_at = words, clock.now()
        known.save(update_fields=["text", "updated_at"])
        _note("memo.changed", known, subject, by, before, _snapshot(known))
    return known


@transaction.atomic
def remove_memo(memo: Memo, *, by: Person) -> None:
    """Throw one's own memo away, with the replies under it.

    Raises:
        NotTheCoder: when it is another person's.
    """
    _check_author(memo, by)
    _note("memo.removed", memo, None, by, _snapshot(memo), None)
    memo.delete()


def _check_author(memo: Memo, by: Person) -> None:
    if memo.author_id != by.pk:
        raise refusals.NotTheCoder


def _snapshot(memo: Memo) -> Snapshot:
    return {"kind": memo.subject_kind, "subject": str(memo.subject_id), "text": memo.text}


def _note(
    verb: str,
    memo: Memo,
    subject: OfAStudy | None,
    by: Person,
    before: Snapshot | None,
    after: Snapshot | None,
) -> None:
    note(
        verb,
        study=memo.study_id,
        entry=_entry_of(memo, subject),
        subject=memo,
        by=by,
        before=before,
        after=after,
    )


def _entry_of(memo: Memo, subject: OfAStudy | None) -> UUID | None:
    """The entry with which the words of a memo must be erased."""
    if memo.subject_kind == "entry":
        return memo.subject_id
    if isinstance(subject, Excerpt | Coding):
        return subject.entry_id
    models: dict[str, Any] = {"excerpt": Excerpt, "coding": Coding}
    if subject is None and memo.subject_kind in models:
        rows = models[memo.subject_kind].objects.filter(pk=memo.subject_id)
        entry_id: UUID | None = rows.values_list("entry_id", flat=True).first()
        return entry_id
    return None
