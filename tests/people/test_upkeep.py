"""What is over does not pile up."""

import datetime as dt
from collections.abc import Callable

import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from fieldstudy.people.limits import Limit, spend
from fieldstudy.people.models import Bucket, Person
from fieldstudy.people.upkeep import forget_what_is_over

NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)


def test_ended_sessions_and_full_buckets_go(desk: Callable[[Person], Client], lan: Person) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        desk(lan)
        spend(Limit("five", 5, 60), "a")
        forget_what_is_over()
        assert Session.objects.count() == Bucket.objects.count() == 1
        clock.shift(12 * 3600 + 1)
        forget_what_is_over()
        assert Session.objects.count() == Bucket.objects.count() == 0
