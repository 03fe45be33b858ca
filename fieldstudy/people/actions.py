"""What can be done with staff accounts."""

from django.db import transaction

from fieldstudy import events
from fieldstudy.core import clock
from fieldstudy.core.secrets import hash_secret, new_secret
from fieldstudy.events import Acting
from fieldstudy.people.models import ApiToken, Person

MARK = "fst_"
"""Begins every API token, so that a leaked one is recognised for what it is."""


@transaction.atomic
def create_person(
    email: str,
    *,
    name: str,
    by: Acting,
    password: str | None = None,
    language: str = "zh-hans",
    is_superuser: bool = False,
) -> Person:
    """Make a staff account; without a password it is entered by a one-time link.

    Raises:
        ValidationError: for something that is no e-mail address, or belongs to another account.
    """
    person = Person(
        email=email.strip().lower(), name=name.strip(), language=language, is_superuser=is_superuser
    )
    person.set_password(password)
    person.full_clean()
    person.save()
    events.record("person.created", by=by, study=None, subject=person)
    return person


@transaction.atomic
def create_token(person: Person, *, name: str, by: Acting) -> tuple[ApiToken, str]:
    """An API token of this person, and its secret: it is shown once and never again."""
    secret = MARK + new_secret()
    token = ApiToken.objects.create(person=person, name=name, secret_hash=hash_secret(secret))
    events.record("token.created", by=by, study=None, subject=token)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Acting) -> None:
    """Close this token for good."""
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    events.record("token.revoked", by=by, study=None, subject=token)


def token_of(secret: str) -> ApiToken | None:
    """The open token of this secret, with its person; None when there is none."""
    found = ApiToken.objects.open().select_related("person").filter(secret_hash=hash_secret(secret))
    token = found.first()
    if token is not None and _is_stale(token):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=clock.now())
    return token


def _is_stale(token: ApiToken) -> bool:
    """Its last use is worth writing down again: at most once a minute."""
    return token.last_used_at is None or (clock.now() - token.last_used_at).total_seconds() > 60
