"""A staff session ends by itself."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from fieldstudy.people.models import Person

NINE = dt.datetime(2026, 5, 12, 9, tzinfo=dt.UTC)


def is_in(client: Client) -> bool:
    """Whether the first page opens without asking who it is."""
    return client.get("/").status_code == 200


def test_after_three_hours_without_a_request(desk: Callable[[Person], Client], lan: Person) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        client = desk(lan)
        assert is_in(client)
        clock.shift(3 * 3600 - 1)
        assert is_in(client)
        clock.shift(3 * 3600 + 1)
        assert not is_in(client)


def test_after_twelve_hours_of_work(desk: Callable[[Person], Client], lan: Person) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        client = desk(lan)
        for _ in range(12):
            assert is_in(client)
            clock.shift(3600)
        clock.shift(1)
        assert not is_in(client)


def test_it_stays_ended(desk: Callable[[Person], Client], lan: Person) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        client = desk(lan)
        assert is_in(client)
        clock.shift(4 * 3600)
        assert not is_in(client)
        assert client.get("/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_a_stranger_gets_no_session_by_looking() -> None:
    client = Client()
    client.get("/accounts/login/")
    assert not client.session.session_key or not client.session.items()
