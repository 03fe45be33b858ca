"""The customer story map 客户故事地图: computed from rows, never drawn by hand."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from fieldstudy.analysis.comparison import (
    BrandComparison,
    Difference,
    compare_brands,
    paired_difference,
)
from fieldstudy.analysis.emotion_curve import MIN_PEOPLE, Point, PointState, emotion_point
from fieldstudy.analysis.map_rows import (
    Felt,
    MapRows,
    Photo,
    Place,
    Presence,
    Quote,
    Reacted,
    Reaction,
    Said,
    Series,
    Word,
)
from fieldstudy.analysis.reactions import ReactionShare, rank_reactions
from fieldstudy.analysis.readings import (
    Key,
    PersonReadings,
    VarianceShares,
    person_means,
    variance_shares,
)
from fieldstudy.analysis.suppression import withhold

MIN_PEOPLE_FOR_WORDS = 8
WORDS_SHOWN = 3
QUOTES_SHOWN = 2
PHOTOS_SHOWN = 1

Row = TypeVar("Row", Presence, Felt, Reacted, Said, Quote, Photo)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads the map. Staff see small numbers marked as small; others never below the limits."""

    withholds: bool = False
    min_people: int = MIN_PEOPLE
    min_people_for_words: int = MIN_PEOPLE_FOR_WORDS


@dataclass(frozen=True, slots=True)
class ReactionCell:
    """One kind of reaction at one touchpoint; nothing but `withheld` where it is."""

    reaction: Reaction
    affected: int = 0
    passed: int = 0
    entries: int = 0
    share: ReactionShare | None = None
    rank: int | None = None
    """Place among the touchpoints, from 1; None for a single sighting."""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class WordChip:
    """A need or action that so many people expressed here."""

    code: Key
    name: str
    people: int
    entries: int


