"""Putting codes on pieces of an entry from the desk: as JSON, and as a form for the whole entry."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.coding import refusals
from fieldstudy.coding.actions import mark_done, put_code, remove_coding, reopen, set_strength
from fieldstudy.coding.anchors import WholeEntry, parse_anchor
from fieldstudy.coding.models import Code, Coding
from fieldstudy.diary.models import Entry
from fieldstudy.web.researcher.coding.requests import (
    WrongBody,
    answering_problems,
    body_of,
    is_json,
    key_in,
    number_in,
    readable,
)

COUNTS_KEPT_S = 30


@action("coding.create")
@require_POST
@answering_problems
def codings(request: StaffRequest, entry: UUID) -> HttpResponse:
    """``{id, code, excerpt, anchor, strength?}`` → 201 with the coding, 200 if it stood already."""
    found = _entry(request, entry)
    if not is_json(request):
        return _code_whole_entry(request, found)
    body = body_of(request)
    coding, is_new = put_code(
        found,
        code=_code(request, key_in(body, "code")),
        anchor=parse_anchor(body.get("anchor")),
        by=request.user,
        coding_id=key_in(body, "id"),
        excerpt_id=key_in(body, "excerpt"),
        strength=number_in(body, "strength"),
    )
    return readable(coding_as_json(coding), 201 if is_new else 200)


@action("coding.create")
@require_http_methods(["PATCH", "DELETE", "POST"])
@answering_problems
def coding(request: StaffRequest, coding: UUID) -> HttpResponse:
    """PATCH ``{operation, strength}``; DELETE. A form posts ``strength`` or ``remove``."""
    found: Coding = get_object_or_404(
        request.study.codings.select_related("code"), client_id=coding
    )
    if request.method == "DELETE":
        return readable(coding_as_json(remove_coding(found, by=request.user)))
    if request.method == "PATCH":
        body = body_of(request)
        strength = number_in(body, "strength")
        if strength is None:
            raise WrongBody("strength")
        operation = key_in(body, "operation")
        set_strength(found, strength=strength, by=request.user, operation_id=operation)
        return readable(coding_as_json(found))
    try:
        _change_by_form(request, found)
    except refusals.CodingRefused as refused:
        messages.error(request, str(refused.words))
    return _back(request, found.entry_id)


@action("coding.create")
@require_http_methods(["PUT", "DELETE", "POST"])
def done(request: StaffRequest, entry: UUID) -> HttpResponse:
    """Done with the entry, or (DELETE; a form's ``reopen``) not done after all."""
    found = _entry(request, entry)
    if request.method == "DELETE" or "reopen" in request.POST:
        reopen(found, by=request.user)
    else:
        mark_done(found, by=request.user)
    return _back(request, entry) if request.method == "POST" else HttpResponse(status=204)


@action("coding.read")
@require_safe
def counts(request: StaffRequest) -> HttpResponse:
    """How often each code stands in the study: ``{counts: {code: n}}``; the browser keeps it for 30 s.

    Fetched when the page stands: counting a million codings takes longer than a page may.
    """
    rows = request.study.codings.live().values_list("code").annotate(number=Count("*"))
    answer = readable({"counts": {str(code): count for code, count in rows.order_by()}})
    answer.headers["Cache-Control"] = f"private, max-age={COUNTS_KEPT_S}"
    return answer


def coding_as_json(coding: Coding) -> dict[str, Any]:
    """A coding by the browser's ids."""
    return {
        "id": str(coding.client_id),
        "excerpt": str(coding.excerpt.client_id),
        "code": str(coding.code_id),
        "strength": coding.strength,
        "removed": coding.removed_at is not None,
    }


def _entry(request: StaffRequest, key: UUID) -> Entry:
    entry: Entry = get_object_or_404(request.study.entries.real(), pk=key)
    return entry


def _code(request: StaffRequest, key: UUID) -> Code:
    code: Code | None = request.study.codes.filter(pk=key).first()
    if code is None:
        raise WrongBody("code")
    return code


def _code_whole_entry(request: StaffRequest, entry: Entry) -> HttpResponse:
    code = get_object_or_404(request.study.codes, pk=_uuid(request.POST.get("code", "")))
    try:
        put_code(
            entry,
            code=code,
            anchor=WholeEntry(),
            by=request.user,
            coding_id=uuid4(),
            excerpt_id=uuid4(),
        )
    except refusals.CodingRefused as refused:
        messages.error(request, str(refused.words))
    return _back(request, entry.pk)


def _change_by_form(request: StaffRequest, coding: Coding) -> None:
    strength = request.POST.get("strength", "")
    if "remove" in request.POST:
        remove_coding(coding, by=request.user)
    elif strength.isdecimal():
        set_strength(coding, strength=int(strength), by=request.user)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request: StaffRequest, entry: UUID) -> HttpResponse:
    """To the page the form stood on, filters and all."""
    came_from = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return redirect(came_from)
    return redirect("researcher:coding_entry", request.study.slug, entry)
