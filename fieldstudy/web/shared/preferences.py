"""How somebody likes to read: language and light. Kept in cookies, and with their account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from fieldstudy.access.routes import action
from fieldstudy.web.shared.languages import PageLanguage, language_called

THEME_COOKIE = "fieldstudy-theme"
THEMES = ("light", "dark")
YEAR_S = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """The chosen light: ``light`` or ``dark``; empty while the device decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def remember_language(response: HttpResponse, language: PageLanguage) -> None:
    """Let every later page of this browser be in this language."""
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language.code)


@action("public")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read everything in ``language`` from now on, and go back to ``next``."""
    language = language_called(request.POST.get("language", ""))
    if language is None:
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        request.user.language = language.code
        request.user.save(update_fields=["language"])
    participation = getattr(request, "participation", None)
    if participation is not None:
        participation.language = language.tag
        participation.save(update_fields=["language"])
    response = redirect(_back(request))
    remember_language(response, language)
    return response


@action("public")
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep to ``light`` or ``dark``, or follow the device again, and go back to ``next``."""
    theme = request.POST.get("theme", "")
    response = redirect(_back(request))
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR_S, secure=settings.IS_SECURE, httponly=True, samesite="Lax"
    )


def _back(request: HttpRequest) -> str:
    """The page the form stood on; never another host's."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"