@dataclass(frozen=True, slots=True)
class WordCell:
    """The most common needs or actions, by people, and how many more there are."""

    chips: tuple[WordChip, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One touchpoint. A withheld column holds its name and nothing else."""

    place: Place
    withheld: bool = False
    people: int = 0
    entries: int = 0
    points: Mapping[Series, Point] | None = None
    coder_gap: Difference | None = None
    """Own − coder, by the people who have both."""
    brands: BrandComparison | None = None
    variance: VarianceShares | None = None
    reactions: tuple[ReactionCell, ...] = ()
    actions: WordCell = WordCell()
    needs: WordCell = WordCell()
    quotes: tuple[Quote, ...] = ()
    photos: tuple[Photo, ...] = ()
    entries_with_photos: int = 0
    words_withheld: bool = False

    def point(self, series: Series) -> Point:
        """The point of one series; withheld with its column, a gap where nothing was read."""
        if self.withheld:
            return Point(PointState.WITHHELD)
        return (self.points or {}).get(series, Point(PointState.GAP))

    @property
    def own(self) -> Point:
        """Participants' own rating."""
        return self.point(Series.OWN)

    @property
    def coder(self) -> Point:
        """Coders' rating."""
        return self.point(Series.CODER)

    @property
    def competitor(self) -> Point:
        """Participants' own rating of competitors."""
        return self.point(Series.COMPETITOR)

    @property
    def is_unrated(self) -> bool:
        """People came past but nobody rated it: a gap of another kind than never reached."""
        return bool(self.people) and self.own.state is PointState.GAP


@dataclass(frozen=True, slots=True)
class Stage:
    """A bracket over neighbouring columns."""

    name: str
    second_name: str
    span: int


@dataclass(frozen=True, slots=True)
class StoryMap:
    """The whole map. `people`, `entries` and `moments` count what is behind it, if shown."""

    columns: tuple[Column, ...]
    people: int
    entries: int
    moments: int
    """Participants' own ratings at touchpoints."""
    without_touchpoint: int
    min_people: int
    withheld: bool = False
    """Too few people in all for any number."""

    @property
    def stages(self) -> list[Stage]:
        """Neighbouring columns of one stage together."""
        runs = groupby(self.columns, key=lambda one: (one.place.stage, one.place.second_stage))
        return [Stage(name, second, len(list(run))) for (name, second), run in runs]

    @property
    def has_competitor(self) -> bool:
        """A competitor series stands anywhere."""
        return any(column.competitor.state is not PointState.GAP for column in self.shown)

    @property
    def has_coder(self) -> bool:
        """A coder series stands anywhere."""
        return any(column.coder.state is not PointState.GAP for column in self.shown)

    @property
    def shown(self) -> list[Column]:
        """Columns that say more than their name."""
        return [column for column in self.columns if not column.withheld]

    @property
    def lowest(self) -> Column | None:
        """The solid point of the worst mean."""
        return min(self._solid, key=lambda column: column.own.mean or 0.0, default=None)

    @property
    def highest(self) -> Column | None:
        """The solid point of the best mean."""
        return max(self._solid, key=lambda column: column.own.mean or 0.0, default=None)

    @property
    def _solid(self) -> list[Column]:
        return [column for column in self.columns if column.own.state is PointState.SOLID]


def assemble(
    rows: MapRows, *, segment: Key | None = None, audience: Audience | None = None
) -> StoryMap:
    """The map of everyone, or of one segment, as its audience may see it.

    Rows hold every segment even when one is asked for: what has to be withheld in one depends on
    what the others would give away. Empty cells are no secret; a cell of 1 … min_people − 1 people
    is, and so is what would reveal it by subtraction.
    """
    return _Assembly(rows, segment, audience or Audience()).story_map()


class _Assembly:
    def __init__(self, rows: MapRows, segment: Key | None, audience: Audience) -> None:
        self.rows, self.segment, self.audience = rows, segment, audience
        self.present = _by_touchpoint(rows.presence)
        self.felt = _by_touchpoint(rows.felt)
        self.reacted = _by_touchpoint(rows.reacted)
        self.said = _by_touchpoint(rows.said)
        self.quotes = _by_touchpoint(rows.quotes)
        self.photos = _by_touchpoint(rows.photos)
        self.rankings = {kind: self._ranking(kind) for kind in Reaction}

    def story_map(self) -> StoryMap:
        present = {row.participant for row in self.rows.presence}
        columns = tuple(self._column(place) for place in self.rows.places)
        withheld = not self._may_show(present)
        return StoryMap(
            columns=columns,
            people=0 if withheld else len(self._of_segment(present)),
            entries=0 if withheld else self.rows.entries,
            moments=0 if withheld else sum(column.own.entries for column in columns),
            without_touchpoint=0 if withheld else self.rows.without_touchpoint,
            min_people=self.audience.min_people,
            withheld=withheld,
        )

    def _of_segment(self, people: Iterable[Key]) -> set[Key]:
        if self.segment is None:
            return set(people)
        return {person for person in people if self.rows.segment_of.get(person) == self.segment}

    def _here(self, rows: Sequence[Row]) -> list[Row]:
        """Rows of the segment looked at."""
        if self.segment is None:
            return list(rows)
        return [row for row in rows if self.rows.segment_of.get(row.participant) == self.segment]

    def _may_show(self, people: Collection[Key], *, min_people: int | None = None) -> bool:
        """Whether a number about these people, of all segments, may be seen in the one shown."""
        if not self.audience.withholds:
            return True
        line = Counter(self.rows.segment_of.get(person) for person in people)
        found = withhold(line, min_people=min_people or self.audience.min_people)
        return not found.total if self.segment is None else self.segment not in found.parts

    def _passed(self, touchpoint: Key) -> set[Key]:
        return {row.participant for row in self.present[touchpoint]}

    def _column(self, place: Place) -> Column:
        passed = self._passed(place.touchpoint)
        if not self._may_show(passed):
            return Column(place, withheld=True)
        present = self._here(self.present[place.touchpoint])
        people = self._readings(place.touchpoint)
        points = {series: self._point(place.touchpoint, series) for series in Series}
        words = self._may_show(passed, min_people=self.audience.min_people_for_words)
        return Column(
            place=place,
            people=len({row.participant for row in present}),
            entries=sum(row.entries for row in present),
            points=points,
            coder_gap=self._coder_gap(people, points),
            brands=self._brands(people, points),
            variance=_variance(people[Series.OWN], points[Series.OWN]),
            reactions=tuple(self._reaction(place.touchpoint, kind) for kind in Reaction),
            actions=self._words(place.touchpoint, Word.ACTION),
            needs=self._words(place.touchpoint, Word.NEED),
            quotes=self._quotes(place.touchpoint, points[Series.OWN]) if words else (),
            photos=self._photos(place.touchpoint) if words else (),
            entries_with_photos=sum(row.with_photos for row in present) if words else 0,
            words_withheld=not words,
        )

    def _readings(self, touchpoint: Key) -> dict[Series, dict[Key, PersonReadings]]:
        found: dict[Series, dict[Key, PersonReadings]] = {series: {} for series in Series}
        for row in self._here(self.felt[touchpoint]):
            people = found[row.series]
            known = people.get(row.participant)
            people[row.participant] = row.readings if known is None else known + row.readings
        return found

    def _point(self, touchpoint: Key, series: Series) -> Point:
        everyone = {row.participant for row in self.felt[touchpoint] if row.series is series}
        point = emotion_point(
            self._readings(touchpoint)[series], min_people=self.audience.min_people
        )
        return point if self._may_show(everyone) else point.withheld()

    def _coder_gap(
        self, people: Mapping[Series, Mapping[Key, PersonReadings]], points: Mapping[Series, Point]
    ) -> Difference | None:
        if not self._both_shown(points, Series.OWN, Series.CODER):
            return None
        own, coder = person_means(people[Series.OWN]), person_means(people[Series.CODER])
        if not self._may_show(own.keys() & coder.keys()):
            return None
        return paired_difference(own, coder)

    def _brands(
        self, people: Mapping[Series, Mapping[Key, PersonReadings]], points: Mapping[Series, Point]
    ) -> BrandComparison | None:
        """Own against competitor; kept from clients, whom two small rows would tell too much."""
        if self.audience.withholds or not self._both_shown(points, Series.OWN, Series.COMPETITOR):
            return None
        return compare_brands(
            person_means(people[Series.OWN]), person_means(people[Series.COMPETITOR])
        )

    @staticmethod
    def _both_shown(points: Mapping[Series, Point], *series: Series) -> bool:
        return all(points[one].people for one in series)

    def _ranking(self, kind: Reaction) -> dict[Key, ReactionShare]:
        strengths = {
            place.touchpoint: {
                row.participant: row.strength
                for row in self._here(self.reacted[place.touchpoint])
                if row.reaction is kind
            }
            for place in self.rows.places
        }
        passed = {
            place.touchpoint: len(self._of_segment(self._passed(place.touchpoint)))
            for place in self.rows.places
        }
        ranked = rank_reactions(strengths, passed, min_people=self.audience.min_people)
        return {share.touchpoint: share for share in ranked}

    def _reaction(self, touchpoint: Key, kind: Reaction) -> ReactionCell:
        rows = [row for row in self.reacted[touchpoint] if row.reaction is kind]
        if not self._may_show({row.participant for row in rows}):
            return ReactionCell(kind, withheld=True)
        share = self.rankings[kind].get(touchpoint)
        order = [key for key, one in self.rankings[kind].items() if one.is_ranked]
        return ReactionCell(
            reaction=kind,
            affected=share.affected if share else 0,
            passed=share.passed if share else 0,
            entries=sum(row.entries for row in self._here(rows)),
            share=share,
            rank=order.index(touchpoint) + 1 if touchpoint in order else None,
        )

    def _words(self, touchpoint: Key, word: Word) -> WordCell:
        by_code: defaultdict[Key, list[Said]] = defaultdict(list)
        for row in self.said[touchpoint]:
            if row.word is word:
                by_code[row.code].append(row)
        chips = [
            WordChip(
                code=code,
                name=rows[0].name,
                people=len({row.participant for row in here}),
                entries=sum(row.entries for row in here),
            )
            for code, rows in by_code.items()
            if self._may_show({row.participant for row in rows}) and (here := self._here(rows))
        ]
        chips.sort(key=lambda chip: (-chip.people, -chip.entries, chip.name))
        return WordCell(tuple(chips[:WORDS_SHOWN]), max(0, len(chips) - WORDS_SHOWN))

    def _quotes(self, touchpoint: Key, own: Point) -> tuple[Quote, ...]:
        """The words nearest to the mean, then the farthest of somebody else."""
        quotes = [
            quote
            for quote in self._here(self.quotes[touchpoint])
            if quote.for_clients or not self.audience.withholds
        ]
        mean = own.mean or 0.0
        quotes.sort(key=lambda quote: (abs((quote.value or 0.0) - mean), str(quote.entry)))
        if not quotes:
            return ()
        others = [quote for quote in quotes if quote.participant != quotes[0].participant]
        return tuple([quotes[0], *reversed(others)][:QUOTES_SHOWN])

    def _photos(self, touchpoint: Key) -> tuple[Photo, ...]:
        return tuple(
            photo
            for photo in self._here(self.photos[touchpoint])
            if photo.for_clients or not self.audience.withholds
        )[:PHOTOS_SHOWN]


def _by_touchpoint(rows: Iterable[Row]) -> defaultdict[Key, list[Row]]:
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.touchpoint].append(row)
    return found


def _variance(people: Mapping[Key, PersonReadings], own: Point) -> VarianceShares | None:
    return variance_shares(list(people.values())) if own.is_drawn else None
