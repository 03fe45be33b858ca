"""The entries behind a number: what people wrote, showed and said, and what coders put on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.analysis.consent import Scopes, scopes_of, who_allows
from fieldstudy.analysis.evidence import Question, Show, evidence, people_in
from fieldstudy.analysis.filters import Selection, select
from fieldstudy.analysis.map_rows import Reaction, Series
from fieldstudy.analysis.story_map import Column, StoryMap
from fieldstudy.coding.models import Code, Coding
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import Scope
from fieldstudy.studies.models import Study, Touchpoint
from fieldstudy.web.researcher.story_map.choices import Choice, choose
from fieldstudy.web.researcher.story_map.views import computed, narrowing

PAGE = 50
EXCLUDED_SHOWN = 20

ASKED: dict[Show, Promise] = {
    Show.ENTRIES: _("All entries"),
    Show.OWN: _("Own rating"),
    Show.CODER: _("Rated by coders"),
    Show.COMPETITOR: _("Own rating of competitors"),
    Show.PAIN: _("Pain"),
    Show.PRAISE: _("Praise"),
    Show.MOVED: _("Moved"),
    Show.CODE: _("Code"),
    Show.PHOTOS: _("With photos"),
    Show.NOWHERE: _("Without a touchpoint"),
}


@dataclass(slots=True)
class Coded:
    """A code put on an entry at the touchpoint, by so many coders, at most so strongly."""

    code: Code
    strength: int
    coders: int

    @property
    def mark(self) -> str:
        """The drawing in front of it."""
        return self.code.reaction or self.code.kind


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry as this reader may see it. The team knows participants by their labels and sees
    what was coded; the client does neither."""

    entry: Entry
    shows_words: bool
    attachments: list[Attachment]
    is_named: bool
    coded: list[Coded]


@action("evidence.read")
@require_GET
def show_evidence(request: StaffRequest) -> HttpResponse:
    """One page of the entries that a number was counted from, the latest happening first."""
    choice = choose(request)
    if choice is None:
        raise Http404
    study = request.study
    question, touchpoint, code = _question(request)
    selection, scopes = select(study, choice.filter), scopes_of(study)
    if choice.audience.withholds and not _is_shown(computed(selection, choice), question):
        raise Http404
    entries = evidence(selection, question)
    seen = _seen_by_client(entries, scopes) if choice.audience.withholds else entries
    page = list(_with_everything(_after(request, study, seen), question)[: PAGE + 1])
    context = {
        "choice": choice,
        "narrowing": narrowing(choice),
        "touchpoint": touchpoint,
        "asked": code or ASKED[question.show],
        "show": question.show,
        "people": people_in(entries),
        "count": entries.count(),
        "seen": seen.count() if choice.audience.withholds else None,
        "pieces": [_piece(entry, choice, scopes) for entry in page[:PAGE]],
        "next": page[PAGE - 1].pk if len(page) > PAGE else None,
        "query": _query(choice, question),
        "excluded": _excluded(choice, selection, question),
    }
    return render(request, "researcher/story_map/evidence.html", context)


def _question(request: StaffRequest) -> tuple[Question, Touchpoint | None, Code | None]:
    """Raises Http404 for what is not of this study or not a number of the map."""
    try:
        show = Show(request.GET.get("show", Show.ENTRIES))
    except ValueError as unknown:
        raise Http404 from unknown
    touchpoint = _part(request, "touchpoint", request.study.touchpoints)
    code = _part(request, "code", request.study.codes)
    if (touchpoint is None) != (show is Show.NOWHERE) and show is not Show.ENTRIES:
        raise Http404
    if (code is None) == (show is Show.CODE):
        raise Http404
    return Question(show, touchpoint and touchpoint.pk, code and code.pk), touchpoint, code


def _part(request: StaffRequest, name: str, rows: Any) -> Any:
    key = request.GET.get(name)
    if not key:
        return None
    try:
        return get_object_or_404(rows, pk=UUID(key))
    except ValueError as unreadable:
        raise Http404 from unreadable


