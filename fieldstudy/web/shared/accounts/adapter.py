"""How allauth behaves here: nobody signs up by themselves, and guessing is slow."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fieldstudy import events
from fieldstudy.people.limits import (
    PASSWORD_FROM_ADDRESS,
    PASSWORD_OF_ACCOUNT,
    TooMany,
    forgive,
    left,
    spend,
)
from fieldstudy.web.shared.accounts.devices import remember_browser, subject_of
from fieldstudy.web.shared.address import address_of
from fieldstudy.web.shared.languages import language_called
from fieldstudy.web.shared.preferences import remember_language


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions, answered."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "incorrect_password": _("That is not the password of this account."),
        "enter_current_password": _("That is not the password of this account."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation alone."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Take a try before the password is looked at.

        Raises:
            ValidationError: when none is left, for this account or from this address.
        """
        try:
            spend(PASSWORD_FROM_ADDRESS, address_of(request))
            spend(PASSWORD_OF_ACCOUNT, subject_of(request, credentials.get("email", "")))
        except TooMany as refused:
            raise ValidationError(_too_many(refused.seconds), code="too-many") from refused

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The account behind e-mail and password, or None."""
        person: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if person is not None:
            forgive(PASSWORD_OF_ACCOUNT, subject_of(request, credentials.get("email", "")))
        return person

    def tries_left(self, request: HttpRequest, email: str) -> int:
        """How often this browser may still try this account."""
        return left(PASSWORD_OF_ACCOUNT, subject_of(request, email))

    def format_email_subject(self, subject: str) -> str:
        """With the name of the product, and no brackets."""
        return f"{subject} · Fieldstudy"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Answer in the person's language from now on, and know this browser again."""
        with transaction.atomic():
            events.record("person.signed_in", by=user, study=None, subject=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_browser(response, user.email)
        language = language_called(user.language)
        if language is not None:
            remember_language(response, language)
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page that follows says it all."""


def _too_many(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many tries. The next one is possible in %(minutes)d minute.",
        "Too many tries. The next one is possible in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
