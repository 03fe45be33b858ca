"""The database itself keeps what happened."""

import pytest
from django.db import IntegrityError, connection, transaction

from fieldstudy.core.ids import uuid7
from fieldstudy.events.models import Event, Seal
from fieldstudy.events.sealing import seal_events


@pytest.fixture
def event(db: None) -> Event:
    return Event.objects.create(
        verb="study.created", actor_kind="system", subject_kind="study", subject_id=uuid7()
    )


def test_an_event_cannot_be_changed(event: Event) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(verb="study.deleted")


def test_an_event_cannot_be_deleted(event: Event) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


def test_a_seal_can_be_neither_changed_nor_deleted(event: Event) -> None:
    seal_events()
    for change in (lambda: Seal.objects.update(hash="0"), lambda: Seal.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_table_cannot_be_truncated(event: Event) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE events_event CASCADE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_a_committed_event_does_not_outlive_its_test(run: int) -> None:
    assert not Event.objects.exists()
    Event.objects.create(
        verb="study.created", actor_kind="system", subject_kind="study", subject_id=uuid7()
    )
