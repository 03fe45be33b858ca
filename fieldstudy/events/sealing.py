"""The hash chain over what happened, so that later tampering is found."""

import datetime as dt
import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError

from fieldstudy.core.storage import fsync_folder
from fieldstudy.events.models import Event, Seal

log = logging.getLogger(__name__)

FIRST = "0" * 64
BATCH = 2_000
RECENT = dt.timedelta(days=1)
"""How far back from the newest sealed event the scheduler looks for unsealed ones."""
OUT_OF_TIME = dt.timedelta(minutes=10)
"""How far behind the newest event sealed before it an event may lie: longer than any transaction."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first bad row of the chain.

    Attributes:
        sequence: the link at which it shows.
        what: a code word: ``gap``, ``previous``, ``event_missing``, ``hash``, ``out_of_time``,
            ``cut_off`` (the chain is shorter than its anchor) or ``anchor`` (it differs from it).
    """

    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link."""

    sequence: int
    hash: str


def link_hash(sequence: int, previous: str, event: Event) -> str:
    """SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of a link and its event."""
    content = {
        "sequence": sequence,
        "previous": previous,
        "id": str(event.pk),
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "verb": event.verb,
        "actor": [event.actor_kind, _text(event.actor_id)],
        "study": _text(event.study_id),
        "subject": [event.subject_kind, str(event.subject_id)],
        "data": event.data,
    }
    line = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def head() -> Head:
    """The newest link; sequence 0 while nothing is sealed."""
    newest = Seal.objects.order_by("-sequence").first()
    return Head(newest.sequence, newest.hash) if newest else Head(0, FIRST)


def seal_events(*, everything: bool = False) -> int:
    """Seal what is not sealed yet, oldest first, and anchor the head outside the database.

    Two sealers at once hurt nothing: the second one's links are refused by their sequence. An
    anchor that the chain no longer holds stays as it is, so that ``find_fault`` meets it.

    Args:
        everything: look among all events, not only among those of the last day.
    Returns:
        How many events were sealed.
    """
    anchor = read_anchor()
    is_held = anchor is None or _holds(anchor)
    since = None if everything else _recent()
    sealed = 0
    while batch := _seal_batch(since):
        sealed += batch
    if not is_held:
        log.error("The chain of events does not hold its anchor: run verify_audit.")
    elif sealed or anchor is None:
        write_anchor(head())
    return sealed


def _recent() -> dt.datetime | None:
    newest = Seal.objects.select_related("event").order_by("-sequence").first()
    return newest.event.at - RECENT if newest is not None else None


def _holds(anchor: Head) -> bool:
    return (
        anchor.sequence == 0
        or Seal.objects.filter(sequence=anchor.sequence, hash=anchor.hash).exists()
    )


def _seal_batch(since: dt.datetime | None) -> int:
    newest = head()
    events = Event.objects.filter(seal=None)
    if since is not None:
        events = events.filter(at__gte=since)
    links = list(_links(newest, events.order_by("at", "pk")[:BATCH]))
    try:
        Seal.objects.bulk_create(links)
    except IntegrityError:
        return 0
    return len(links)


def _links(newest: Head, events: Iterable[Event]) -> Iterator[Seal]:
    sequence, previous = newest.sequence, newest.hash
    for event in events:
        sequence += 1
        link = Seal(
            sequence=sequence,
            event=event,
            previous=previous,
            hash=link_hash(sequence, previous, event),
        )
        yield link
        previous = link.hash


def find_fault() -> Fault | None:
    """Walk the whole chain, and compare it with its anchor.

    Returns:
        The first bad row; None when all is whole.
    """
    expected, previous = 1, FIRST
    newest: dt.datetime | None = None
    anchor = read_anchor()
    for link, event in _walk():
        if link.sequence != expected:
            return Fault(expected, "gap")
        if link.previous != previous:
            return Fault(expected, "previous")
        if event is None:
            return Fault(expected, "event_missing")
        if link.hash != link_hash(expected, previous, event):
            return Fault(expected, "hash")
        if newest is not None and event.at < newest - OUT_OF_TIME:
            return Fault(expected, "out_of_time")
        if anchor is not None and anchor.sequence == expected and anchor.hash != link.hash:
            return Fault(expected, "anchor")
        newest = event.at if newest is None else max(newest, event.at)
        expected, previous = expected + 1, link.hash
    if anchor is not None and anchor.sequence >= expected:
        return Fault(expected, "cut_off")
    return None


def _walk() -> Iterator[tuple[Seal, Event | None]]:
    after = -1
    while links := list(Seal.objects.filter(sequence__gt=after).order_by("sequence")[:BATCH]):
        events = Event.objects.in_bulk([link.event_id for link in links])
        for link in links:
            yield link, events.get(link.event_id)
        after = links[-1].sequence


def anchor_file() -> Path:
    """Where the head is written outside the database."""
    return Path(settings.FIELDSTUDY_DATA) / "audit-head"


def write_anchor(newest: Head) -> None:
    """Replace the anchor, whole or not at all."""
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}-{os.getpid()}")
    with part.open("w") as out:
        out.write(f"{newest.sequence} {newest.hash}\n")
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    fsync_folder(path.parent)


def read_anchor() -> Head | None:
    """The head as it was anchored; None when there is no anchor."""
    try:
        sequence, chained = anchor_file().read_text().split()
    except FileNotFoundError:
        return None
    return Head(int(sequence), chained)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
