"""Whoever changes the record of what happened is found."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from fieldstudy.core.ids import uuid7
from fieldstudy.core.scope import HasKey
from fieldstudy.events import SYSTEM, guards, record
from fieldstudy.events.models import Event, Seal
from fieldstudy.events.sealing import anchor_file, find_fault, seal_events
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> list[Event]:
    """Twelve sealed events."""
    study = make_study()
    events = [_record(study) for _ in range(12)]
    seal_events()
    return events


def _record(study: HasKey) -> Event:
    with transaction.atomic():
        return record("study.changed", by=SYSTEM, study=study, subject=study, field="name")


def _tamper(change: Callable[[], object]) -> None:
    """What the owner of the database could do."""
    guards.remove(connection)
    change()
    guards.install(connection)


def _second(events: list[Event]) -> Seal:
    return Seal.objects.get(sequence=2)


def test_a_whole_chain_is_whole(chain: list[Event]) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith("Whole: 12 events")


def test_verifying_seals_what_is_unsealed(chain: list[Event]) -> None:
    _record(make_study("elsewhere"))
    call_command("verify_audit", stdout=StringIO())
    assert Seal.objects.count() == 13


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda: Event.objects.filter(seal__sequence=2).update(verb="study.closed"), "hash"),
        (lambda: Event.objects.filter(seal__sequence=2).update(actor_id=uuid7()), "hash"),
        (lambda: Event.objects.filter(seal__sequence=2).update(data={}), "hash"),
        (lambda: Event.objects.filter(seal__sequence=2).delete(), "event_missing"),
        (lambda: Seal.objects.filter(sequence=2).delete(), "gap"),
        (lambda: Seal.objects.filter(sequence=2).update(hash="f" * 64), "hash"),
        (lambda: Seal.objects.filter(sequence=2).update(previous="f" * 64), "previous"),
    ],
)
def test_one_changed_row_is_found(
    chain: list[Event], change: Callable[[], object], what: str
) -> None:
    _tamper(change)
    fault = find_fault()
    assert fault is not None
    assert (fault.sequence, fault.what) == (2, what)


def test_two_swapped_rows_are_found(chain: list[Event]) -> None:
    two, three = Seal.objects.filter(sequence__in=[2, 3]).order_by("sequence")
    second, third = two.event_id, three.event_id

    def swap() -> None:
        Seal.objects.filter(sequence=2).update(event=uuid7())
        Seal.objects.filter(sequence=3).update(event=second)
        Seal.objects.filter(sequence=2).update(event=third)

    _tamper(swap)
    fault = find_fault()
    assert fault is not None
    assert (fault.sequence, fault.what) == (2, "hash")


def test_an_event_slipped_in_later_is_found(chain: list[Event]) -> None:
    first = chain[0]
    forged = Event(verb="entry.retracted", actor_kind="person", subject_kind="entry")
    forged.at = first.at.replace(year=first.at.year - 1)
    forged.subject_id = uuid7()
    forged.save()
    with pytest.raises(SystemExit) as end:
        call_command("verify_audit", stderr=StringIO())
    assert end.value.code == 1


def test_cutting_the_tail_is_found(chain: list[Event]) -> None:
    _tamper(lambda: Seal.objects.filter(sequence__gt=9).delete())
    fault = find_fault()
    assert fault is not None
    assert (fault.sequence, fault.what) == (10, "cut_off")


def test_sealing_over_a_cut_tail_does_not_hide_it(chain: list[Event]) -> None:
    gone = Event.objects.filter(seal__sequence__gt=9)

    def cut() -> None:
        gone.delete()
        Seal.objects.filter(sequence__gt=9).delete()

    _tamper(cut)
    for _ in range(5):
        _record(make_study(f"s{_}"))
    seal_events()
    problems = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", stderr=problems)
    assert "link 12" in problems.getvalue()


def test_sealing_twice_adds_nothing(chain: list[Event]) -> None:
    anchored = anchor_file().read_text()
    assert seal_events() == 0
    assert anchor_file().read_text() == anchored
