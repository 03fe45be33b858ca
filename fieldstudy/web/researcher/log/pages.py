"""What a field observer logs: observations, interviews and workshops."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import LocalizedText, reading_language
from fieldstudy.diary.actions import Submission, Submitted, log_observation
from fieldstudy.diary.answers import ENTRY, NOT_AGREED
from fieldstudy.diary.asking import live_version
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation, Scope
from fieldstudy.studies.models import ProtocolVersion
from fieldstudy.web.shared import uploading
from fieldstudy.web.shared.entry_form.files import Sender
from fieldstudy.web.shared.entry_form.form import EntryForm
from fieldstudy.web.shared.entry_form.opening import new_form, version_of
from fieldstudy.web.shared.entry_form.reading import read_id
from fieldstudy.web.shared.entry_form.sending import Sent, send_form
from fieldstudy.web.shared.thread import Addresses, thread_of

SOURCES = (Entry.Source.OBSERVATION, Entry.Source.INTERVIEW, Entry.Source.WORKSHOP)
LONGEST_S = 7200
"""An interview recorded in the page; a longer one comes as a file."""
ON_A_PAGE = 20


@action("entry.log")
@require_safe
def log(request: StaffRequest) -> HttpResponse:
    """What one has logged in this study, the latest first, and what to begin with.

    ``saved`` names the form that just arrived, so that the page's own code forgets what it kept.
    """
    slug = request.study.slug
    rows = (
        request.study.entries.filter(author=request.user)
        .with_words()
        .select_related("retraction")
        .with_media()
        .newest_first()
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    addresses = Addresses(
        copy=lambda attachment, kind: reverse("study_media", args=[slug, attachment.pk, kind]),
        entry=lambda entry: "",
    )
    version = live_version(request.study)
    prompts = version.document["prompts"] if version else []
    context: dict[str, Any] = {
        "page_obj": page,
        "thread": thread_of(page.object_list, addresses),
        "prompts": [(each["id"], LocalizedText.parse(each["name"])) for each in prompts],
        "is_over": request.study.closed_at is not None,
        "saved": read_id(request.GET, "saved"),
    }
    return render(request, "researcher/log/log.html", context)


@action("entry.log")
@require_http_methods(["GET", "HEAD", "POST"])
def new_log_entry(request: StaffRequest, prompt_id: UUID | None = None) -> HttpResponse:
    """The form of an observation, an interview or a workshop."""
    version = version_of(request.study, request.POST)
    form = new_form(
        version,
        prompt_id,
        scopes=frozenset(Scope.values),
        before=request.study.entries.filter(author=request.user),
        voice_limit_s=LONGEST_S,
    )
    if request.method == "POST":
        submitted = _submit(request, form, version)
        if submitted is not None:
            messages.success(request, _words_on(submitted.entry))
            page = reverse("researcher:log", args=[request.study.slug])
            return redirect(f"{page}?saved={form.form_id}")
    return _page(request, form)


@action("entry.log")
@require_http_methods(["POST"])
@uploading.takes_uploads
def log_uploads(request: StaffRequest) -> HttpResponse:
    """Begin sending a file ahead of its entry."""
    slug = request.study.slug
    return uploading.begin(
        request,
        by=request.user,
        study=request.study,
        address=lambda client_id: reverse("researcher:log_upload", args=[slug, client_id]),
    )


@action("entry.log")
@require_http_methods(["HEAD", "PATCH"])
@uploading.takes_uploads
def log_upload(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Look how much of a file has arrived, or carry on from there."""
    return uploading.carry_on(request, client_id, by=request.user)


def _submit(
    request: StaffRequest, form: EntryForm, version: ProtocolVersion | None
) -> Submitted | None:
    form.read(request.POST)
    about = _about(request)

    def send(sent: Sent) -> Submitted:
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
        return log_observation(
            submission, by=request.user, study=request.study, source=_source(request), about=about
        )

    sender = Sender(by=request.user, study=request.study, form_id=form.form_id)
    submitted = send_form(form, request, sender=sender, send=send)
    if about is not None:
        _speak_of(about, form)
    return submitted


def _speak_of(about: Participation, form: EntryForm) -> None:
    """A refusal is addressed to the participant; here somebody else reads it."""
    words = {
        key: _("%(label)s has not agreed to this.") % {"label": about.label}
        if each is NOT_AGREED
        else each
        for key, each in form.problems.items()
    }
    if ENTRY in words and hasattr(about, "withdrawal"):
        words[ENTRY] = _("%(label)s has left the study.") % {"label": about.label}
    form.problems = words


def _source(request: StaffRequest) -> str:
    wanted = request.POST.get("source") or request.GET.get("source", "")
    return wanted if wanted in SOURCES else Entry.Source.OBSERVATION


def _about(request: StaffRequest) -> Participation | None:
    """The participant it is about; nobody where none was chosen."""
    wanted = read_id(request.POST, "about")
    if wanted is None:
        return None
    people = request.study.participations.select_related("study", "withdrawal")
    about: Participation | None = people.filter(pk=wanted).first()
    return about


def _words_on(entry: Entry) -> str:
    count = entry.attachments.count()
    return _("Saved, whole: %(source)s, %(count)s files.") % {
        "source": entry.get_source_display(),
        "count": count,
    }


def _page(request: StaffRequest, form: EntryForm) -> HttpResponse:
    slug = request.study.slug
    context: dict[str, Any] = {
        "form": form,
        "uploads_url": reverse("researcher:log_uploads", args=[slug]),
        "sources": [(source.value, source.label) for source in SOURCES],
        "source": _source(request),
        "people": request.study.participations.taking_part().order_by("label"),
        "about": request.POST.get("about", ""),
    }
    return render(request, "researcher/log/new.html", context, status=form.status)
