"""One-time links with which somebody sets a password: an invitation, or a forgotten password.

The link works until a password was set with it, the e-mail changed, or seven days have passed.
Opening it changes nothing, so a mail scanner cannot use it up.
"""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from fieldstudy.people.models import Person


class OneTimeTokens(PasswordResetTokenGenerator):
    """Signs the account's state: a new password or e-mail makes every earlier token void."""

    key_salt = "fieldstudy.people.one_time"


def one_time_path(person: Person) -> str:
    """The path of a new one-time link for this account; put the site's address before it."""
    token = OneTimeTokens().make_token(person)
    return f"/accounts/password/reset/key/{person.pk.hex}-{token}/"
