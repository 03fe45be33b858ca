"""What holds for every page: headers, the length of a staff session, the zone, and trouble."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from fieldstudy.access.routes import NotJoined
from fieldstudy.core import clock
from fieldstudy.core.storage import DiskFull
from fieldstudy.people.limits import TooMany
from fieldstudy.web.shared.errors import letter

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger(__name__)

# Camera, microphone and place for our own pages alone; everything else for nobody.
PERMISSIONS = ", ".join(
    [f"{ability}=(self)" for ability in ("camera", "microphone", "geolocation")]
    + [
        f"{ability}=()"
        for ability in ("accelerometer", "browsing-topics", "gyroscope", "midi", "payment", "usb")
    ]
)


class HeadersMiddleware:
    """Nothing personal is kept by a cache, and a page may use only what it needs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what the view has not decided itself; media views say how long they may be kept."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class StaffSessionMiddleware:
    """Ends a staff session 12 hours after sign-in, or after 3 hours without a request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sign out whoever is over the time; note, at most every five minutes, that they are here."""
        if request.session.session_key is not None and request.user.is_authenticated:
            self._watch(request)
        return self.get_response(request)

    def _watch(self, request: HttpRequest) -> None:
        now = int(clock.now().timestamp())
        began = request.session.setdefault("began", now)
        seen = request.session.setdefault("seen", now)
        too_long = now - began > settings.STAFF_SESSION_S
        too_quiet = now - seen > settings.STAFF_SESSION_IDLE_S
        if too_long or too_quiet:
            logout(request)
        elif now - seen > 300:
            request.session["seen"] = now


class ZoneMiddleware:
    """Times are read in the zone of the participant, else of the study, else of the person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the zone for this request alone."""
        bearers = (
            getattr(request, "participation", None),
            getattr(request, "study", None),
            request.user if request.user.is_authenticated else None,
        )
        names = (bearer.time_zone for bearer in bearers if bearer is not None)
        name = next((name for name in names if name), None)
        with timezone.override(clock.zone(name) if name else None):
            return self.get_response(request)


class TroubleMiddleware:
    """Turns what the house cannot help into a plain answer, so that a phone keeps what it has."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """401: not joined; 429: a limit is used up; 507: disk full; 503: the database is away."""
        match exception:
            case NotJoined():
                return letter(request, 401)
            case TooMany():
                return letter(request, 429, retry_after=exception.seconds)
            case DiskFull():
                log.error("The disk is full.")
                return letter(request, 507, retry_after=300)
            case OperationalError():
                log.exception("The database did not answer.")
                return letter(request, 503, retry_after=30)
        return None
