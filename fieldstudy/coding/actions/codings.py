"""Putting codes on pieces of an entry, and taking them off."""

from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from fieldstudy.coding import refusals
from fieldstudy.coding.anchors import Anchor, WholeEntry
from fieldstudy.coding.history import Snapshot, note
from fieldstudy.coding.models import Code, Coding, Excerpt, Placement
from fieldstudy.coding.placing import coordinates, place
from fieldstudy.coding.touchpoints import on_new_excerpt, restate
from fieldstudy.core import clock
from fieldstudy.diary.models import Entry
from fieldstudy.people.models import Person

WEAKEST, STRONGEST = 1, 3


class Put(NamedTuple):
    """The coding that stands now, and whether this call made it."""

    coding: Coding
    is_new: bool


def put_code(
    entry: Entry,
    *,
    code: Code,
    anchor: Anchor,
    by: Person,
    coding_id: UUID,
    excerpt_id: UUID,
    strength: int | None = None,
) -> Put:
    """Put a code on a piece of an entry.

    The same ids again, or the same code again on the same excerpt, give the coding that stands. A
    reaction without a strength gets the weakest. A coder's whole-entry codings share one excerpt.

    Args:
        coding_id: the browser's UUID for the coding.
        excerpt_id: the browser's UUID for the piece; further codes on it name it again.
        strength: 1 to 3, for reactions alone.
    Raises:
        CodeNotApplicable, NoStrength, IdTaken, NotTheCoder: as they say.
        CodingRefused: as :func:`fieldstudy.coding.placing.place` refuses the anchor.
    """
    if strength is not None:
        _check_strength(code, strength)
    elif code.kind == Code.Kind.REACTION:
        strength = WEAKEST

    def put() -> Put:
        with transaction.atomic():
            known = _standing(entry, code, by, coding_id)
            if known is not None:
                return Put(known, is_new=False)
            excerpt, is_new = _excerpt(entry, anchor, by, excerpt_id)
            same = None if is_new else excerpt.codings.live().filter(code=code, coder=by).first()
            if same is not None:
                return Put(same, is_new=False)
            coding = _write(excerpt, entry, code, by, coding_id, strength)
            if not is_new:
                restate(Coding.objects.live().filter(excerpt=excerpt, coder=by))
            return Put(coding, is_new=True)

    try:
        return put()
    except IntegrityError:
        # The same request arrived twice at once, and the other one won: its rows answer now.
        return put()


@transaction.atomic
def remove_coding(coding: Coding, *, by: Person) -> Coding:
    """Take a code off again; the row stays, marked with the time.

    Raises:
        NotTheCoder: when another coder put it there.
    """
    _check_coder(coding, by)
    if coding.removed_at is not None:
        return coding
    before = snapshot(coding)
    coding.removed_at = clock.now()
    coding.save(update_fields=["removed_at"])
    restate(Coding.objects.live().filter(excerpt=coding.excerpt_id, coder=by))
    note(
        "coding.removed",
        study=coding.study_id,
        entry=coding.entry_id,
        subject=coding,
        by=by,
        before=before,
        client_id=uuid5(coding.client_id, "removed"),
    )
    return coding


@transaction.atomic
def set_strength(
    coding: Coding, *, strength: int, by: Person, operation_id: UUID | None = None
) -> Coding:
    """Say how strong a reaction is, from 1 to 3.

    Raises:
        NoStrength: for another kind of code or another number.
        NotTheCoder: when another coder put it there.
    """
    _check_coder(coding, by)
    _check_strength(coding.code, strength)
    if coding.strength == strength:
        return coding
    before = snapshot(coding)
    coding.strength = strength
    coding.save(update_fields=["strength"])
    note(
        "coding.changed",
        study=coding.study_id,
        entry=coding.entry_id,
        subject=coding,
        by=by,
        before=before,
        after=snapshot(coding),
        client_id=operation_id,
    )
    return coding


def snapshot(coding: Coding) -> Snapshot:
    """A coding as an operation keeps it."""
    return {
        "excerpt": str(coding.excerpt_id),
        "code": str(coding.code_id),
        "strength": coding.strength,
    }


def _check_strength(code: Code, strength: int) -> None:
    if code.kind != Code.Kind.REACTION or not WEAKEST <= strength <= STRONGEST:
        raise refusals.NoStrength


def _check_coder(coding: Coding, by: Person) -> None:
    if coding.coder_id != by.pk:
        raise refusals.NotTheCoder


def _standing(entry: Entry, code: Code, by: Person, coding_id: UUID) -> Coding | None:
    known: Coding | None = Coding.objects.filter(study=entry.study_id, client_id=coding_id).first()
    if known is None:
        if code.archived_at is not None or code.merged_into_id is not None:
            raise refusals.CodeNotApplicable
        return None
    if (known.entry_id, known.code_id, known.coder_id) != (entry.pk, code.pk, by.pk):
        raise refusals.IdTaken
    return known


def _excerpt(entry: Entry, anchor: Anchor, by: Person, excerpt_id: UUID) -> tuple[Excerpt, bool]:
    """The excerpt of this id, made now if need be, and whether it was."""
    if isinstance(anchor, WholeEntry):
        excerpt_id = uuid5(entry.pk, by.pk.hex)
    known: Excerpt | None = Excerpt.objects.filter(
        study=entry.study_id, client_id=excerpt_id
    ).first()
    if known is not None:
        if known.coder_id != by.pk:
            raise refusals.NotTheCoder
        same = (known.entry_id, known.medium) == (entry.pk, anchor.medium)
        if not same or not known.placements.filter(**coordinates(anchor)).exists():
            raise refusals.IdTaken
        return known, False
    attachment, columns = place(entry, anchor)
    excerpt = Excerpt.objects.create(
        study_id=entry.study_id,
        client_id=excerpt_id,
        entry=entry,
        attachment_id=attachment,
        medium=anchor.medium,
        coder=by,
    )
    Placement.objects.create(study_id=entry.study_id, excerpt=excerpt, **columns)
    return excerpt, True


def _write(
    excerpt: Excerpt, entry: Entry, code: Code, by: Person, coding_id: UUID, strength: int | None
) -> Coding:
    coding = Coding.objects.create(
        study_id=excerpt.study_id,
        client_id=coding_id,
        excerpt=excerpt,
        entry_id=excerpt.entry_id,
        code=code,
        coder=by,
        touchpoint_id=on_new_excerpt(code, entry),
        strength=strength,
        valence=code.valence,
    )
    note(
        "coding.created",
        study=excerpt.study_id,
        entry=excerpt.entry_id,
        subject=coding,
        by=by,
        after=snapshot(coding),
        client_id=coding_id,
    )
    return coding
