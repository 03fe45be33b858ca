"""The touchpoint in force on a coding: the one place where it is decided."""

from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from fieldstudy.coding.models import Code, Coding
from fieldstudy.coding.querysets import CodingQuerySet
from fieldstudy.diary.models import Entry


def on_new_excerpt(code: Code, entry: Entry) -> UUID | None:
    """What :func:`in_force` comes to where nothing else stands: the code's touchpoint, else the
    entry's. Most codings begin so, and need no second statement."""
    return code.touchpoint_id or entry.touchpoint_id


def in_force() -> Coalesce:
    """For an UPDATE of codings: the touchpoint of the code itself, else of the touchpoint code that
    the same coder last put on the same excerpt, else the entry's own, else none."""
    touchpoint_codes = Code.objects.filter(kind=Code.Kind.TOUCHPOINT, touchpoint__isnull=False)
    own = touchpoint_codes.filter(pk=OuterRef("code")).values("touchpoint")
    beside = (
        Coding.objects.filter(excerpt=OuterRef("excerpt"), coder=OuterRef("coder"))
        .filter(removed_at=None, code__kind=Code.Kind.TOUCHPOINT)
        .filter(code__touchpoint__isnull=False)
        .order_by("-created_at", "-id")
        .values("code__touchpoint")[:1]
    )
    entrys = Entry.objects.filter(pk=OuterRef("entry")).values("touchpoint")
    return Coalesce(Subquery(own), Subquery(beside), Subquery(entrys))


def restate(codings: CodingQuerySet) -> int:
    """Set the touchpoint in force on these codings again; returns how many were written.

    Call it with the codings of an excerpt and coder when a code was put or taken off, of an entry
    when the entry's touchpoint changed, of a code when the code's touchpoint changed.
    """
    return codings.update(touchpoint=in_force())
