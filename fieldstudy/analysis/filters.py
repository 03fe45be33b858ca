"""Which entries a map, and the evidence behind it, is computed from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fieldstudy.coding.models import Coding
from fieldstudy.core import clock
from fieldstudy.diary.models import Entry
from fieldstudy.diary.querysets import IN_ANALYSIS, REAL, EntryQuerySet
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


@dataclass(frozen=True, slots=True)
class Selection:
    """The entries and codings behind one map, of every segment.

    Left out: rehearsal, what its author took back, what a researcher excluded, entries without a
    participant, and everything of people who left and asked for deletion. Who only stopped left
    what they had logged to the study. Participants and brands are named by key, so that the
    statements over codings join nothing but entries.
    """

    study: Study
    chosen: MapFilter
    people: frozenset[UUID]
    left_out: frozenset[UUID]
    competitors: frozenset[UUID]
    counting: Mapping[str, object] = field(default_factory=lambda: IN_ANALYSIS)
    """The look-ups of what counts."""

    def of_excluded(self) -> "Selection":
        """The same choice among what a researcher excluded."""
        return replace(self, counting=REAL | {"exclusion__isnull": False})

    def entries(self) -> EntryQuerySet:
        """Own brand and competitors alike."""
        entries: EntryQuerySet = self.study.entries.filter(self._counted())
        return entries

    def own_entries(self) -> EntryQuerySet:
        """Those of the own brand or of none named; all of them where one brand was chosen."""
        return self.entries().filter(self._own())

    def competitor_entries(self) -> EntryQuerySet:
        """Those of competitors, a series of its own; none where one brand was chosen."""
        entries = self.entries()
        return entries.none() if self.chosen.brand else entries.filter(brand__in=self.competitors)

    def codings(self) -> "QuerySet[Coding]":
        """The codings in force at a touchpoint, in entries of the own brand."""
        codings: QuerySet[Coding] = self.study.codings.live().filter(
            self._counted("entry__"), self._own("entry__"), touchpoint__isnull=False
        )
        return codings

    def _own(self, of: str = "") -> Q:
        if self.chosen.brand or not self.competitors:
            return Q()
        return ~Q(**{f"{of}brand__in": self.competitors})

    def _counted(self, of: str = "") -> Q:
        chosen = self.chosen
        wanted: dict[str, Any] = {f"{of}study": self.study}
        wanted |= {f"{of}{name}": value for name, value in self.counting.items()}
        wanted |= {f"{of}{name}": value for name, value in self._choices()}
        counted = Q(**wanted) & self._people(of)
        if not chosen.source:
            counted &= ~Q(**{f"{of}source": Entry.Source.IMPORT})
        return counted

    def _people(self, of: str) -> Q:
        """By the shorter of the two lists."""
        if len(self.people) < len(self.left_out):
            return Q(**{f"{of}participation__in": self.people})
        known = Q(**{f"{of}participation__isnull": False})
        return known & ~Q(**{f"{of}participation__in": self.left_out}) if self.left_out else known

    def _choices(self) -> list[tuple[str, object]]:
        chosen, zone = self.chosen, clock.zone(self.study.time_zone)
        choices: list[tuple[str, object]] = [
            (name, value)
            for name, value in (
                ("scenario", chosen.scenario),
                ("brand", chosen.brand),
                ("source", chosen.source),
            )
            if value
        ]
        if chosen.since:
            choices.append(("happened_at__gte", dt.datetime.combine(chosen.since, dt.time(), zone)))
        if chosen.until:
            after = dt.datetime.combine(chosen.until + dt.timedelta(days=1), dt.time(), zone)
            choices.append(("happened_at__lt", after))
        return choices


def select(study: Study, chosen: MapFilter) -> Selection:
    """Look up whose entries count and which brands are competitors; two queries."""
    everyone = study.participations.values_list("pk", "kind", "is_rehearsal", "withdrawal__kind")
    people: set[UUID] = set()
    left_out: set[UUID] = set()
    for key, kind, is_rehearsal, withdrawal in everyone:
        counts = kind == chosen.kind and not is_rehearsal and withdrawal != Withdrawal.Kind.ERASE
        (people if counts else left_out).add(key)
    competitors = study.brands.filter(role=Brand.Role.COMPETITOR).values_list("pk", flat=True)
    return Selection(study, chosen, frozenset(people), frozenset(left_out), frozenset(competitors))
