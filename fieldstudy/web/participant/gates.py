"""What a participant must have done before a page opens: agreed, and not left."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.participants.consent import needs_consent

View = Callable[..., HttpResponseBase]


def has_left(request: ParticipantRequest) -> bool:
    """Whether the participant has left the study."""
    return hasattr(request.participation, "withdrawal")


def after_consent(view: View) -> View:
    """Lead to the consent text while it has no answer, and to the farewell after leaving.

    What is being sent passes: the action refuses it, and the form comes back with its words.
    """

    @wraps(view)
    def answer(request: ParticipantRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        if has_left(request):
            return redirect("participant:left")
        if needs_consent(request.participation):
            return _to_consent(request)
        return view(request, *args, **kwargs)

    return answer


def _to_consent(request: ParticipantRequest) -> HttpResponse:
    return redirect("participant:consent")
