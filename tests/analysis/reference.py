"""What the queries must find, said over again in plain Python, entry by entry."""

from collections import defaultdict
from collections.abc import Hashable
from statistics import fmean
from zoneinfo import ZoneInfo

from fieldstudy.analysis.filters import MapFilter
from fieldstudy.coding.models import Coding
from fieldstudy.diary.models import Entry
from tests.analysis.invented import Invented

Cell = tuple[Hashable, ...]


def counts(entry: Entry, chosen: MapFilter) -> bool:
    """Whether an entry is behind the map at all, own brand or competitor."""
    person = entry.participation
    withdrawal = getattr(person, "withdrawal", None)
    day = entry.happened_at.astimezone(ZoneInfo(entry.study.time_zone)).date()
    return bool(
        person
        and (chosen.since or day) <= day <= (chosen.until or day)
        and not entry.is_rehearsal
        and not person.is_rehearsal
        and person.kind == chosen.kind
        and not hasattr(entry, "retraction")
        and not hasattr(entry, "exclusion")
        and not (withdrawal and withdrawal.kind == "erase")
        and chosen.scenario in (None, entry.scenario_id)
        and chosen.brand in (None, entry.brand_id)
        and (entry.source == chosen.source if chosen.source else entry.source != "import")
    )


class Reference:
    """Every figure of one map, from objects."""

    def __init__(self, found: Invented, chosen: MapFilter) -> None:
        entries = found.study.entries.select_related("participation__withdrawal", "brand", "study")
        counted = [entry for entry in entries if counts(entry, chosen)]
        self.chosen = chosen
        self.competitors = [entry for entry in counted if self._is_rival(entry)]
        self.own = [entry for entry in counted if not self._is_rival(entry)]
        ours = {entry.pk for entry in self.own}
        self.codings = [
            coding
            for coding in found.study.codings.select_related(
                "code", "entry__participation"
            ).prefetch_related("entry__participation__segments")
            if coding.removed_at is None and coding.touchpoint_id and coding.entry_id in ours
        ]

    def _is_rival(self, entry: Entry) -> bool:
        rival = entry.brand is not None and entry.brand.role == "competitor"
        return rival and self.chosen.brand is None

    def ratings(self, entries: list[Entry]) -> dict[Cell, list[float]]:
        """Person and touchpoint → participants' own ratings."""
        found: defaultdict[Cell, list[float]] = defaultdict(list)
        for entry in entries:
            if entry.touchpoint_id and entry.valence is not None:
                found[str(entry.participation_id), str(entry.touchpoint_id)].append(entry.valence)
        return dict(found)

    def coder_ratings(self) -> dict[Cell, list[float]]:
        """Person and touchpoint → one reading per entry: the mean of its coders' means."""
        per_entry: defaultdict[Cell, defaultdict[Hashable, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for coding in self.codings:
            if coding.valence is not None:
                cell = (_person(coding), str(coding.touchpoint_id), coding.entry_id)
                per_entry[cell][coding.coder_id].append(coding.valence)
        found: defaultdict[Cell, list[float]] = defaultdict(list)
        for (person, touchpoint, _), coders in per_entry.items():
            found[person, touchpoint].append(fmean(fmean(values) for values in coders.values()))
        return dict(found)

    def presence(self) -> dict[Cell, set[Hashable]]:
        """Person and touchpoint → entries, by their own touchpoint or by a coding's."""
        found: defaultdict[Cell, set[Hashable]] = defaultdict(set)
        for entry in self.own:
            if entry.touchpoint_id:
                found[str(entry.participation_id), str(entry.touchpoint_id)].add(entry.pk)
        for coding in self.codings:
            found[_person(coding), str(coding.touchpoint_id)].add(coding.entry_id)
        return dict(found)

    def reactions(self) -> dict[Cell, list[Coding]]:
        """Person, touchpoint and reaction → codings."""
        found: defaultdict[Cell, list[Coding]] = defaultdict(list)
        for one in self.codings:
            if one.code.reaction:
                cell = (_person(one), str(one.touchpoint_id), one.code.reaction)
                found[cell].append(one)
        return dict(found)

    def words(self) -> dict[Cell, int]:
        """Touchpoint and code → people of the segment with this need or action."""
        people: defaultdict[Cell, set[Hashable]] = defaultdict(set)
        for one in self.codings:
            segments = {segment.pk for segment in one.entry.participation.segments.all()}
            here = self.chosen.segment is None or self.chosen.segment in segments
            if here and one.code.kind in ("need", "action"):
                people[str(one.touchpoint_id), str(one.code_id)].add(_person(one))
        return {cell: len(found) for cell, found in people.items()}

    def wrote(self) -> dict[Hashable, tuple[int, int]]:
        """Person → entries, and those without any touchpoint."""
        placed = {coding.entry_id for coding in self.codings}
        found: defaultdict[Hashable, list[bool]] = defaultdict(list)
        for entry in self.own:
            nowhere = entry.touchpoint_id is None and entry.pk not in placed
            found[str(entry.participation_id)].append(nowhere)
        return {person: (len(all_), sum(all_)) for person, all_ in found.items()}


def _person(coding: Coding) -> str:
    return str(coding.entry.participation_id)
