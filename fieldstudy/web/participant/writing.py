"""Writing an entry, and changing one: by a plain form, once or twice, with the same outcome."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import reading_language
from fieldstudy.diary.actions import Submission, Submitted, amend_entry, submit_entry
from fieldstudy.diary.actions.amending import asked_of
from fieldstudy.diary.asking import free_prompt
from fieldstudy.diary.models import Entry, EntryRevision
from fieldstudy.media.models import Rendition
from fieldstudy.participants.consent import agreed_scopes, newest_act
from fieldstudy.participants.models import Participation
from fieldstudy.people.limits import ENTRIES_OF_PARTICIPATION, spend
from fieldstudy.studies.models import ProtocolVersion
from fieldstudy.web.participant.addresses import OWN
from fieldstudy.web.participant.gates import after_consent
from fieldstudy.web.shared.entry_form.fields import Held
from fieldstudy.web.shared.entry_form.files import Sender
from fieldstudy.web.shared.entry_form.form import EntryForm
from fieldstudy.web.shared.entry_form.opening import choices_of, new_form, version_of
from fieldstudy.web.shared.entry_form.reading import read_id
from fieldstudy.web.shared.entry_form.sending import Sent, send_form
from fieldstudy.web.shared.thread import copy_link, present


@action("participant")
@require_http_methods(["GET", "HEAD", "POST"])
@after_consent
def new_entry(request: ParticipantRequest, prompt_id: UUID | None = None) -> HttpResponse:
    """The form of a prompt, or of what just happened."""
    rehearsing = request.participation.is_rehearsal
    version = version_of(request.study, request.POST, rehearsing=rehearsing)
    form = new_form(
        version,
        prompt_id,
        scopes=agreed_scopes(newest_act(request.participation)),
        before=request.participation.entries.all(),
        voice_limit_s=request.study.voice_limit_s,
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
        thumbnail = copy_link(attachment, Rendition.Kind.THUMBNAIL, OWN)
        held.setdefault(attachment.item_key, []).append(Held(attachment, thumbnail))
    return EntryForm(
        prompt=prompt or free_prompt(document),
        asked=asked_of(entry, agreed_scopes(newest_act(person))),
        choices=choices_of(document, person.entries.all()),
        answers=entry.latest.answers if entry.latest else {},
        held=held,
        base_number=entry.latest.number if entry.latest else 0,
        voice_limit_s=entry.study.voice_limit_s,
    )


def _sender(request: ParticipantRequest, form: EntryForm) -> Sender:
    return Sender(by=request.participation, study=request.study, form_id=form.form_id)


def _page(request: ParticipantRequest, form: EntryForm, entry: Entry | None = None) -> HttpResponse:
    context = {"form": form, "entry": entry, "uploads_url": reverse("participant:uploads")}
    response = render(request, "participant/entry_form.html", context, status=form.status)
    if request.method == "GET" and entry is None:
        # Nothing personal stands in an empty form, and going back to it must find what was typed.
        response["Cache-Control"] = "private, no-cache"
    return response
