"""The map as its page shows it: every figure with the address of the entries behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from fieldstudy.analysis.curve_svg import curve_svg
from fieldstudy.analysis.emotion_curve import Point
from fieldstudy.analysis.evidence import Show
from fieldstudy.analysis.map_rows import Series
from fieldstudy.analysis.small_svg import balance_svg, strip_svg
from fieldstudy.analysis.story_map import Column, ReactionCell, StoryMap, WordCell, WordChip
from fieldstudy.studies.models import Segment
from fieldstudy.web.researcher.story_map.choices import Choice

WIDTH = 1120
"""Units of the drawing; as many px on the desk where up to nine columns fit."""
LEAST_COLUMN = 124

Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A point of the curve with its address."""

    series: Series
    point: Point
    url: str


@dataclass(frozen=True, slots=True)
class Reactions:
    """One kind of reaction with its address."""

    cell: ReactionCell
    url: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A need or action with its address."""

    chip: WordChip
    url: str


@dataclass(frozen=True, slots=True)
class SegmentLink:
    """A segment one may look at."""

    segment: Segment
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One touchpoint, ready for the table and for the list on a phone."""

    column: Column
    address: Address
    min_people: int

    @property
    def entries_url(self) -> str:
        """All entries at this touchpoint."""
        return self.address(Show.ENTRIES)

    @property
    def photos_url(self) -> str:
        """Those with photos."""
        return self.address(Show.PHOTOS)

    @property
    def own(self) -> Figure:
        """Participants' own rating."""
        return Figure(Series.OWN, self.column.own, self.address(Show.OWN))

    @property
    def others(self) -> list[Figure]:
        """Coders and competitors, where anything stands."""
        if self.column.withheld:
            return []
        figures = [
            Figure(Series.CODER, self.column.coder, self.address(Show.CODER)),
            Figure(Series.COMPETITOR, self.column.competitor, self.address(Show.COMPETITOR)),
        ]
        return [figure for figure in figures if figure.point.state != "gap"]

    @property
    def percents(self) -> list[int]:
        """The shares of the five levels, in whole percent."""
        return [round(100 * share) for share in self.column.own.shares]

    @property
    def missing(self) -> int:
        """How many more people a firm point needs."""
        return self.min_people - self.column.own.people

    @property
    def strip(self) -> SafeString:
        """The shares of the five levels as a bar."""
        return SafeString(strip_svg(self.column.own.shares))

    @property
    def reactions(self) -> list[Reactions]:
        """Pain, praise, moved."""
        return [Reactions(cell, self.address(cell.reaction)) for cell in self.column.reactions]

    @property
    def balance(self) -> SafeString:
        """The reactions as a bar: people of those who passed."""
        return SafeString(balance_svg(self.column))

    @property
    def actions(self) -> list[Chip]:
        """What people do."""
        return self._chips(self.column.actions)

    @property
    def needs(self) -> list[Chip]:
        """What people need."""
        return self._chips(self.column.needs)

    def _chips(self, cell: WordCell) -> list[Chip]:
        return [Chip(chip, self.address(Show.CODE, code=chip.code)) for chip in cell.chips]


@dataclass(frozen=True, slots=True)
class MapPage:
    """Everything the template asks for."""

    story_map: StoryMap
    choice: Choice
    slug: str
    segments: Sequence[Segment]

    @property
    def columns(self) -> list[ShownColumn]:
        """The columns with their addresses."""
        return [
            ShownColumn(column, self._address_at(column), self.story_map.min_people)
            for column in self.story_map.columns
        ]

    @property
    def curve(self) -> SafeString:
        """The drawing, as wide as the columns together."""
        return SafeString(curve_svg(self.story_map, self._point_url, width=self.width))

    @property
    def width(self) -> int:
        """Of the drawing, in its units."""
        return max(WIDTH, LEAST_COLUMN * len(self.story_map.columns))

    @property
    def column_width(self) -> int:
        """The least a column takes, in px."""
        return LEAST_COLUMN

    @property
    def everyone_url(self) -> str:
        """The same choice without a segment."""
        return f"?{self.choice.query(segment=None)}"

    @property
    def segment_links(self) -> list[SegmentLink]:
        """The same choice for each segment."""
        return [
            SegmentLink(one, f"?{self.choice.query(segment=one.pk)}", one == self.choice.segment)
            for one in self.segments
        ]

    @property
    def entries_url(self) -> str:
        """All entries behind the map."""
        return self._url(show=Show.ENTRIES)

    @property
    def nowhere_url(self) -> str:
        """Entries without a touchpoint."""
        return self._url(show=Show.NOWHERE)

    @property
    def file_url(self) -> str:
        """The same map as a file."""
        path = reverse("researcher:story_map_file", args=[self.slug])
        return f"{path}?{self.choice.query()}"

    def _url(self, **asked: str) -> str:
        path = reverse("researcher:evidence", args=[self.slug])
        return f"{path}?{self.choice.query(**asked)}"

    def _address_at(self, column: Column) -> Address:
        def address(show: str, **more: str) -> str:
            return self._url(show=str(show), touchpoint=column.place.touchpoint, **more)

        return address

    def _point_url(self, column: Column, series: Series) -> str:
        return self._address_at(column)(series)
