"""The codebook: all codes by kind, and the editor in which both languages face each other."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.coding import refusals
from fieldstudy.coding.actions import (
    add_touchpoint_codes,
    archive_code,
    create_code,
    move_code,
    restore_code,
    starter_codebook,
    update_code,
)
from fieldstudy.coding.codebook import KINDS, tree
from fieldstudy.coding.models import Code
from fieldstudy.web.researcher.coding.code_form import CodeForm
from fieldstudy.web.researcher.coding.looks import line_of


@action("code.read")
@require_safe
def codebook(request: StaffRequest) -> HttpResponse:
    """Every code."""
    return _page(request)


@action("code.manage")
@require_POST
def starter(request: StaffRequest) -> HttpResponse:
    """Fill an empty codebook."""
    try:
        made = starter_codebook(request.study, by=request.user)
    except refusals.CodebookNotEmpty as refused:
        messages.error(request, str(refused.words))
    else:
        messages.success(
            request, ngettext("%(n)s code made.", "%(n)s codes made.", made) % {"n": made}
        )
    return redirect("researcher:codebook", request.study.slug)


@action("code.manage")
@require_POST
def touchpoints(request: StaffRequest) -> HttpResponse:
    """Codes for touchpoints that have none yet."""
    made = add_touchpoint_codes(request.study, by=request.user)
    messages.success(request, ngettext("%(n)s code made.", "%(n)s codes made.", made) % {"n": made})
    return redirect("researcher:codebook", request.study.slug)


@action("code.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A new code of ``?kind=``, perhaps ``?under=`` another."""
    parent = _parent(request)
    kind = parent.kind if parent else request.GET.get("kind", "")
    if kind not in KINDS:
        raise Http404
    form = CodeForm(request.POST or None, study=request.study, kind=kind, parent=parent)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_code(
                request.study, kind=kind, parent=parent, by=request.user, **form.fields_of_code()
            )
        except refusals.CodingRefused as refused:
            form.refuse(refused)
        else:
            return redirect("researcher:code", request.study.slug, made.pk)
    return _page(request, form=form, kind=kind, parent=parent)


@action("code.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: StaffRequest, code: UUID) -> HttpResponse:
    """One code in the editor."""
    found = _code(request, code)
    form = CodeForm(
        request.POST or None, study=request.study, kind=found.kind, code=found, parent=found.parent
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_code(found, by=request.user, **form.fields_of_code())
        except refusals.CodingRefused as refused:
            found.refresh_from_db()
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("researcher:code", request.study.slug, found.pk)
    return _page(request, form=form, kind=found.kind, parent=found.parent, code=found)


@action("code.manage")
@require_POST
def place(request: StaffRequest, code: UUID) -> HttpResponse:
    """Move a code: ``step`` −1 or 1 among its siblings, or ``under`` another code (empty: the top)."""
    found = _code(request, code)
    parent, position = found.parent, found.position
    if "under" in request.POST:
        under = request.POST["under"]
        parent = _code(request, _key(under)) if under else None
        position = request.study.codes.filter(kind=found.kind, parent=parent).count()
    else:
        siblings = request.study.codes.applicable().filter(kind=found.kind, parent=parent)
        order = [each.pk for each in siblings.order_by("position", "id")]
        position = order.index(found.pk) + (-1 if request.POST.get("step") == "-1" else 1)
    try:
        move_code(found, by=request.user, parent=parent, position=position)
    except refusals.CodingRefused as refused:
        messages.error(request, str(refused.words))
    return redirect("researcher:code", request.study.slug, found.pk)


@action("code.manage")
@require_POST
def archive(request: StaffRequest, code: UUID) -> HttpResponse:
    """Take a code and what is below out of use, or (``restore``) bring it back."""
    found = get_object_or_404(request.study.codes, pk=code)
    if "restore" not in request.POST:
        count = archive_code(found, by=request.user)
        words = ngettext("%(n)s code archived.", "%(n)s codes archived.", count)
        messages.success(request, words % {"n": count})
        return redirect("researcher:codebook", request.study.slug)
    try:
        restore_code(found, by=request.user)
    except refusals.CodingRefused as refused:
        messages.error(request, str(refused.words))
        return redirect("researcher:codebook", request.study.slug)
    return redirect("researcher:code", request.study.slug, found.pk)


def _page(
    request: StaffRequest,
    *,
    form: CodeForm | None = None,
    kind: str = "",
    parent: Code | None = None,
    code: Code | None = None,
) -> HttpResponse:
    codes = list(request.study.codes.select_related("touchpoint"))
    live = [each for each in codes if each.archived_at is None and each.merged_into_id is None]
    lines = [
        (key, [line_of(each.code, each.depth) for each in tree(c for c in live if c.kind == key)])
        for key in KINDS
    ]
    named = {each.touchpoint_id for each in codes if each.touchpoint_id}
    return render(
        request,
        "researcher/codebook/codebook.html",
        {
            "kinds": lines,
            "is_empty": not codes,
            "archived": [line_of(each) for each in codes if each.archived_at is not None],
            "form": form,
            "kind": Code.Kind(kind) if kind else None,
            "parent": parent,
            "code": code,
            "parents": _parents(live, code),
            "unnamed": request.study.touchpoints.current().exclude(pk__in=named).count(),
        },
    )


def _parents(live: list[Code], code: Code | None) -> list[Any]:
    """Codes that this one could stand under: its kind, but for itself and what is below it."""
    if code is None:
        return []
    below = {code.pk}
    lines = tree(each for each in live if each.kind == code.kind)
    for line in lines:
        if line.code.parent_id in below:
            below.add(line.code.pk)
    return [line for line in lines if line.code.pk not in below]


def _parent(request: StaffRequest) -> Code | None:
    under = request.GET.get("under", "")
    return _code(request, _key(under)) if under else None


def _code(request: StaffRequest, key: UUID | None) -> Code:
    rows = request.study.codes.applicable().select_related("parent")
    found: Code = get_object_or_404(rows, pk=key)
    return found


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
