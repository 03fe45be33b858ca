"""The items of a prompt: a new one, one in full, its wording, its place, and the hint about "why"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import LocalizedText
from fieldstudy.studies.actions import (
    add_item,
    archive_item,
    change_item,
    move_item,
    restore_item,
)
from fieldstudy.studies.actions.items import is_published, values_of
from fieldstudy.studies.items import KEPT, SHAPES
from fieldstudy.studies.models import PromptItem
from fieldstudy.studies.wording import hint_for
from fieldstudy.web.researcher.setup.forms.items import SPARE_ROWS, ItemForm
from fieldstudy.web.researcher.setup.forms.prompts import WordingForm
from fieldstudy.web.researcher.setup.forms.refusals import show_refusal
from fieldstudy.web.researcher.setup.parts import STEPS
from fieldstudy.web.researcher.setup.prompts import editor

SHOWN = ("key", "wording", "hint", "options", "settings", "shown_if", "is_required")


@action("study.design")
def new_item(request: StaffRequest, prompt_id: UUID) -> HttpResponseBase:
    """Write a new item of the kind that the address names."""
    prompt = get_object_or_404(request.study.prompts.current(), pk=prompt_id)
    kind = request.GET.get("kind", "text")
    if kind not in SHAPES:
        raise Http404
    earlier = [values_of(item) for item in prompt.items.current().in_order()]
    form = ItemForm(request.POST or None, kind=kind, earlier=earlier, values={})
    if request.method == "POST" and form.is_valid():
        try:
            item = add_item(prompt, kind=kind, by=request.user, **form.item_fields())
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            return redirect(_place_of(request, item))
    return _page(request, form, prompt=prompt, kind_label=PromptItem.Kind(kind).label)


@action("study.design")
def item(request: StaffRequest, item_id: UUID) -> HttpResponseBase:
    """Change all of an item but its kind."""
    item = get_object_or_404(request.study.prompt_items.select_related("prompt"), pk=item_id)
    rows = item.prompt.items.current().filter(position__lt=item.position).in_order()
    form = ItemForm(
        request.POST or None,
        kind=item.kind,
        earlier=[values_of(row) for row in rows if row.pk != item.pk],
        values={name: getattr(item, name) for name in SHOWN},
        key_is_open=not is_published(item),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_item(item, by=request.user, **form.item_fields())
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            return redirect(_place_of(request, item))
    label = item.get_kind_display()
    return _page(request, form, prompt=item.prompt, item=item, kind_label=label)


def _page(request: StaffRequest, form: ItemForm, **context: Any) -> HttpResponse:
    if SHAPES[form.kind].has_options:
        context["option_rows"] = [*form.options, *[{"key": "", "zh": "", "en": ""}] * SPARE_ROWS]
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/item.html", {"form": form, **context}, status=status)


@action("study.design")
@require_POST
def item_wording(request: StaffRequest, item_id: UUID) -> HttpResponseBase:
    """Save the wording as typed; or take the offered one; or keep asking for a reason."""
    item = get_object_or_404(request.study.prompt_items, pk=item_id)
    form = WordingForm(request.POST)
    is_part = request.GET.get("part") == "hint"
    if not form.is_valid() and is_part:
        return HttpResponse(status=422)
    if not form.is_valid():
        context = editor(request, item.prompt_id, wrong_item=item.pk, wrong_form=form)
        return render(request, "researcher/setup/prompt.html", context, status=422)
    wording: LocalizedText = form.cleaned_data["wording"]
    act = request.POST.get("act")
    if act == "offer" and (hint := hint_for(wording)):
        wording = hint.offer
    fields: dict[str, Any] = {"wording": wording}
    if act == "keep":
        fields["settings"] = {**item.settings, KEPT: True}
    change_item(item, by=request.user, **fields)
    return _hint(request, wording) if is_part else redirect(_place_of(request, item))


@action("study.design")
@require_POST
def item_position(request: StaffRequest, item_id: UUID) -> HttpResponseBase:
    """Move an item one place up or down its prompt."""
    item = get_object_or_404(request.study.prompt_items.current(), pk=item_id)
    try:
        move_item(item, steps=STEPS.get(request.POST.get("move", ""), 0), by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(_place_of(request, item))


@action("study.design")
@require_POST
def item_archive(request: StaffRequest, item_id: UUID) -> HttpResponseBase:
    """Ask an item no longer, or again."""
    item = get_object_or_404(request.study.prompt_items, pk=item_id)
    try:
        if request.POST.get("restore"):
            restore_item(item, by=request.user)
        else:
            archive_item(item, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(_place_of(request, item))


@action("study.design")
@require_safe
def wording_hint(request: StaffRequest) -> HttpResponse:
    """The hint for a wording that is being typed; an empty answer when it asks for no reason."""
    wording = LocalizedText(
        zh=request.GET.get("zh", "")[:2000], en=request.GET.get("en", "")[:2000]
    )
    return _hint(request, wording)


def _hint(request: StaffRequest, wording: LocalizedText) -> HttpResponse:
    hint = hint_for(wording)
    if hint is None:
        return HttpResponse(status=204)
    return render(request, "researcher/setup/_why.html", {"hint": hint})


def _place_of(request: StaffRequest, item: PromptItem) -> str:
    page = reverse("researcher:prompt", args=[request.study.slug, item.prompt_id])
    return f"{page}#part-{item.pk}"
