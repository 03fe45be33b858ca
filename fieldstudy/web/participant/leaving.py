"""Leaving the study, as easily as joining it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.participants.leaving import withdraw
from fieldstudy.participants.models import Withdrawal


@action("participant")
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: ParticipantRequest) -> HttpResponse:
    """Two ways out, each one tap: stop, or stop and have everything deleted."""
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in Withdrawal.Kind.values:
            return HttpResponseBadRequest()
        withdraw(request.participation, kind=kind)
        return redirect("participant:left")
    context = {"entry_count": request.participation.entries.count()}
    return render(request, "participant/withdrawal.html", context)


@action("public")
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """The farewell. After a deletion the phone is known to nobody any more, and the page says so."""
    participation = getattr(request, "participation", None)
    left_by = getattr(participation, "withdrawal", None) if participation else None
    is_known = settings.DEVICE_COOKIE_NAME in request.COOKIES
    if left_by is None and (participation is not None or not is_known):
        return redirect("participant:today")
    return render(request, "participant/left.html", {"withdrawal": left_by})
