"""Brands, scenarios, stages, touchpoints, segments and waves: a new one, an old one, its place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.studies.actions import (
    add_part,
    archive_part,
    change_part,
    move_part,
    restore_part,
)
from fieldstudy.web.researcher.setup.forms.refusals import show_refusal
from fieldstudy.web.researcher.setup.kinds import Kind

STEPS = {"up": -1, "down": 1}


@action("study.design")
def new_part(request: StaffRequest, kind: Kind) -> HttpResponseBase:
    """Say what a new part is."""
    initial = {"stage": request.GET.get("stage", "")} if kind.name == "touchpoints" else {}
    form = kind.form(request.POST or None, study=request.study, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            part = add_part(kind.model, request.study, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            return redirect(_place_of(request, kind, part))
    context = {"form": form, "kind": kind, "heading": kind.new}
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/part.html", context, status=status)


@action("study.design")
def part(request: StaffRequest, kind: Kind, part_id: UUID) -> HttpResponseBase:
    """Change what a part is."""
    part = get_object_or_404(kind.of(request.study), pk=part_id)
    form = kind.form(request.POST or None, study=request.study, initial=kind.values(part))
    if request.method == "POST" and form.is_valid():
        try:
            change_part(part, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            return redirect(_place_of(request, kind, part))
    context = {"form": form, "kind": kind, "part": part, "heading": kind.values(part)["name"]}
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/part.html", context, status=status)


@action("study.design")
@require_POST
def part_position(request: StaffRequest, kind: Kind, part_id: UUID) -> HttpResponseBase:
    """Move a part one place up or down."""
    part = get_object_or_404(kind.of(request.study).current(), pk=part_id)
    move_part(part, steps=STEPS.get(request.POST.get("move", ""), 0), by=request.user)
    return redirect(_place_of(request, kind, part))


@action("study.design")
@require_POST
def part_archive(request: StaffRequest, kind: Kind, part_id: UUID) -> HttpResponseBase:
    """Take a part out of the design, or back into it."""
    part = get_object_or_404(kind.of(request.study), pk=part_id)
    try:
        if request.POST.get("restore"):
            restore_part(part, by=request.user)
        else:
            archive_part(part, by=request.user)
            messages.success(request, _("Archived. What was logged with it keeps it."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(_place_of(request, kind, part))


def _place_of(request: StaffRequest, kind: Kind, part: Any) -> str:
    return reverse(f"researcher:{kind.page}", args=[request.study.slug]) + f"#part-{part.pk}"
