"""The coding desk: queue, entry and codebook side by side."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.coding.models import Code, Memo
from fieldstudy.diary.models import Entry
from fieldstudy.web.researcher.coding.answers import answers_of
from fieldstudy.web.researcher.coding.filters import Filters
from fieldstudy.web.researcher.coding.looks import kinds_of, line_of
from fieldstudy.web.researcher.coding.material import Sound, lines_of, media_of
from fieldstudy.web.researcher.coding.queue import progress, window
from fieldstudy.web.researcher.coding.sheet import Sheet, sheet_of

VISIT_SHOWN = 40


@action("coding.read")
@require_safe
def desk(request: StaffRequest, entry: UUID) -> HttpResponse:
    """One entry, to be read and coded."""
    rows = request.study.entries.real().with_words()
    found: Entry = get_object_or_404(
        rows.select_related("protocol_version", "prompt", "exclusion"), pk=entry
    )
    filters = Filters.read(request.GET, request.study)
    beside = window(request, found, filters)
    photos, sounds = media_of(found)
    sheet = sheet_of(found, request.user, _shown(found, sounds))
    codes = list(request.study.codes.applicable())
    memos = _memos(request, found)
    own = [memo for memo in memos if memo.author_id == request.user.pk]
    assignment = found.assignments.filter(coder=request.user).first()
    return render(
        request,
        "researcher/coding/desk.html",
        {
            "entry": found,
            "lines": lines_of(found.text),
            "answers": answers_of(found),
            "photos": photos,
            "sounds": sounds,
            "visit": _visit(found),
            "kinds": kinds_of(codes),
            "retired": _retired(request, sheet, codes),
            "sheet": sheet,
            "memo": own[0] if own else None,
            "memos": [memo for memo in memos if memo not in own[:1]],
            "assignment": assignment,
            "beside": beside,
            "filters": filters,
            "progress": progress(request, filters),
            "query": filters.query(),
            "desk": _document(request, found, sheet, sounds, own[0] if own else None),
        },
    )


def _shown(entry: Entry, sounds: list[Sound]) -> set[UUID]:
    versions = {sound.version.pk for sound in sounds if sound.version}
    return versions | {entry.latest_id} if entry.latest_id else versions


def _visit(entry: Entry) -> list[Entry]:
    """The entries of the same visit, as things happened; empty when this is the only one."""
    if entry.visit_id is None:
        return []
    rows = entry.study.entries.real().filter(visit=entry.visit_id).select_related("touchpoint")
    others = list(rows.in_order()[:VISIT_SHOWN])
    return others if len(others) > 1 else []


def _memos(request: StaffRequest, entry: Entry) -> list[Memo]:
    memos = request.study.memos.filter(subject_kind="entry", subject_id=entry.pk)
    return list(memos.select_related("author").order_by("id"))


def _retired(request: StaffRequest, sheet: Sheet, codes: list[Code]) -> list[Any]:
    """Codes that stand on the entry but can no longer be put."""
    known = {str(code.pk) for code in codes}
    used = {coding["code"] for each in (*sheet.here, *sheet.earlier) for coding in each["codings"]}
    missing = used - known
    rows = request.study.codes.filter(pk__in=missing) if missing else []
    return [line_of(code) for code in rows]


def _document(
    request: StaffRequest, entry: Entry, sheet: Sheet, sounds: list[Sound], memo: Memo | None
) -> dict[str, Any]:
    """What the modules of the page begin with."""
    slug, some = request.study.slug, UUID(int=0)
    return {
        "entry": str(entry.pk),
        "person": str(request.user.pk),
        "excerpts": sheet.here,
        "earlier": sheet.earlier,
        "memo": {"id": str(memo.client_id if memo else uuid4()), "text": memo.text if memo else ""},
        "words": {str(sound.attachment.pk): sound.words for sound in sounds},
        "urls": {
            "codings": reverse("researcher:coding_codings", args=[slug, entry.pk]),
            "coding": reverse("researcher:coding_item", args=[slug, some]),
            "memo": reverse("researcher:coding_memo", args=[slug, some]),
            "done": reverse("researcher:coding_done", args=[slug, entry.pk]),
            "counts": reverse("researcher:coding_counts", args=[slug]),
        },
    }
