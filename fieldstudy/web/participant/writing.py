"""Writing an entry, and changing one: by a plain form, once or twice, with the same outcome."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import reading_language
from fieldstudy.diary.actions import Submission, Submitted, amend_entry, submit_entry
from fieldstudy.diary.actions.amending import asked_of
from fieldstudy.diary.asking import asked_by, free_prompt, live_version
from fieldstudy.diary.models import Entry, EntryRevision
from fieldstudy.media.models import Rendition
from fieldstudy.participants.consent import agreed_scopes, newest_act
from fieldstudy.participants.models import Participation
from fieldstudy.people.limits import ENTRIES_OF_PARTICIPATION, spend
from fieldstudy.studies.models import ProtocolVersion
from fieldstudy.web.participant.gates import after_consent
from fieldstudy.web.participant.thread import copy_link, present
from fieldstudy.web.shared.entry_form.fields import Choices, Held
from fieldstudy.web.shared.entry_form.files import Sender
from fieldstudy.web.shared.entry_form.form import EntryForm, scenario_options
from fieldstudy.web.shared.entry_form.reading import read_id
from fieldstudy.web.shared.entry_form.sending import Sent, send_form

LATELY = 20
"""So many last entries decide which touchpoints are offered first."""


@action("participant")
@require_http_methods(["GET", "HEAD", "POST"])
@after_consent
def new_entry(request: ParticipantRequest, prompt_id: UUID | None = None) -> HttpResponse:
    """The form of a prompt, or of what just happened."""
    version = _version(request)
    document: Mapping[str, Any] = version.document if version else {}
    prompt = version.prompt(str(prompt_id)) if version and prompt_id else free_prompt(document)
    if prompt is None:
        raise Http404
    form = EntryForm(
        prompt=prompt,
        asked=asked_by(document, prompt, agreed_scopes(newest_act(request.participation))),
        choices=_choices(document, request.participation),
        scenarios=[] if prompt["id"] else scenario_options(document),
        voice_limit_s=request.study.voice_limit_s,
        version_id=str(version.pk) if version else "",
    )
    if request.method == "POST":
        submitted = _submit(request, form, version)
        if submitted is not None:
            return redirect("participant:receipt", entry_id=submitted.entry.pk)
    return _page(request, form)


@action("participant")
@require_http_methods(["GET", "HEAD", "POST"])
@after_consent
def amendment(request: ParticipantRequest, entry_id: UUID) -> HttpResponse:
    """Change an entry: what stood before stays in its history."""
    entry = get_object_or_404(
        request.participation.entries.filter(retraction=None)
        .select_related("latest", "protocol_version")
        .with_media(),
        pk=entry_id,
    )
    form = _form_of(entry, request.participation)
    if request.method == "POST":
        revision = _amend(request, form, entry)
        if revision is not None:
            return redirect("participant:receipt", entry_id=entry.pk)
    return _page(request, form, entry)


def _version(request: ParticipantRequest) -> ProtocolVersion | None:
    """What is asked now; for a form that was open meanwhile, what it asked."""
    wanted = read_id(request.POST, "version")
    answered: ProtocolVersion | None = (
        request.study.protocol_versions.filter(pk=wanted).first() if wanted else None
    )
    return answered or live_version(request.study)


def _submit(
    request: ParticipantRequest, form: EntryForm, version: ProtocolVersion | None
) -> Submitted | None:
    form.read(request.POST)

    def send(sent: Sent) -> Submitted:
        spend(ENTRIES_OF_PARTICIPATION, request.participation.pk)
        submission = Submission(
            client_id=form.form_id,
            version=version,
            answers=sent.answers,
            prompt_id=form.prompt["id"],
            files=sent.files,
            happened_at=sent.happened_at,
            time_zone=sent.time_zone,
            language=reading_language(),
            scenario_id=read_id(request.POST, "scenario"),
        )
        return submit_entry(submission, by=request.participation)

    return send_form(form, request, sender=_sender(request, form), send=send)


def _amend(request: ParticipantRequest, form: EntryForm, entry: Entry) -> EntryRevision | None:
    form.read(request.POST)
    form.base_number = int(request.POST.get("base") or 0)

    def send(sent: Sent) -> EntryRevision:
        spend(ENTRIES_OF_PARTICIPATION, request.participation.pk)
        return amend_entry(
            entry,
            by=request.participation,
            client_id=form.form_id,
            base_number=form.base_number or 0,
            answers=sent.answers,
            files=sent.files,
            removed=form.removed,
        )

    return send_form(form, request, sender=_sender(request, form), send=send)


def _form_of(entry: Entry, person: Participation) -> EntryForm:
    """The entry's own form, with what it holds."""
    version = entry.protocol_version
    document: Mapping[str, Any] = version.document if version else {}
    prompt = version.prompt(str(entry.prompt_id)) if version and entry.prompt_id else None
    held: dict[str, list[Held]] = {}
    for attachment in present(entry):
        thumbnail = copy_link(attachment, Rendition.Kind.THUMBNAIL)
        held.setdefault(attachment.item_key, []).append(Held(attachment, thumbnail))
    return EntryForm(
        prompt=prompt or free_prompt(document),
        asked=asked_of(entry, agreed_scopes(newest_act(person))),
        choices=_choices(document, person),
        answers=entry.latest.answers if entry.latest else {},
        held=held,
        base_number=entry.latest.number if entry.latest else 0,
        voice_limit_s=entry.study.voice_limit_s,
    )


def _sender(request: ParticipantRequest, form: EntryForm) -> Sender:
    return Sender(by=request.participation, study=request.study, form_id=form.form_id)


def _choices(document: Mapping[str, Any], participation: Participation) -> Choices:
    """The lists to choose from, with what this person used lately in front."""
    used = (
        participation.entries.filter(touchpoint__isnull=False)
        .newest_first()
        .values_list("touchpoint_id", flat=True)[:LATELY]
    )
    return Choices(
        touchpoints=document.get("touchpoints", ()),
        brands=document.get("brands", ()),
        used=list(dict.fromkeys(map(str, used))),
    )


def _page(request: ParticipantRequest, form: EntryForm, entry: Entry | None = None) -> HttpResponse:
    context = {"form": form, "entry": entry, "uploads_url": reverse("participant:uploads")}
    return render(request, "participant/entry_form.html", context, status=form.status)
