"""Reading what taking part means, and answering scope by scope; also the later change of mind."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.core.localized import LocalizedText, reading_language
from fieldstudy.participants.consent import (
    OtherVersion,
    agreed_scopes,
    current_document,
    give_consent,
    needs_consent,
    newest_act,
)
from fieldstudy.participants.models import ConsentDocument, Scope
from fieldstudy.web.participant.gates import has_left
from fieldstudy.web.shared.entry_form.reading import read_id

FOLLOWS: dict[str, Promise] = {
    Scope.PHOTOS: gettext_lazy("Place and device details are removed before anybody sees them."),
    Scope.VOICE: gettext_lazy(
        "Turned into text on the study’s own server, not by a company outside."
    ),
    Scope.PLACE: gettext_lazy("Only roughly, to about one kilometre."),
    Scope.QUOTES: gettext_lazy("Under your number, never under your name."),
    Scope.CLIENT_VIEWING: gettext_lazy("They can read, and change nothing."),
    Scope.TRANSFER: gettext_lazy("To people who work on this study in another country."),
}
"""Scope → what follows from ticking it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One scope as the page asks for it."""

    key: str
    wording: LocalizedText
    follows: Promise | str
    is_ticked: bool


@action("participant")
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: ParticipantRequest) -> HttpResponse:
    """The consent text with a tick for each scope, all of them empty the first time."""
    if has_left(request):
        return redirect("participant:left")
    document = current_document(request.study, rehearsing=request.participation.is_rehearsal)
    if document is None:
        return render(request, "participant/no_consent_text.html")
    if request.method == "POST":
        return _answer(request)
    return _page(request, document)


def _answer(request: ParticipantRequest) -> HttpResponse:
    data = request.POST
    document = get_object_or_404(request.study.consent_documents, pk=read_id(data, "document"))
    chosen = data.getlist("scopes")
    is_first = needs_consent(request.participation)
    if is_first and not data.get("agree"):
        problem = _("Without this tick you cannot begin. If you would rather not, close this page.")
        return _page(request, document, chosen=chosen, problem=problem, status=422)
    try:
        give_consent(
            request.participation,
            document=document,
            scopes=chosen,
            language=reading_language(),
            client_id=read_id(data, "form_id"),
        )
    except OtherVersion:
        messages.warning(request, _("The text was changed just now. Read it once more."))
        return redirect("participant:consent")
    if data.get("begin"):
        return redirect("participant:today")
    messages.success(request, _("Kept. It holds from now on."))
    return redirect("participant:settings")


def _page(
    request: ParticipantRequest,
    document: ConsentDocument,
    *,
    chosen: list[str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    is_first = needs_consent(request.participation)
    # Ticks are the participant's own: nothing is ticked before the first answer to a version.
    before = frozenset() if is_first else agreed_scopes(newest_act(request.participation))
    context: dict[str, Any] = {
        "document": document,
        "ticks": _ticks(document, before if chosen is None else frozenset(chosen)),
        "is_first": is_first,
        "is_new_version": is_first and newest_act(request.participation) is not None,
        "form_id": _form_id(request),
        "problem": problem,
        "minutes": max(1, len(str(document.body)) // 600),
    }
    return render(request, "participant/consent.html", context, status=status)


def _ticks(document: ConsentDocument, ticked: frozenset[str]) -> list[Tick]:
    return [
        Tick(
            key=scope["key"],
            wording=LocalizedText.parse(scope["wording"]),
            follows=FOLLOWS.get(scope["key"], ""),
            is_ticked=scope["key"] in ticked,
        )
        for scope in document.scopes
    ]


def _form_id(request: ParticipantRequest) -> UUID:
    return read_id(request.POST, "form_id") or uuid4()
