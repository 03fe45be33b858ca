"""Signing in and out, and one's own account."""

from typing import Any

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from fieldstudy.access.requests import PersonRequest
from fieldstudy.access.routes import action
from fieldstudy.people.actions import create_token, revoke_token
from fieldstudy.web.shared.accounts.forms import AboutMeForm, TokenForm
from fieldstudy.web.shared.languages import language_called
from fieldstudy.web.shared.preferences import remember_language


@action("public")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """E-mail and password."""
    answer: HttpResponseBase = allauth_views.login(request)
    return answer


@action("public")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session; only by a button, never by a link."""
    answer: HttpResponseBase = allauth_views.logout(request)
    return answer


@action("public")
def closed_account(request: HttpRequest) -> HttpResponseBase:
    """Right password, but the account is not in use any more."""
    answer: HttpResponseBase = allauth_views.account_inactive(request)
    return answer


@action("public")
def forgotten_password(request: HttpRequest) -> HttpResponseBase:
    """Ask for a one-time link by e-mail; without a mail server, say who can make one."""
    if not settings.HAS_MAIL_SERVER:
        return render(request, "account/no_mail_server.html")
    answer: HttpResponseBase = allauth_views.password_reset(request)
    return answer


@action("public")
def link_sent(request: HttpRequest) -> HttpResponseBase:
    """The link is on its way, if there is such an account."""
    answer: HttpResponseBase = allauth_views.password_reset_done(request)
    return answer


@action("public")
@sensitive_post_parameters()
def new_password(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Set a password after a one-time link, and be signed in."""
    answer: HttpResponseBase = allauth_views.password_reset_from_key(request, **kwargs)
    return answer


@action("public")
def new_password_set(request: HttpRequest) -> HttpResponseBase:
    """The password is set."""
    return redirect("/")


@action("staff")
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponseBase:
    """A new password for one's own account; every other session ends."""
    answer: HttpResponseBase = allauth_views.password_change(request)
    return answer


@action("staff")
def account(request: PersonRequest) -> HttpResponse:
    """One's own name, language and zone, and the API tokens in use."""
    form = AboutMeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        messages.success(request, _("Your account is saved."))
        response = redirect("account")
        language = language_called(person.language)
        if language is not None:
            remember_language(response, language)
        return response
    tokens = request.user.api_tokens.filter(revoked_at=None)
    context = {"form": form, "tokens": tokens, "token_form": TokenForm()}
    return render(request, "account/account.html", context)


@action("staff")
@require_POST
def new_token(request: PersonRequest) -> HttpResponse:
    """Make an API token; its secret stands on the page that answers, and nowhere else."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        context = {"form": AboutMeForm(instance=request.user), "token_form": form}
        context["tokens"] = request.user.api_tokens.filter(revoked_at=None)
        return render(request, "account/account.html", context, status=422)
    token, secret = create_token(request.user, name=form.cleaned_data["name"], by=request.user)
    return render(request, "account/token.html", {"token": token, "secret": secret})


@action("staff")
@require_POST
def token_revocation(request: PersonRequest, token_id: Any) -> HttpResponse:
    """Revoke one of one's own tokens."""
    token = get_object_or_404(request.user.api_tokens, pk=token_id, revoked_at=None)
    revoke_token(token, by=request.user)
    messages.success(request, _("The token is revoked. Programs that used it are shut out."))
    return redirect("account")
