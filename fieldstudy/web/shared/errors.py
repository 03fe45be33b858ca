"""Pages for when something did not work: what happened, what is safe, what to do."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import ENGLISH, reading_language
from fieldstudy.web.shared.problems import problem, wants_problem


@dataclass(frozen=True, slots=True)
class Letter:
    """The words for one status."""

    code: str
    happened: Promise
    safe: Promise
    advice: Promise


LETTERS = {
    400: Letter(
        "bad-request",
        _("The server could not read what was sent"),
        _("Nothing was changed."),
        _("Go back, reload the page and send it again."),
    ),
    401: Letter(
        "not-joined",
        _("This phone is not joined to a study, or no longer"),
        _("Nothing was changed. Everything on this phone is still there."),
        _("Enter the join code, or ask the study team for a new one."),
    ),
    403: Letter(
        "forbidden",
        _("This page is not open to you"),
        _("Nothing was changed."),
        _("Ask the owner of the study if you should have access."),
    ),
    404: Letter(
        "not-found",
        _("There is no such page"),
        _("Nothing is lost. It may have been removed, or belong to a study you are not in."),
        _("Check the address, or start again from the first page."),
    ),
    429: Letter(
        "too-many-requests",
        _("Too many tries in a short time"),
        _("Nothing was changed, and everything sent before is safe."),
        _("Wait a little, then try again."),
    ),
    500: Letter(
        "server-error",
        _("Something went wrong on the server"),
        _("Everything saved before is safe. What you just sent may not have been saved."),
        _("Go back and look. If it happens again, tell whoever runs this server."),
    ),
    503: Letter(
        "busy",
        _("The server is busy or being looked after"),
        _("Everything saved before is safe. What you just sent was not saved."),
        _("Try again in a minute."),
    ),
    507: Letter(
        "disk-full",
        _("The server's disk is full"),
        _("Everything saved before is safe. What you just sent was not saved."),
        _("Keep what you have and try again later; tell whoever runs this server."),
    ),
}
FORM_EXPIRED = Letter(
    "form-expired",
    _("This form was open for too long"),
    _("Nothing was changed. What you wrote is still in the form."),
    _("Go back, reload the page and send it again. Cookies must be allowed for this site."),
)


def letter(
    request: HttpRequest,
    status: int,
    *,
    words: Letter | None = None,
    retry_after: int | None = None,
) -> HttpResponse:
    """The page, or for a program the problem document, of this status."""
    said = words or LETTERS[status]
    if wants_problem(request):
        space = " " if reading_language() == ENGLISH else ""
        detail = f"{said.safe}{space}{said.advice}"
        return problem(status, said.code, said.happened, detail, retry_after=retry_after)
    context = {
        "letter": said,
        "status": status,
        "retry_after": retry_after,
        "home": "/p/" if request.path_info.startswith("/p/") else "/",
    }
    response = render(request, "errors/letter.html", context, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """``handler400``."""
    return letter(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """``handler403``."""
    return letter(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """``handler404``."""
    return letter(request, 404)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """``handler500``."""
    return letter(request, 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """``CSRF_FAILURE_VIEW``: the token in the form is missing or stale."""
    return letter(request, 403, words=FORM_EXPIRED)