def _is_shown(story_map: StoryMap, question: Question) -> bool:
    """Whether the client sees this number at all: what is withheld has no evidence either."""
    if question.touchpoint is None:
        return question.show is Show.ENTRIES and story_map.people is not None
    touchpoint = str(question.touchpoint)
    column = next((one for one in story_map.shown if one.place.touchpoint == touchpoint), None)
    return column is not None and not column.words_withheld and _has(column, question)


def _has(column: Column, question: Question) -> bool:
    show = question.show
    if show in (Show.OWN, Show.CODER, Show.COMPETITOR):
        return bool(column.point(Series(show.value)).people)
    if show in (Show.PAIN, Show.PRAISE, Show.MOVED):
        kind = Reaction(show.value)
        return any(cell.reaction is kind and cell.affected for cell in column.reactions)
    if show is Show.CODE:
        chips = (*column.needs.chips, *column.actions.chips)
        return str(question.code) in [chip.code for chip in chips]
    return show is Show.ENTRIES


def _seen_by_client(entries: EntryQuerySet, scopes: Scopes) -> EntryQuerySet:
    """Entries of people who allow viewing by the client, and something of theirs to see."""
    allowed = who_allows(scopes, Scope.CLIENT_VIEWING)
    return entries.filter(participation__in=allowed)


def _after(request: StaffRequest, study: Study, entries: EntryQuerySet) -> EntryQuerySet:
    """The rows behind the last one of the page before; a key, so that nothing shifts meanwhile."""
    last = _part(request, "after", study.entries)
    if last is None:
        return entries
    same_moment = Q(happened_at=last.happened_at, pk__lt=last.pk)
    return entries.filter(Q(happened_at__lt=last.happened_at) | same_moment)


def _with_everything(entries: EntryQuerySet, question: Question) -> EntryQuerySet:
    codings = Coding.objects.live().select_related("code").order_by("created_at", "id")
    if question.touchpoint:
        codings = codings.filter(touchpoint=question.touchpoint)
    shown = Attachment.objects.present().filter(state=Attachment.State.READY)
    attachments = shown.select_related("transcript__latest").order_by("position", "id")
    return entries.with_words().prefetch_related(
        Prefetch("codings", codings, to_attr="codings_here"),
        Prefetch("attachments", attachments, to_attr="files"),
    )


_NEEDED = {
    Attachment.Kind.PHOTO: {Scope.PHOTOS},
    Attachment.Kind.RECORDING: {Scope.VOICE},
    Attachment.Kind.VIDEO: {Scope.PHOTOS, Scope.VOICE},
}


def _piece(entry: Any, choice: Choice, scopes: Scopes) -> Piece:
    if not choice.audience.withholds:
        coded = _coded(entry.codings_here)
        return Piece(entry, shows_words=True, attachments=entry.files, is_named=True, coded=coded)
    allowed = scopes.get(str(entry.participation_id), frozenset())
    return Piece(
        entry,
        shows_words=Scope.QUOTES in allowed,
        attachments=[
            one for one in entry.files if _NEEDED[Attachment.Kind(one.kind)].issubset(allowed)
        ],
        is_named=False,
        coded=[],
    )


def _coded(codings: Iterable[Coding]) -> list[Coded]:
    """Codings of the same code together."""
    found: dict[UUID, tuple[Coded, set[UUID]]] = {}
    for coding in codings:
        coded, coders = found.setdefault(coding.code_id, (Coded(coding.code, 0, 0), set()))
        coders.add(coding.coder_id)
        coded.strength = max(coded.strength, coding.strength or 0)
        coded.coders = len(coders)
    return [coded for coded, _ in found.values()]


def _query(choice: Choice, question: Question) -> str:
    asked = {"show": question.show, "touchpoint": question.touchpoint, "code": question.code}
    return choice.query(**asked)


def _excluded(choice: Choice, selection: Selection, question: Question) -> list[Entry]:
    """What would be in the list, had a researcher not excluded it; for the team only."""
    if choice.audience.withholds:
        return []
    entries = evidence(selection.of_excluded(), question).select_related(
        "exclusion__by", "participation"
    )
    return list(entries[:EXCLUDED_SHOWN])
