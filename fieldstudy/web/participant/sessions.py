"""The cookie by which a phone is known, and the pages for a phone that is not."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.participants.joining import SESSION_KEPT

NOT_KEPT = frozenset({"csrfmiddlewaretoken"})


def remember_phone(response: HttpResponse, secret: str) -> None:
    """Let this phone in from now on; each visit to the first page begins the time anew."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        secret,
        max_age=int(SESSION_KEPT.total_seconds()),
        secure=settings.IS_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keep_remembering(request: ParticipantRequest, response: HttpResponse) -> None:
    """Begin the phone's time anew."""
    remember_phone(response, request.COOKIES[settings.DEVICE_COOKIE_NAME])


def forget_phone(response: HttpResponse) -> None:
    """Take the cookie off this phone."""
    response.delete_cookie(settings.DEVICE_COOKIE_NAME, samesite="Lax")


def phone_name(request: HttpRequest) -> str:
    """What a phone is called in the list of one's phones: “Android · WeChat”."""
    agent = request.headers.get("User-Agent", "")
    kinds = ("iPhone", "iPad", "Android", "HarmonyOS", "Windows", "Macintosh", "Linux")
    kind = next((kind for kind in kinds if kind in agent), "")
    return " · ".join(filter(None, [kind, "WeChat" if "MicroMessenger" in agent else ""]))


def not_joined(request: HttpRequest) -> HttpResponse:
    """A phone without a session asked for a page of its own.

    What it was sending stays in the page that asks for the code, so that no word is lost.
    """
    if request.method != "POST":
        return redirect("participant:join")
    context = {"kept": pack(request), "next": request.path}
    return render(request, "participant/session_ended.html", context, status=401)


def pack(request: HttpRequest) -> str:
    """The words of a posted form, to be sent again after the code."""
    values = {name: given for name, given in request.POST.lists() if name not in NOT_KEPT}
    return json.dumps(values, ensure_ascii=False)


def unpack(kept: str) -> list[tuple[str, str]]:
    """Name and value of each field; nothing when it is not what :func:`pack` makes."""
    try:
        values: Any = json.loads(kept)
    except ValueError:
        return []
    if not isinstance(values, dict):
        return []
    return [
        (str(name), str(value))
        for name, given in values.items()
        if isinstance(given, list)
        for value in given
    ]


def page_of_ours(address: str) -> str:
    """A page under ``/p/`` to go on to; the first page for anything else."""
    is_ours = address.startswith("/p/") and not address.startswith("/p/api/")
    return address if is_ours else reverse("participant:today")
