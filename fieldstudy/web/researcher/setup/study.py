"""A new study, what it says of itself, its copy, its design as a file."""

import json
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fieldstudy.access.requests import PersonRequest, StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import LocalizedText
from fieldstudy.designs.actions import copy_study, create_from_starter, import_design
from fieldstudy.designs.reading import UnreadableDesign
from fieldstudy.designs.schema import read_design
from fieldstudy.designs.writing import design_of
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import create_study, update_study
from fieldstudy.studies.models import Study
from fieldstudy.web.researcher.setup.forms.refusals import show_refusal
from fieldstudy.web.researcher.setup.forms.study import (
    BLANK,
    FILE,
    CopyForm,
    FactsForm,
    NewStudyForm,
)


@action("staff")
def new_study(request: PersonRequest) -> HttpResponseBase:
    """Begin a study: empty, from one of our designs, or from a file."""
    form = NewStudyForm(request.POST or None, request.FILES or None, initial={"client_id": uuid4()})
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            study = _begin(form, by=request.user)
        except UnreadableDesign as unreadable:
            problems = unreadable.problems
            form.add_error("file", _("This file cannot be taken in. Nothing was made."))
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            return redirect("researcher:setup", slug=study.slug)
    context = {"form": form, "problems": problems[:50]}
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/new_study.html", context, status=status)


def _begin(form: NewStudyForm, *, by: Person) -> Study:
    """The study of this form; the same form sent twice makes one."""
    client_id = form.cleaned_data["client_id"]
    name, start = form.cleaned_data["name"], form.cleaned_data["begin_with"]
    made: Study | None = Study.objects.of(by).filter(client_id=client_id).first()
    if made is not None:
        return made
    if start == BLANK:
        return create_study(by=by, name=name, client_id=client_id)
    if start == FILE:
        design = read_design(form.cleaned_data["file"].read())
        return import_design(design, by=by, name=name, client_id=client_id)
    return create_from_starter(start, by=by, name=name, client_id=client_id)


@action("study.design")
def facts(request: StaffRequest) -> HttpResponseBase:
    """What the study says of itself."""
    values = {name: getattr(request.study, name) for name in FactsForm.base_fields}
    form = FactsForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        try:
            update_study(request.study, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("researcher:facts", slug=request.study.slug)
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/facts.html", {"form": form}, status=status)


@action("study.copy")
def copy(request: StaffRequest) -> HttpResponseBase:
    """A new study with the same design."""
    name = request.study.name
    suggested = LocalizedText(
        zh=f"{name.zh}（副本）" if name.zh else "", en=f"{name.en} (copy)" if name.en else ""
    )
    form = CopyForm(request.POST or None, initial={"name": suggested})
    if request.method == "POST" and form.is_valid():
        copied = copy_study(request.study, by=request.user, name=form.name_given())
        messages.success(request, _("This is the copy. Nobody is invited to it yet."))
        return redirect("researcher:setup", slug=copied.slug)
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/copy.html", {"form": form}, status=status)


@action("study.design")
@require_safe
def design_file(request: StaffRequest) -> HttpResponse:
    """The whole design as one JSON file."""
    written = json.dumps(design_of(request.study), ensure_ascii=False, indent=2)
    response = HttpResponse(written + "\n", content_type="application/json; charset=utf-8")
    name = f"{request.study.slug}.fieldstudy.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
