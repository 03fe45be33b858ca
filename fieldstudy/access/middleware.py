"""Opens the study of a request: from the address and a membership, or from a phone's session."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from fieldstudy.access.actions import allowed_to
from fieldstudy.core.scope import every_study, study_scope
from fieldstudy.core.secrets import hash_secret
from fieldstudy.participants.actions import note_device_seen
from fieldstudy.participants.models import DeviceSession
from fieldstudy.studies.models import Membership

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def _slug_of(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).kwargs.get("slug")
    except Resolver404:
        return None


class StaffMiddleware:
    """Sets ``request.study`` and ``request.member`` where the address names a study."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the study's scope; a study that is not the person's does not exist."""
        request.study = request.member = None  # type: ignore[attr-defined]
        slug = _slug_of(request)
        if slug is None or not request.user.is_authenticated:
            return self.get_response(request)
        with ExitStack() as scope:
            member = (
                Membership.objects.select_related("study", "person")
                .filter(study__slug=slug, person=request.user)
                .first()
            )
            if member is not None:
                member.__dict__["allowed_actions"] = allowed_to(member.role)
                request.study, request.member = member.study, member  # type: ignore[attr-defined]
                scope.enter_context(study_scope(member.study))
            return self.get_response(request)


class ParticipantMiddleware:
    """Sets ``request.participation`` and ``request.device`` under ``/p/`` from the phone's cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the scope of the participant's study, when the phone has an open session."""
        request.participation = request.device = None  # type: ignore[attr-defined]
        if not request.path_info.startswith("/p/"):
            return self.get_response(request)
        with ExitStack() as scope:
            device = self._device(request)
            if device is not None:
                request.device = device  # type: ignore[attr-defined]
                request.participation = device.participation  # type: ignore[attr-defined]
                request.study = device.study  # type: ignore[attr-defined]
                scope.enter_context(study_scope(device.study))
                note_device_seen(device)
            return self.get_response(request)

    def _device(self, request: HttpRequest) -> Any:
        secret = request.COOKIES.get(settings.DEVICE_COOKIE_NAME)
        if not secret:
            return None
        with every_study():
            return (
                DeviceSession.objects.open()
                .select_related("participation__withdrawal", "study")
                .filter(secret_hash=hash_secret(secret))
                .first()
            )
