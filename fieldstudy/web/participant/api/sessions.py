"""Joining and leaving, for the phone's own code."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import NotJoined, action
from fieldstudy.core.scope import study_scope
from fieldstudy.participants.joining import (
    UnknownCode,
    is_of_erased,
    note_phone,
    open_device_session,
)
from fieldstudy.participants.leaving import withdraw
from fieldstudy.participants.models import Withdrawal
from fieldstudy.web.participant.api.bodies import Body, Wrong, speaks_json
from fieldstudy.web.participant.api.shapes import study_shape
from fieldstudy.web.participant.sessions import phone_name, remember_phone
from fieldstudy.web.shared.address import address_of
from fieldstudy.web.shared.languages import language_called
from fieldstudy.web.shared.problems import problem


@action("public")
@require_POST
@speaks_json
def join(request: HttpRequest, body: Body) -> HttpResponse:
    """``{"code"}``: the link's secret or the typed code; 201 with the cookie of a device session.

    Optional: ``language``, ``time_zone`` (IANA) and ``name`` of the phone.
    """
    try:
        device, secret = open_device_session(
            body.text("code"),
            address=address_of(request),
            name=body.text("name") or phone_name(request),
        )
    except UnknownCode:
        return problem(
            404,
            "unknown-code",
            _("No study has that code."),
            _("Look at it again, or ask whoever invited you."),
            field="code",
        )
    language = language_called(body.text("language"))
    with study_scope(device.study_id):
        note_phone(
            device.participation,
            language=language.tag if language else "",
            time_zone=body.text("time_zone"),
        )
        answer = JsonResponse(
            {
                "label": device.participation.label,
                "language": device.participation.language,
                "study": study_shape(device.participation.study),
            },
            status=201,
        )
    remember_phone(answer, secret)
    return answer


@action("participant")
@require_POST
@speaks_json
def withdrawal(request: ParticipantRequest, body: Body) -> HttpResponse:
    """``{"id", "kind": "stop" | "erase"}``: leave the study; asked again, the same answer."""
    body.uuid("id")
    kind = body.text("kind")
    if kind not in Withdrawal.Kind.values:
        raise Wrong("kind", _("This is stop or erase."))
    left = withdraw(request.participation, kind=kind)
    return JsonResponse({"kind": left.kind, "at": left.at.isoformat()})


def not_joined(request: HttpRequest) -> HttpResponseBase:
    """410 for a phone whose participant had everything deleted, as long as that is known; else 401.

    Raises:
        NotJoined: which becomes the 401.
    """
    secret = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if is_of_erased(secret):
        return problem(
            410,
            "erased",
            _("Everything you sent has been deleted, as you asked."),
            _("What still waits on this phone can be deleted too."),
        )
    raise NotJoined
