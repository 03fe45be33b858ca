"""What participants logged, summed by person and touchpoint."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from fieldstudy.analysis.filters import Selection
from fieldstudy.analysis.grouped import Keys, rows_of
from fieldstudy.analysis.map_rows import Felt, Presence, Series, Wrote
from fieldstudy.analysis.readings import LEVELS, Key, PersonReadings
from fieldstudy.coding.models import Code, Coding

_SERIES = {one.value: one for one in Series}


@dataclass(frozen=True, slots=True)
class Levels:
    """A person's entries at a touchpoint, or at none, and how many were rated at each level."""

    person: Key
    touchpoint: Key | None
    series: Series
    entries: int
    levels: Sequence[int]


@dataclass(frozen=True, slots=True)
class Logged:
    """Entries of the own brand and of competitors, and what coders placed elsewhere."""

    rows: Sequence[Levels]
    moved: Sequence[Presence]
    """Parts of entries that a touchpoint code puts at another touchpoint than the entry's own."""
    found_a_place: Mapping[Key, int]
    """Person → entries without a touchpoint of their own that such a code gave one."""

    @classmethod
    def read(cls, selection: Selection, codebook: Sequence[Code], keys: Keys) -> Self:
        """Three statements, fewer where the codebook has no touchpoints."""
        codes = [code.pk for code in codebook if code.kind == Code.Kind.TOUCHPOINT]
        moved: QuerySet[Coding] = (
            selection.codings()
            .filter(Q(entry__touchpoint=None) | ~Q(entry__touchpoint=F("touchpoint")))
            .filter(code__in=codes)
            .order_by()
        )
        by_place = moved.values_list("entry__participation_id", "touchpoint_id")
        of_none = moved.filter(entry__touchpoint=None).values_list("entry__participation_id")
        entries = Count("entry_id", distinct=True)
        return cls(
            rows=_levels(selection, keys),
            moved=[
                Presence(keys[person], keys[touchpoint], count)
                for person, touchpoint, count in rows_of(by_place.annotate(n=entries))
            ],
            found_a_place={
                keys[person]: count for person, count in rows_of(of_none.annotate(n=entries))
            },
        )

    def wrote(self) -> Iterable[Wrote]:
        """Entries of each person, of the own brand."""
        entries: dict[Key, int] = {}
        nowhere: dict[Key, int] = {}
        for row in self._own():
            entries[row.person] = entries.get(row.person, 0) + row.entries
            if row.touchpoint is None:
                nowhere[row.person] = row.entries - self.found_a_place.get(row.person, 0)
        for person, count in entries.items():
            yield Wrote(person, count, without_touchpoint=nowhere.get(person, 0))

    def presence(self) -> Iterable[Presence]:
        """By the entry's own touchpoint, and by codes that place a part of it elsewhere."""
        for row in self._own():
            if row.touchpoint is not None:
                yield Presence(row.person, row.touchpoint, row.entries)
        yield from self.moved

    def reached(self) -> set[Key]:
        """Touchpoints with an entry of any brand, or a part of one."""
        own = {row.touchpoint for row in self.rows if row.touchpoint is not None}
        return own | {row.touchpoint for row in self.moved}

    def felt(self) -> Iterable[Felt]:
        """Participants' own ratings."""
        for row in self.rows:
            if row.touchpoint is not None and any(row.levels):
                readings = PersonReadings.from_levels(row.levels)
                yield Felt(row.person, row.touchpoint, row.series, readings)

    def _own(self) -> Iterable[Levels]:
        return (row for row in self.rows if row.series is Series.OWN)


def _levels(selection: Selection, keys: Keys) -> list[Levels]:
    own, rival = Value(Series.OWN.value), Value(Series.COMPETITOR.value)
    is_rival = Q(brand__in=() if selection.chosen.brand else selection.competitors)
    at_level = {
        f"at_{place}": Count("id", filter=Q(valence=level)) for place, level in enumerate(LEVELS)
    }
    statement = (
        selection.entries()
        .order_by()
        .annotate(series=Case(When(is_rival, rival), default=own))
        .values_list("touchpoint_id", "participation_id", "series")
        .annotate(n=Count("id"), **at_level)
    )
    return [
        Levels(keys[person], touchpoint and keys[touchpoint], _SERIES[series], count, levels)
        for touchpoint, person, series, count, *levels in rows_of(statement)
    ]
