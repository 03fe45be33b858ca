"""Into a study, by the link or the code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fieldstudy.access.routes import action
from fieldstudy.core.scope import study_scope
from fieldstudy.core.secrets import CODE_LENGTH
from fieldstudy.participants.joining import UnknownCode, note_phone, open_device_session
from fieldstudy.people.limits import TooMany
from fieldstudy.web.participant.sessions import page_of_ours, phone_name, remember_phone, unpack
from fieldstudy.web.shared.address import address_of
from fieldstudy.web.shared.languages import PageLanguage, language_called
from fieldstudy.web.shared.preferences import remember_language


@action("public")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The code field; a link's secret comes in the fragment and is posted after a tap."""
    language = language_called(request.POST.get("language") or request.GET.get("language", ""))
    if language is not None:
        translation.activate(language.code)
    if request.method == "POST":
        return _let_in(request, language)
    response = _page(request)
    if language is not None:
        remember_language(response, language)
    return response


def _let_in(request: HttpRequest, language: PageLanguage | None) -> HttpResponse:
    code = request.POST.get("code", "")
    try:
        device, secret = open_device_session(
            code, address=address_of(request), name=phone_name(request)
        )
    except UnknownCode:
        words = _("No study has that code. Look at it again, or ask whoever invited you.")
        return _page(request, problem=words, status=422)
    except TooMany as refusal:
        minutes = -(-refusal.seconds // 60)
        words = _("Too many tries. In about %(minutes)s minutes you can try again.")
        return _page(request, problem=words % {"minutes": minutes}, status=429)
    with study_scope(device.study_id):
        note_phone(
            device.participation,
            language=language.tag if language else "",
            time_zone=request.POST.get("time_zone", ""),
        )
    response = _onward(request)
    remember_phone(response, secret)
    spoken = language or language_called(device.participation.language)
    if spoken is not None:
        remember_language(response, spoken)
    return response


def _onward(request: HttpRequest) -> HttpResponse:
    """To the first page; or, for a phone whose session ended while it was sending, on with that."""
    kept = unpack(request.POST.get("kept", ""))
    if not kept:
        return redirect("participant:today")
    words = max((value for name, value in kept if name.startswith("item-")), key=len, default="")
    context = {
        "fields": kept,
        "words": words,
        "next": page_of_ours(request.POST.get("next", "")),
    }
    return render(request, "participant/carry_on.html", context)


def _as_typed(code: str) -> str:
    """What was typed, to be corrected; never a link's secret, which nobody typed."""
    return code if len(code) <= 2 * CODE_LENGTH else ""


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "problem": problem,
        "typed": _as_typed(request.POST.get("code", "")) if problem else "",
        "kept": request.POST.get("kept", ""),
        "next": request.POST.get("next", ""),
    }
    template = "participant/session_ended.html" if context["kept"] else "participant/join.html"
    return render(request, template, context, status=status)
