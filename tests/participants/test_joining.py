"""A phone is let in by link or code, and shut out again."""

import pytest
from django.db import connection

from fieldstudy.core import clock
from fieldstudy.core.secrets import hash_secret
from fieldstudy.participants.joining import (
    UnknownCode,
    close_device_session,
    open_device_session,
)
from fieldstudy.participants.models import DeviceSession, Participation
from fieldstudy.people import limits
from fieldstudy.studies.models import Study
from tests import factories

SECRET, CODE = "a-secret-of-a-link-in-its-length", "A3C4D6E7F9"


@pytest.fixture
def invited(study: Study) -> Participation:
    return factories.make_participation(
        study, "P20", joined_at=None,
        join_secret_hash=hash_secret(SECRET), join_code_hash=hash_secret(CODE),
    )  # fmt: skip


@pytest.mark.parametrize("typed", [SECRET, CODE, "a3c4d 6e7f9", "A3C4D-6E7F9"])
def test_link_and_code_let_a_phone_in(invited: Participation, typed: str) -> None:
    session, cookie = open_device_session(typed, address="192.0.2.1")
    assert session.participation == invited
    assert session.secret_hash == hash_secret(cookie) != cookie
    invited.refresh_from_db()
    assert invited.joined_at is not None


def test_each_use_is_a_phone_of_its_own(invited: Participation) -> None:
    for _ in range(2):
        open_device_session(SECRET, address="192.0.2.1")
    assert DeviceSession.objects.open().count() == 2


@pytest.mark.parametrize("typed", ["", "wrong", CODE[:-1]])
def test_a_wrong_code_opens_nothing(invited: Participation, typed: str) -> None:
    with pytest.raises(UnknownCode):
        open_device_session(typed, address="192.0.2.1")
    assert not DeviceSession.objects.exists()


def test_guessing_codes_ends_after_five(invited: Participation) -> None:
    for _ in range(5):
        with pytest.raises(UnknownCode):
            open_device_session("wrong", address="192.0.2.9")
    with pytest.raises(limits.TooMany):
        open_device_session(CODE, address="192.0.2.9")
    session, _ = open_device_session(SECRET, address="192.0.2.9")
    assert session.participation == invited
    session, _ = open_device_session(CODE, address="192.0.2.10")
    assert session.participation == invited


def test_a_right_code_costs_no_try(invited: Participation) -> None:
    for _ in range(8):
        open_device_session(CODE, address="192.0.2.9")


def test_one_link_does_not_open_phones_without_end(invited: Participation) -> None:
    for number in range(limits.JOIN_OF_LINK.times):
        open_device_session(SECRET, address=f"192.0.2.{number}")
    with pytest.raises(limits.TooMany):
        open_device_session(SECRET, address="192.0.2.99")


def test_a_revoked_participant_is_not_let_in(invited: Participation) -> None:
    Participation.objects.filter(pk=invited.pk).update(revoked_at=clock.now())
    with pytest.raises(UnknownCode):
        open_device_session(SECRET, address="192.0.2.1")


def test_no_secret_lies_in_the_database(invited: Participation) -> None:
    _, cookie = open_device_session(SECRET, address="192.0.2.1")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = str(cursor.fetchall())
            assert SECRET not in rows and CODE not in rows and cookie not in rows


def test_a_closed_session_stays_closed(invited: Participation) -> None:
    session, _ = open_device_session(SECRET, address="192.0.2.1")
    close_device_session(session, by=invited)
    assert not DeviceSession.objects.open().exists()
