"""How fieldwork goes: who wrote when, who has gone quiet, day by day in the study's zone."""

import datetime as dt
from dataclasses import dataclass, field
from statistics import median
from uuid import UUID

from django.db.models import Avg, Count, Max
from django.db.models.functions import TruncDate

from fieldstudy.core import clock
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Study

DAYS = 14
QUIET_AFTER = dt.timedelta(hours=36)
NEWEST_FOR_LAG = 2_000
"""So many of the newest entries are read for the median recall lag."""


@dataclass(frozen=True, slots=True)
class Day:
    """One person's entries of one day, and how the rated ones felt on average."""

    date: dt.date
    entries: int = 0
    felt: float | None = None


@dataclass(slots=True)
class Line:
    """One participant."""

    participation: Participation
    days: list[Day]
    entries: int = 0
    last_entry: dt.datetime | None = None
    lags_s: list[float] = field(default_factory=list)

    @property
    def lag_min(self) -> int | None:
        """Median minutes from happening to writing; None without an entry of late."""
        return round(median(self.lags_s) / 60) if self.lags_s else None

    @property
    def felt(self) -> list[float | None]:
        """Day by day, None where nothing was rated."""
        return [day.felt for day in self.days]

    @property
    def is_taking_part(self) -> bool:
        """Joined, neither left nor shut out."""
        person = self.participation
        return bool(person.joined_at) and not person.revoked_at and not has_left(person)

    def quiet_for(self, now: dt.datetime) -> dt.timedelta | None:
        """How long nothing came from somebody who takes part, once that is long."""
        if not self.is_taking_part or self.participation.joined_at is None:
            return None
        joined = self.participation.joined_at
        since = now - max(self.last_entry or joined, joined)
        return since if since >= QUIET_AFTER else None


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """Everybody's line and what they add up to."""

    dates: list[dt.date]
    lines: list[Line]
    now: dt.datetime

    @property
    def taking_part(self) -> int:
        """How many may log now."""
        return sum(line.is_taking_part for line in self.lines)

    @property
    def entries(self) -> int:
        """All that participants ever logged."""
        return sum(line.entries for line in self.lines)

    @property
    def lag_min(self) -> int | None:
        """Median recall lag of the newest entries, in minutes."""
        lags = [lag for line in self.lines for lag in line.lags_s]
        return round(median(lags) / 60) if lags else None

    @property
    def quiet(self) -> list[tuple[Line, dt.timedelta]]:
        """Who has gone quiet, the longest silence first."""
        silent = [(line, line.quiet_for(self.now)) for line in self.lines]
        return sorted(
            ((line, since) for line, since in silent if since is not None),
            key=lambda pair: -pair[1],
        )


def has_left(person: Participation) -> bool:
    """Whether the participant withdrew; asks nothing where `withdrawal` was read along."""
    return hasattr(person, "withdrawal")


def read_fieldwork(study: Study) -> Fieldwork:
    """Everybody who was invited, without rehearsal; five queries."""
    now = clock.now()
    today = now.astimezone(clock.zone(study.time_zone)).date()
    dates = [today - dt.timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    people = study.participations.real().select_related("withdrawal").prefetch_related("segments")
    entries = study.entries.real().filter(participation__isnull=False, author=None)
    by_day = _by_day(study, entries, dates[0])
    lines = {
        person.pk: Line(person, [by_day.get((person.pk, date), Day(date)) for date in dates])
        for person in people.order_by("label")
    }
    totals = entries.order_by().values_list("participation_id")
    for key, count, last in totals.annotate(n=Count("id"), last=Max("received_at")):
        if key in lines:
            lines[key].entries, lines[key].last_entry = count, last
    newest = entries.order_by("-happened_at").values_list(
        "participation_id", "happened_at", "written_at"
    )
    for key, happened, written in newest[:NEWEST_FOR_LAG]:
        if key in lines:
            lines[key].lags_s.append(max(0.0, (written - happened).total_seconds()))
    return Fieldwork(dates, list(lines.values()), now)


def _by_day(
    study: Study, entries: EntryQuerySet, first: dt.date
) -> dict[tuple[UUID, dt.date], Day]:
    zone = clock.zone(study.time_zone)
    rows = (
        entries.filter(happened_at__gte=dt.datetime.combine(first, dt.time(), zone))
        .annotate(day=TruncDate("happened_at", tzinfo=zone))
        .order_by()
        .values_list("participation_id", "day")
        .annotate(n=Count("id"), felt=Avg("valence"))
    )
    return {
        (person, day): Day(day, count, None if felt is None else float(felt))
        for person, day, count, felt in rows
    }
