"""``Authorization: Token …``, in the name of the person who made the token."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from fieldstudy.people import limits
from fieldstudy.people.actions import token_of
from fieldstudy.people.models import ApiToken, Person


class TokenAuthentication(BaseAuthentication):
    """Lets a program in; a wrong token is refused, an absent one leaves it to the session."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        """The token's person.

        Raises:
            AuthenticationFailed: for a token that nobody has, or whose account is closed.
            Throttled: when it asks more often than the limit lets it.
        """
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "token":
            return None
        token = token_of(words[1]) if len(words) == 2 else None
        if token is None or not token.person.is_active:
            raise AuthenticationFailed(_("No one has this token."), code="unknown-token")
        try:
            limits.spend(limits.REQUESTS_OF_TOKEN, token.pk)
        except limits.TooMany as problem:
            raise Throttled(wait=problem.seconds) from problem
        return token.person, token

    def authenticate_header(self, request: Any) -> str:
        """What a 401 says is wanted."""
        return "Token"
