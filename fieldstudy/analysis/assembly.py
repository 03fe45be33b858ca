"""From rows to the story map: one column at a time, withholding what its audience must not see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from fieldstudy.analysis.comparison import (
    BrandComparison,
    Difference,
    compare_brands,
    paired_difference,
)
from fieldstudy.analysis.emotion_curve import Point, emotion_point
from fieldstudy.analysis.map_rows import (
    Felt,
    MapRows,
    Photo,
    Pictured,
    Place,
    Presence,
    Quote,
    Reacted,
    Reaction,
    Said,
    Series,
    Word,
    Wrote,
)
from fieldstudy.analysis.reactions import ReactionShare, rank_reactions
from fieldstudy.analysis.readings import Key, PersonReadings, person_means, variance_shares
from fieldstudy.analysis.story_map import (
    Audience,
    Column,
    ReactionCell,
    StoryMap,
    WordCell,
    WordChip,
)
from fieldstudy.analysis.suppression import withhold

WORDS_SHOWN = 3
QUOTES_SHOWN = 2
PHOTOS_SHOWN = 1

Row = TypeVar("Row", Wrote, Presence, Felt, Reacted, Quote, Photo, Pictured)
PlacedRow = TypeVar("PlacedRow", Presence, Felt, Reacted, Said, Quote, Photo, Pictured)
Shown = TypeVar("Shown", Quote, Photo)


def assemble_story_map(
    rows: MapRows, *, segment: Key | None = None, audience: Audience | None = None
) -> StoryMap:
    """The map of everyone, or of one segment, as its audience may see it.

    Rows hold every segment even when one is asked for: what has to be withheld in one depends on
    what the others would give away. Empty cells are no secret; a cell of 1 … min_people − 1 people
    is, and so is what would reveal it by subtraction.
    """
    return _Assembly(rows, segment, audience or Audience()).story_map()


class _Assembly:
    """Rows sorted by touchpoint, the segment looked at, and who looks."""

    def __init__(self, rows: MapRows, segment: Key | None, audience: Audience) -> None:
        self.rows, self.segment, self.audience = rows, segment, audience
        self.present = _by_touchpoint(rows.presence)
        self.felt = _by_touchpoint(rows.felt)
        self.reacted = _by_touchpoint(rows.reacted)
        self.said = _by_touchpoint(rows.said)
        self.quotes = _by_touchpoint(rows.quotes)
        self.photos = _by_touchpoint(rows.photos)
        self.pictured = _by_touchpoint(rows.pictured)
        self.places = [
            place.touchpoint
            for place in rows.places
            if self._may_show(_people(self.present[place.touchpoint]))
        ]
        self.rankings = {kind: self._ranking(kind) for kind in Reaction}

    def story_map(self) -> StoryMap:
        columns = tuple(
            self._column(place) if place.touchpoint in self.places else Column(place, withheld=True)
            for place in self.rows.places
        )
        wrote = self._here(self.rows.wrote)
        whole = StoryMap(
            columns=columns,
            people=len(wrote),
            entries=sum(row.entries for row in wrote),
            without_touchpoint=sum(row.without_touchpoint for row in wrote),
            min_people=self.audience.min_people,
        )
        return whole if not self.audience.withholds else self._for_clients(whole)

    def _for_clients(self, whole: StoryMap) -> StoryMap:
        """Totals from the shown columns alone: the others would follow by subtraction."""
        known = self._may_show(_people(self.rows.wrote))
        return replace(
            whole,
            people=whole.people if known else None,
            entries=sum(column.entries for column in whole.columns),
            without_touchpoint=0,
        )

    def _here(self, rows: Sequence[Row]) -> list[Row]:
        """Rows of the segment looked at."""
        if self.segment is None:
            return list(rows)
        return [
            row for row in rows if self.segment in self.rows.segments_of.get(row.participant, ())
        ]

    def _may_show(self, people: Collection[Key], *, min_people: int | None = None) -> bool:
        """Whether a figure about these people, of all segments, may be seen in the one shown."""
        if not self.audience.withholds:
            return True
        found = withhold(
            {person: self.rows.segments_of.get(person, frozenset()) for person in people},
            min_people=min_people or self.audience.min_people,
        )
        return not found.total and self.segment not in found.parts

    def _column(self, place: Place) -> Column:
        touchpoint = place.touchpoint
        present = self._here(self.present[touchpoint])
        readings = self._readings(touchpoint)
        points = {series: self._point(touchpoint, series, readings[series]) for series in Series}
        words = self._may_show(
            _people(self.present[touchpoint]), min_people=self.audience.min_people_for_words
        )
        own = points[Series.OWN]
        return Column(
            place=place,
            people=len(_people(present)),
            entries=sum(row.entries for row in present),
            points=points,
            coder_gap=self._coder_gap(readings, points),
            brands=self._brands(readings, points),
            variance=variance_shares(list(readings[Series.OWN].values())) if own.is_drawn else None,
            reactions=tuple(self._reaction(touchpoint, kind) for kind in Reaction),
            actions=self._words(touchpoint, Word.ACTION),
            needs=self._words(touchpoint, Word.NEED),
            quotes=self._quotes(touchpoint, own) if words else (),
            photos=self._photos(touchpoint) if words else (),
            entries_with_photos=(
                0
                if self.audience.withholds
                else sum(row.entries for row in self._here(self.pictured[touchpoint]))
            ),
            words_withheld=not words,
        )

    def _readings(self, touchpoint: Key) -> dict[Series, dict[Key, PersonReadings]]:
        found: dict[Series, dict[Key, PersonReadings]] = {series: {} for series in Series}
        for row in self._here(self.felt[touchpoint]):
            people = found[row.series]
            known = people.get(row.participant)
            people[row.participant] = row.readings if known is None else known + row.readings
        return found

    def _point(
        self, touchpoint: Key, series: Series, readings: Mapping[Key, PersonReadings]
    ) -> Point:
        everyone = {row.participant for row in self.felt[touchpoint] if row.series is series}
        point = emotion_point(readings, min_people=self.audience.min_people)
        if not self._may_show(everyone):
            return point.withheld()
        return point.without_people() if self.audience.withholds else point

    def _coder_gap(
        self,
        readings: Mapping[Series, Mapping[Key, PersonReadings]],
        points: Mapping[Series, Point],
    ) -> Difference | None:
        own, coder = person_means(readings[Series.OWN]), person_means(readings[Series.CODER])
        shown = points[Series.OWN].people and points[Series.CODER].people
        if not shown or not self._may_show(own.keys() & coder.keys()):
            return None
        return paired_difference(own, coder)

    def _brands(
        self,
        readings: Mapping[Series, Mapping[Key, PersonReadings]],
        points: Mapping[Series, Point],
    ) -> BrandComparison | None:
        """Kept from clients: its two rows split people into groups too small to show."""
        shown = points[Series.OWN].people and points[Series.COMPETITOR].people
        if self.audience.withholds or not shown:
            return None
        return compare_brands(
            person_means(readings[Series.OWN]), person_means(readings[Series.COMPETITOR])
        )

    def _reactions(self, touchpoint: Key, kind: Reaction) -> list[Reacted]:
        return [row for row in self.reacted[touchpoint] if row.reaction is kind]

    def _ranking(self, kind: Reaction) -> dict[Key, ReactionShare]:
        """By touchpoint, best rank first, over those that this audience sees."""
        rows = {
            touchpoint: reactions
            for touchpoint in self.places
            if self._may_show(_people(reactions := self._reactions(touchpoint, kind)))
        }
        ranked = rank_reactions(
            {
                touchpoint: {row.participant: row.strength for row in self._here(reactions)}
                for touchpoint, reactions in rows.items()
            },
            {touchpoint: len(_people(self._here(self.present[touchpoint]))) for touchpoint in rows},
            min_people=self.audience.min_people,
        )
        return {share.touchpoint: share for share in ranked}

    def _reaction(self, touchpoint: Key, kind: Reaction) -> ReactionCell:
        rows = self._reactions(touchpoint, kind)
        if not self._may_show(_people(rows)):
            return ReactionCell(kind, withheld=True)
        order = [key for key, share in self.rankings[kind].items() if share.is_ranked]
        return ReactionCell(
            reaction=kind,
            share=self.rankings[kind].get(touchpoint),
            rank=order.index(touchpoint) + 1 if touchpoint in order else None,
        )

    def _words(self, touchpoint: Key, word: Word) -> WordCell:
        """Clients see those of enough people, and only in the map of everyone: what the segments
        said could be subtracted from one another."""
        if self.audience.withholds and self.segment is not None:
            return WordCell()
        least = self.audience.min_people if self.audience.withholds else 1
        chips = [
            WordChip(row.code, row.name, row.people)
            for row in self.said[touchpoint]
            if row.word is word and row.people >= least
        ]
        chips.sort(key=lambda chip: (-chip.people, chip.name))
        return WordCell(tuple(chips[:WORDS_SHOWN]), max(0, len(chips) - WORDS_SHOWN))

    def _seen_by_audience(self, rows: Sequence[Shown]) -> tuple[Shown, ...]:
        """Words and pictures of the segment; clients see only what was agreed for them."""
        return tuple(
            row for row in self._here(rows) if row.for_clients or not self.audience.withholds
        )

    def _quotes(self, touchpoint: Key, own: Point) -> tuple[Quote, ...]:
        """The words nearest to the mean, then those farthest from it by somebody else."""
        mean = own.mean or 0.0
        quotes = sorted(
            self._seen_by_audience(self.quotes[touchpoint]),
            key=lambda quote: (abs((quote.value or 0.0) - mean), str(quote.entry)),
        )
        others = [quote for quote in quotes[1:] if quote.participant != quotes[0].participant]
        return tuple(self._unnamed(one) for one in [*quotes[:1], *reversed(others)][:QUOTES_SHOWN])

    def _photos(self, touchpoint: Key) -> tuple[Photo, ...]:
        photos = self._seen_by_audience(self.photos[touchpoint])[:PHOTOS_SHOWN]
        return tuple(self._unnamed(photo) for photo in photos)

    def _unnamed(self, row: Shown) -> Shown:
        """Clients do not learn which of the pieces come from the same person."""
        return replace(row, label="") if self.audience.withholds else row


def _by_touchpoint(rows: Iterable[PlacedRow]) -> defaultdict[Key, list[PlacedRow]]:
    found: defaultdict[Key, list[PlacedRow]] = defaultdict(list)
    for row in rows:
        found[row.touchpoint].append(row)
    return found


def _people(rows: Iterable[Row]) -> set[Key]:
    return {row.participant for row in rows}
