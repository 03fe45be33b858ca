"""The customer story map 客户故事地图: computed from rows, never drawn by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from fieldstudy.analysis.comparison import BrandComparison, Difference
from fieldstudy.analysis.emotion_curve import MIN_PEOPLE, Point, PointState
from fieldstudy.analysis.map_rows import Photo, Place, Quote, Reaction, Series
from fieldstudy.analysis.reactions import ReactionShare
from fieldstudy.analysis.readings import LEVELS, Key, VarianceShares

MIN_PEOPLE_FOR_WORDS = 8


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
    share: ReactionShare | None = None
    """None where nobody passed."""
    rank: int | None = None
    """Place among the touchpoints, from 1; None for a single sighting."""
    withheld: bool = False

    @property
    def affected(self) -> int:
        """People who reacted like this."""
        return self.share.affected if self.share else 0


@dataclass(frozen=True, slots=True)
class WordChip:
    """A need or action that so many people expressed here."""

    code: Key
    name: str
    people: int


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
    """The whole map and what is behind it."""

    columns: tuple[Column, ...]
    people: int | None
    """None where too few to tell."""
    entries: int
    without_touchpoint: int
    """Of these entries, those that name no touchpoint and so stand in no column."""
    min_people: int

    @property
    def levels(self) -> tuple[int, ...]:
        """The axis, best first."""
        return tuple(reversed(LEVELS))

    @property
    def moments(self) -> int:
        """Participants' own ratings at touchpoints."""
        return sum(column.own.entries for column in self.columns)

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
    def has_withheld(self) -> bool:
        """Something stands behind the map that this reader may not see."""
        return any(column.withheld for column in self.columns)

    @property
    def draws_competitor(self) -> bool:
        """A competitor's mean stands in the drawing."""
        return any(column.competitor.is_drawn for column in self.columns)

    @property
    def draws_coder(self) -> bool:
        """A coders' mean stands in the drawing."""
        return any(column.coder.is_drawn for column in self.columns)

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
