"""Staff accounts without a browser."""

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from fieldstudy.events.models import Event
from fieldstudy.people.models import Person

pytestmark = pytest.mark.django_db


def run(monkeypatch: pytest.MonkeyPatch, typed: str, *arguments: str) -> str:
    """What the command prints, with this on its standard input."""
    monkeypatch.setattr(sys, "stdin", StringIO(typed))
    out = StringIO()
    call_command("create_person", *arguments, stdout=out)
    return out.getvalue()


def test_an_account_with_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        monkeypatch,
        "harbour-lamp-77\n",
        "Ida@Example.org",
        "--name",
        "Ida",
        "--password-stdin",
        "--superuser",
    )
    ida = Person.objects.get(email="ida@example.org")
    assert ida.check_password("harbour-lamp-77")
    assert ida.is_superuser
    assert Event.objects.get(verb="person.created").subject_id == ida.pk


def test_an_account_with_a_link_to_set_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run(monkeypatch, "", "ida@example.org")
    link = printed.strip().splitlines()[-1]
    assert link.startswith("http://127.0.0.1:8000/accounts/password/reset/key/")
    assert not Person.objects.get().has_usable_password()
    answer = Client().get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    assert answer.context["form"] is not None


@pytest.mark.parametrize(
    ("typed", "arguments", "complaint"),
    [
        ("short\n", ["ida@example.org", "--password-stdin"], "10"),
        ("harbour-lamp-77\n", ["no address", "--password-stdin"], "@|mail|邮件|邮箱"),
    ],
)
def test_what_cannot_be_is_said(
    monkeypatch: pytest.MonkeyPatch, typed: str, arguments: list[str], complaint: str
) -> None:
    with pytest.raises(CommandError, match=complaint):
        run(monkeypatch, typed, *arguments)
    assert not Person.objects.exists()


def test_one_account_for_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "", "ida@example.org")
    with pytest.raises(CommandError):
        run(monkeypatch, "", "IDA@example.org")
    assert Person.objects.count() == 1
