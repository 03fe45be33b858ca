"""The prompts: their list, one under edit with its items and its preview, its facts and its time."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import LANGUAGES, reading_language
from fieldstudy.designs.readiness import burden_of, is_heavy
from fieldstudy.schedules.actions import set_rule
from fieldstudy.schedules.models import ScheduleRule
from fieldstudy.studies.actions import (
    add_part,
    archive_part,
    change_part,
    move_part,
    restore_part,
)
from fieldstudy.studies.models import Prompt, PromptItem, Study
from fieldstudy.studies.wording import Hint, hint_for
from fieldstudy.web.researcher.setup.dayline import windows
from fieldstudy.web.researcher.setup.forms.prompts import PromptForm, WhenForm
from fieldstudy.web.researcher.setup.forms.refusals import show_refusal
from fieldstudy.web.researcher.setup.parts import STEPS

NEW_RULE: dict[str, Any] = {"kind": "event", "window_min": 120, "grace_min": 30}


@dataclass(frozen=True, slots=True)
class Line:
    """One prompt in the list at the side, with the rule that says when it is asked."""

    prompt: Prompt
    rule: ScheduleRule | None


def lines_of(study: Study) -> list[Line]:
    """The current prompts with their rules, in two queries."""
    rules = {rule.prompt_id: rule for rule in study.schedule_rules.filter(ended_at=None)}
    return [Line(each, rules.get(each.pk)) for each in study.prompts.current().in_order()]


@action("study.design")
@require_safe
def prompts(request: StaffRequest) -> HttpResponseBase:
    """To the first prompt; without any, a page that says how to begin."""
    lines = lines_of(request.study)
    if lines:
        return redirect("researcher:prompt", request.study.slug, lines[0].prompt.pk)
    archived = request.study.prompts.exclude(archived_at=None).in_order()
    return render(request, "researcher/setup/no_prompts.html", {"archived": archived})


@action("study.design")
@require_safe
def prompt(request: StaffRequest, prompt_id: UUID) -> HttpResponse:
    """One prompt under edit: its items in both languages, beside what a phone will show."""
    return render(request, "researcher/setup/prompt.html", editor(request, prompt_id))


def editor(request: StaffRequest, prompt_id: UUID, **more: Any) -> dict[str, Any]:
    """What the editor shows: a fixed number of queries whatever the number of items."""
    prompt = get_object_or_404(
        request.study.prompts.current().select_related("scenario"), pk=prompt_id
    )
    lines = lines_of(request.study)
    rule = next(line.rule for line in lines if line.prompt.pk == prompt.pk)
    items = list(prompt.items.in_order())
    shown = [item for item in items if item.archived_at is None]
    language = request.GET.get("preview", "")
    burden = burden_of(request.study)
    return {
        "lines": lines,
        "prompt": prompt,
        "rule": rule,
        "windows": _windows(rule),
        "items": [(item, _hint(item)) for item in shown],
        "archived_items": [item for item in items if item.archived_at is not None],
        "archived_prompts": request.study.prompts.exclude(archived_at=None).in_order(),
        "kinds": PromptItem.Kind.choices,
        "preview": language if language in LANGUAGES else reading_language(),
        "preview_languages": [("zh-Hans", "中文"), ("en", "English")],
        "touchpoints": list(request.study.touchpoints.current()[:4]),
        "brands": list(request.study.brands.current().in_order()[:4]),
        "newest": request.study.protocol_versions.newest(),
        "incomplete": [item for item in shown if _misses(item, request.study)],
        "burden": burden,
        "is_heavy": is_heavy(burden),
        **more,
    }


def _hint(item: PromptItem) -> Hint | None:
    return None if item.settings.get("why_is_kept") else hint_for(item.wording)


def _misses(item: PromptItem, study: Study) -> bool:
    return bool(set(item.wording.missing) & set(study.languages))


def _windows(rule: ScheduleRule | None) -> list[Any]:
    if rule is None or rule.kind != ScheduleRule.Kind.FIXED:
        return []
    return windows(rule.settings["times"], rule.window_min, rule.grace_min)


@action("study.design")
def new_prompt(request: StaffRequest) -> HttpResponseBase:
    """Name a new prompt; its items come next."""
    form = PromptForm(request.POST or None, study=request.study)
    if request.method == "POST" and form.is_valid():
        made = add_part(Prompt, request.study, by=request.user, **form.cleaned_data)
        set_rule(made, settings={}, by=request.user, **NEW_RULE)
        return redirect("researcher:prompt", request.study.slug, made.pk)
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/prompt_facts.html", {"form": form}, status=status)


@action("study.design")
def prompt_facts(request: StaffRequest, prompt_id: UUID) -> HttpResponseBase:
    """What a prompt is called, and what it belongs to."""
    prompt = get_object_or_404(request.study.prompts, pk=prompt_id)
    initial = {name: getattr(prompt, name) for name in PromptForm.base_fields}
    form = PromptForm(request.POST or None, study=request.study, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_part(prompt, by=request.user, **form.cleaned_data)
        return redirect("researcher:prompt", request.study.slug, prompt.pk)
    context = {"form": form, "prompt": prompt}
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/prompt_facts.html", context, status=status)


@action("study.design")
def prompt_when(request: StaffRequest, prompt_id: UUID) -> HttpResponseBase:
    """When a prompt is asked."""
    prompt = get_object_or_404(request.study.prompts.current(), pk=prompt_id)
    rule = prompt.schedule_rules.filter(ended_at=None).first()
    initial: dict[str, Any] = dict(NEW_RULE)
    if rule is not None:
        initial = {name: getattr(rule, name) for name in NEW_RULE}
        initial["times"] = ", ".join(rule.settings.get("times", []))
    form = WhenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_rule(prompt, by=request.user, **form.values())
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            return redirect("researcher:prompt", request.study.slug, prompt.pk)
    context = {"form": form, "prompt": prompt}
    status = 422 if form.errors else 200
    return render(request, "researcher/setup/prompt_when.html", context, status=status)


@action("study.design")
@require_POST
def prompt_position(request: StaffRequest, prompt_id: UUID) -> HttpResponseBase:
    """Move a prompt one place up or down in the list."""
    prompt = get_object_or_404(request.study.prompts.current(), pk=prompt_id)
    move_part(prompt, steps=STEPS.get(request.POST.get("move", ""), 0), by=request.user)
    return redirect("researcher:prompt", request.study.slug, prompt.pk)


@action("study.design")
@require_POST
def prompt_archive(request: StaffRequest, prompt_id: UUID) -> HttpResponseBase:
    """Ask a prompt no longer, or again."""
    prompt = get_object_or_404(request.study.prompts, pk=prompt_id)
    if request.POST.get("restore"):
        restore_part(prompt, by=request.user)
        return redirect("researcher:prompt", request.study.slug, prompt.pk)
    archive_part(prompt, by=request.user)
    messages.success(request, _("Archived. It is asked no longer once you publish."))
    return redirect("researcher:prompts", slug=request.study.slug)
