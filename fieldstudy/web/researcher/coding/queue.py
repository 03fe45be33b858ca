"""The queue: entries as they happened, a page at a time, and a window of it beside the desk."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Substr
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.coding.models import Assignment, Coding
from fieldstudy.diary.models import Entry
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.people.models import Person
from fieldstudy.transcription.models import Transcript
from fieldstudy.web.researcher.coding.filters import Filters

PAGE = 50
BEFORE, AFTER = 10, 30
SNIPPET = 80


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of the queue.

    Attributes:
        rows: entries, each with ``snippet``, ``is_done`` and ``is_coded``.
        has_before, has_after: whether the queue goes on.
    """

    rows: list[Entry]
    has_before: bool
    has_after: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the entries in view one is done with."""

    done: int
    of: int


@action("coding.read")
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """All entries that the filters leave."""
    filters = Filters.read(request.GET, request.study)
    entries = filters.apply(codable(request), request.user)
    shown = _page(request, with_signs(entries, request.user))
    return render(
        request,
        "researcher/coding/queue.html",
        {
            "filters": filters,
            "progress": progress(request, filters),
            "shown": shown,
            "query": filters.query(),
            "before": filters.query(before=shown.rows[0].pk) if shown.rows else "",
            "after": filters.query(after=shown.rows[-1].pk) if shown.rows else "",
            "has_codes": request.study.codes.applicable().exists(),
        },
    )


def codable(request: StaffRequest) -> EntryQuerySet:
    """What can be coded in this study: what counts in analysis."""
    entries: EntryQuerySet = request.study.entries.in_analysis()
    return entries


def progress(request: StaffRequest, filters: Filters) -> Progress:
    """Over all that the filters leave but for their choice of state, which would beg the question."""
    chosen = {name: value for name, value in filters.chosen.items() if name != "state"}
    entries = Filters(filters.form, chosen, filters.zone).apply(codable(request), request.user)
    done = entries.filter(assignments__coder=request.user, assignments__done_at__isnull=False)
    return Progress(done.count(), entries.count())


def with_signs(entries: EntryQuerySet, person: Person) -> EntryQuerySet:
    """With what a line of the queue shows, and without the texts themselves."""
    spoken = Transcript.objects.filter(
        attachment__entry=OuterRef("pk"), attachment__removed_at=None
    ).order_by("attachment__position", "id")
    mine = Assignment.objects.filter(entry=OuterRef("pk"), coder=person, done_at__isnull=False)
    rows: EntryQuerySet = entries.select_related("participation", "author").annotate(
        written=Substr("latest__text", 1, SNIPPET),
        spoken=Subquery(spoken.values(words=Substr("latest__text", 1, SNIPPET))[:1]),
        is_done=Exists(mine),
        is_coded=Exists(Coding.objects.live().filter(entry=OuterRef("pk"), coder=person)),
    )
    return rows


def earlier(entries: EntryQuerySet, than: Entry) -> EntryQuerySet:
    """Those before an entry, the nearest first."""
    at = than.happened_at
    return (
        entries.filter(happened_at__lte=at)
        .filter(Q(happened_at__lt=at) | Q(id__lt=than.pk))
        .newest_first()
    )


def later(entries: EntryQuerySet, than: Entry) -> EntryQuerySet:
    """Those after an entry, the nearest first."""
    at = than.happened_at
    return (
        entries.filter(happened_at__gte=at)
        .filter(Q(happened_at__gt=at) | Q(id__gt=than.pk))
        .in_order()
    )


@dataclass(frozen=True, slots=True)
class Window:
    """The queue around one entry, and where the keys lead.

    Attributes:
        slice: the entries around it, itself included.
        next, previous, next_open: addresses, empty where there is none.
    """

    slice: Slice
    next: str
    previous: str
    next_open: str


def window(request: StaffRequest, entry: Entry, filters: Filters) -> Window:
    """The queue as it stands beside the desk."""
    entries = filters.apply(codable(request), request.user)
    signed = with_signs(entries, request.user)
    before = list(earlier(signed, entry)[: BEFORE + 1])
    after = list(later(signed, entry)[: AFTER + 1])
    here = list(with_signs(request.study.entries.filter(pk=entry.pk), request.user))
    unseen = later(entries, entry).exclude(
        Exists(Coding.objects.live().filter(entry=OuterRef("pk"), coder=request.user))
    )
    return Window(
        Slice(
            [*reversed(before[:BEFORE]), *here, *after[:AFTER]],
            len(before) > BEFORE,
            len(after) > AFTER,
        ),
        next=_address(request, after[0].pk if after else None, filters),
        previous=_address(request, before[0].pk if before else None, filters),
        next_open=_address(request, unseen.values_list("pk", flat=True).first(), filters),
    )


def _address(request: StaffRequest, key: UUID | None, filters: Filters) -> str:
    if key is None:
        return ""
    return reverse("researcher:coding_entry", args=[request.study.slug, key]) + filters.query()


def _page(request: StaffRequest, entries: EntryQuerySet) -> Slice:
    """The page that ``after`` or ``before`` names by an entry; the first one by itself."""
    for side in ("before", "after"):
        if side in request.GET:
            return _beside(entries, _named(request, request.GET[side]), side)
    rows = list(entries.in_order()[: PAGE + 1])
    return Slice(rows[:PAGE], has_before=False, has_after=len(rows) > PAGE)


def _beside(entries: EntryQuerySet, mark: Entry, side: str) -> Slice:
    if side == "after":
        rows = list(later(entries, mark)[: PAGE + 1])
        return Slice(rows[:PAGE], has_before=True, has_after=len(rows) > PAGE)
    rows = list(earlier(entries, mark)[: PAGE + 1])
    return Slice(rows[:PAGE][::-1], has_before=len(rows) > PAGE, has_after=True)


def _named(request: StaffRequest, key: str) -> Entry:
    try:
        found: Any = request.study.entries.filter(pk=UUID(key)).only("happened_at").first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    entry: Entry = found
    return entry
