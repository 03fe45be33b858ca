"""The entries behind a number of the story map: exactly those it was counted from."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fieldstudy.analysis.consent import scopes_of, who_allows
from fieldstudy.analysis.filters import Selection
from fieldstudy.analysis.map_rows import Reaction
from fieldstudy.coding.models import Code, Coding
from fieldstudy.diary.models import Attachment
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import Scope
from fieldstudy.studies.models import Study


class Show(StrEnum):
    """Which number of a touchpoint is asked after."""

    ENTRIES = "entries"
    OWN = "own"
    CODER = "coder"
    COMPETITOR = "competitor"
    PAIN = "pain"
    PRAISE = "praise"
    MOVED = "moved"
    CODE = "code"
    PHOTOS = "photos"
    NOWHERE = "nowhere"
    """Entries that name no touchpoint."""


@dataclass(frozen=True, slots=True)
class Question:
    """One number: of a touchpoint, or of the whole map without one; a code for Show.CODE."""

    show: Show = Show.ENTRIES
    touchpoint: UUID | None = None
    code: UUID | None = None


def evidence(selection: Selection, question: Question) -> EntryQuerySet:
    """The entries that answer, of the segment chosen, the latest happening first."""
    entries = _entries(selection, question)
    if selection.chosen.segment:
        entries = entries.filter(participation__segments=selection.chosen.segment)
    return entries.newest_first()


def people_in(entries: EntryQuerySet) -> int:
    """How many participants stand behind these entries."""
    return entries.order_by().values("participation_id").distinct().count()


def _entries(selection: Selection, question: Question) -> EntryQuerySet:
    own, touchpoint = selection.own_entries(), question.touchpoint
    if question.show is Show.NOWHERE:
        return own.filter(touchpoint=None).exclude(Exists(_placed(selection.study)))
    if touchpoint is None:
        return own
    at_touchpoint = Q(touchpoint=touchpoint)
    match question.show:
        case Show.OWN:
            return own.filter(at_touchpoint, valence__isnull=False)
        case Show.COMPETITOR:
            rivals = selection.competitor_entries()
            return rivals.filter(at_touchpoint, valence__isnull=False)
        case Show.PHOTOS:
            return _with_photos(selection, own.filter(at_touchpoint))
        case Show.ENTRIES:
            placed = _placed(selection.study).filter(touchpoint=touchpoint)
            return own.filter(at_touchpoint | Q(Exists(placed)))
        case _:
            return own.filter(Exists(_coded(selection.study, question)))


def _placed(study: Study) -> "QuerySet[Coding]":
    """Touchpoint codes in an entry."""
    placed: QuerySet[Coding] = study.codings.live().filter(
        entry=OuterRef("pk"), touchpoint__isnull=False, code__kind=Code.Kind.TOUCHPOINT
    )
    return placed


def _coded(study: Study, question: Question) -> "QuerySet[Coding]":
    """Codings of an entry that the number counts."""
    codings: QuerySet[Coding] = study.codings.live().filter(
        entry=OuterRef("pk"), touchpoint=question.touchpoint
    )
    if question.show is Show.CODER:
        return codings.filter(valence__isnull=False)
    if question.show is Show.CODE:
        return codings.filter(code=question.code)
    return codings.filter(strength__isnull=False, code__reaction=Reaction(question.show).value)


def _with_photos(selection: Selection, entries: EntryQuerySet) -> EntryQuerySet:
    allowed = who_allows(scopes_of(selection.study), Scope.PHOTOS)
    photos = selection.study.attachments.present().filter(
        entry=OuterRef("pk"), kind=Attachment.Kind.PHOTO, state=Attachment.State.READY
    )
    return entries.filter(Exists(photos), participation__in=allowed)
