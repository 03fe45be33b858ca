"""Programs act in a person's name by a token that is shown once."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from fieldstudy.events.models import Event
from fieldstudy.people.actions import create_token, revoke_token, token_of
from fieldstudy.people.models import ApiToken, Person

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)


def test_a_token_opens_the_door_for_its_person(lan: Person) -> None:
    token, secret = create_token(lan, name="Nightly export", by=lan)
    found = token_of(secret)
    assert found == token
    assert found is not None
    assert found.person == lan


def test_only_a_hash_of_the_secret_is_kept(lan: Person) -> None:
    token, secret = create_token(lan, name="Nightly export", by=lan)
    row = ApiToken.objects.values().get(pk=token.pk)
    assert secret not in map(str, row.values())
    assert secret.startswith("fst_")


def test_a_revoked_token_is_shut_out(lan: Person) -> None:
    token, secret = create_token(lan, name="Nightly export", by=lan)
    revoke_token(token, by=lan)
    assert token_of(secret) is None


def test_tokens_of_a_closed_account_are_shut_out(lan: Person) -> None:
    _, secret = create_token(lan, name="Nightly export", by=lan)
    lan.is_active = False
    lan.save()
    assert token_of(secret) is None


def test_a_guess_opens_nothing(lan: Person) -> None:
    create_token(lan, name="Nightly export", by=lan)
    assert token_of("fst_guess") is None
    assert token_of("") is None


def test_its_last_use_is_noted_once_a_minute(lan: Person) -> None:
    token, secret = create_token(lan, name="Nightly export", by=lan)
    with time_machine.travel(NOON, tick=False) as clock:
        token_of(secret)
        clock.shift(30)
        token_of(secret)
        token.refresh_from_db()
        assert token.last_used_at == NOON
        clock.shift(31)
        token_of(secret)
        token.refresh_from_db()
        assert token.last_used_at == NOON + dt.timedelta(seconds=61)


def test_both_are_on_record(lan: Person) -> None:
    token, _ = create_token(lan, name="Nightly export", by=lan)
    revoke_token(token, by=lan)
    verbs = Event.objects.filter(subject_id=token.pk).values_list("verb", flat=True)
    assert sorted(verbs) == ["token.created", "token.revoked"]


def test_the_command_prints_the_token_and_nothing_else(lan: Person) -> None:
    out = StringIO()
    call_command("create_token", "Lan@example.org", stdout=out)
    token = token_of(out.getvalue().strip())
    assert token is not None
    assert token.person == lan


@pytest.mark.django_db
def test_the_command_knows_who_is_missing() -> None:
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        call_command("create_token", "nobody@example.org")
