"""Which entries a map, and the evidence behind it, is computed from."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from fieldstudy.core import clock
from fieldstudy.diary.models import Entry
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import Participation, Withdrawal
from fieldstudy.studies.models import Brand, Study


@dataclass(frozen=True, slots=True)
class MapFilter:
    """What was chosen. Days are the study's own; both ends are in.

    Without a brand, own and competitors stand apart; with one, there is only that one. Without a
    source, everything but imported feedback counts: its authors are not the study's participants.
    """

    scenario: UUID | None = None
    brand: UUID | None = None
    segment: UUID | None = None
    source: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    kind: str = Participation.Kind.CUSTOMER


def counted_entries(study: Study, chosen: MapFilter) -> EntryQuerySet:
    """The entries of known participants that count, own brand and competitors alike.

    Left out: rehearsal, what its author took back, what a researcher excluded, and everything of
    people who left and asked for deletion. Who only stopped left what they had logged to the study.
    The segment is not applied here: see `people_of_segment`.
    """
    entries: EntryQuerySet = study.entries.in_analysis().filter(
        participation__kind=chosen.kind, participation__is_rehearsal=False
    )
    entries = entries.filter(
        Q(participation__withdrawal=None)
        | ~Q(participation__withdrawal__kind=Withdrawal.Kind.ERASE)
    )
    if chosen.scenario:
        entries = entries.filter(scenario_id=chosen.scenario)
    if chosen.brand:
        entries = entries.filter(brand_id=chosen.brand)
    if chosen.source:
        entries = entries.filter(source=chosen.source)
    else:
        entries = entries.exclude(source=Entry.Source.IMPORT)
    return _within(entries, study, chosen.since, chosen.until)


def _within(
    entries: EntryQuerySet, study: Study, since: dt.date | None, until: dt.date | None
) -> EntryQuerySet:
    zone = clock.zone(study.time_zone)
    if since:
        entries = entries.filter(happened_at__gte=dt.datetime.combine(since, dt.time(), zone))
    if until:
        after = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone)
        entries = entries.filter(happened_at__lt=after)
    return entries


def own_entries(entries: EntryQuerySet, chosen: MapFilter) -> EntryQuerySet:
    """Those of the own brand or of none named; all of them where one brand was chosen."""
    return entries if chosen.brand else entries.exclude(brand__role=Brand.Role.COMPETITOR)


def competitor_entries(entries: EntryQuerySet, chosen: MapFilter) -> EntryQuerySet:
    """Those of competitors, shown as a series of their own; none where one brand was chosen."""
    return entries.none() if chosen.brand else entries.filter(brand__role=Brand.Role.COMPETITOR)
