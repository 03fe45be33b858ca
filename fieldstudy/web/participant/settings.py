"""Language, consent, one's phones; and shutting one of them out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.participants.consent import agreed_scopes, current_document, newest_act
from fieldstudy.participants.joining import close_device_session
from fieldstudy.participants.models import Scope
from fieldstudy.web.participant.sessions import forget_phone


@action("participant")
@require_safe
def settings(request: ParticipantRequest) -> HttpResponse:
    """What a participant can change about taking part."""
    act = newest_act(request.participation)
    agreed = agreed_scopes(act)
    document = current_document(request.study, rehearsing=request.participation.is_rehearsal)
    asked = [scope["key"] for scope in document.scopes] if document else []
    context = {
        "act": act,
        "scopes": [(Scope(key).label, key in agreed) for key in asked],
        "phones": request.participation.device_sessions.open().order_by("-last_seen_at"),
    }
    return render(request, "participant/settings.html", context)


@action("participant")
@require_POST
def phone_revocation(request: ParticipantRequest, device_id: UUID) -> HttpResponse:
    """Shut one of one's phones out; this one, and it is signed out."""
    device = get_object_or_404(request.participation.device_sessions.open(), pk=device_id)
    close_device_session(device, by=request.participation)
    if device.pk != request.device.pk:
        messages.success(request, _("That phone is signed out."))
        return redirect("participant:settings")
    response = redirect("participant:join")
    forget_phone(response)
    return response
