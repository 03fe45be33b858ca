"""Limits that hold across processes."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from fieldstudy.people.limits import (
    Limit,
    TooMany,
    empty_full_buckets,
    forgive,
    left,
    spend,
)
from fieldstudy.people.models import Bucket

FIVE_A_MINUTE = Limit("five", 5, 60)
NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_the_sixth_try_waits_for_one_to_come_back() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            spend(FIVE_A_MINUTE, "a")
        with pytest.raises(TooMany) as refused:
            spend(FIVE_A_MINUTE, "a")
        assert refused.value.seconds == 12
        clock.shift(12)
        spend(FIVE_A_MINUTE, "a")
        with pytest.raises(TooMany):
            spend(FIVE_A_MINUTE, "a")


@pytest.mark.django_db
def test_everybody_has_tries_of_their_own() -> None:
    for _ in range(5):
        spend(FIVE_A_MINUTE, "a")
    spend(FIVE_A_MINUTE, "b")
    spend(Limit("other", 1, 60), "a")


@pytest.mark.django_db
def test_what_is_left_is_told() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert left(FIVE_A_MINUTE, "a") == 5
        spend(FIVE_A_MINUTE, "a")
        spend(FIVE_A_MINUTE, "a")
        assert left(FIVE_A_MINUTE, "a") == 3
        clock.shift(60)
        assert left(FIVE_A_MINUTE, "a") == 5


@pytest.mark.django_db
def test_a_refused_try_costs_nothing() -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            spend(FIVE_A_MINUTE, "a")
        before = Bucket.objects.get().full_at
        with pytest.raises(TooMany):
            spend(FIVE_A_MINUTE, "a")
        assert Bucket.objects.get().full_at == before


@pytest.mark.django_db
def test_forgiven_tries_are_given_back() -> None:
    for _ in range(5):
        spend(FIVE_A_MINUTE, "a")
    forgive(FIVE_A_MINUTE, "a")
    assert left(FIVE_A_MINUTE, "a") == 5


@pytest.mark.django_db
def test_nobodys_address_is_written_down() -> None:
    spend(FIVE_A_MINUTE, "203.0.113.7")
    assert "203.0.113.7" not in Bucket.objects.get().key


@pytest.mark.django_db
def test_buckets_that_are_full_again_are_swept_away() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        spend(FIVE_A_MINUTE, "a")
        clock.shift(6)
        spend(FIVE_A_MINUTE, "b")
        clock.shift(7)
        assert empty_full_buckets() == 1
        assert left(FIVE_A_MINUTE, "b") == 4


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_five_tries_between_them() -> None:
    def attempt(_: int) -> bool:
        try:
            spend(Limit("slow", 5, 3600), "a")
        except TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == 5
