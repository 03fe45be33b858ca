"""The story map and agreement as figures: the same that the pages show, withheld alike."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from fieldstudy.analysis.assembly import assemble_story_map
from fieldstudy.analysis.audiences import FOR_CLIENTS, audience_of
from fieldstudy.analysis.comparison import Difference
from fieldstudy.analysis.double_coding import agreement_by_code
from fieldstudy.analysis.emotion_curve import Point
from fieldstudy.analysis.filters import MapFilter
from fieldstudy.analysis.map_rows import Series
from fieldstudy.analysis.queries import read_map_rows
from fieldstudy.analysis.story_map import Column, ReactionCell, StoryMap
from fieldstudy.api.base import Resource
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation


class MapQuery(serializers.Serializer[Any]):
    """The filters of a map; parts of the study by key, days as the study's own."""

    scenario = serializers.UUIDField(required=False)
    segment = serializers.UUIDField(required=False)
    brand = serializers.UUIDField(required=False)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Entry.Source.choices, required=False
    )
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    kind = serializers.ChoiceField(choices=Participation.Kind.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what a client may not filter by, naming it."""
        audience = self.context["audience"]
        beyond = sorted(set(attrs) - set(FOR_CLIENTS)) if audience.withholds else []
        if beyond:
            raise serializers.ValidationError(
                dict.fromkeys(beyond, _("Clients cannot filter by this."))
            )
        return attrs


def _parameter(name: str, kind: Any, words: str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=words)


MAP_PARAMETERS = [
    _parameter("scenario", OpenApiTypes.UUID, "One scenario; without it the whole study."),
    _parameter("segment", OpenApiTypes.UUID, "Only its people."),
    _parameter("brand", OpenApiTypes.UUID, "Only this one; else own, with competitors apart."),
    _parameter("source", OpenApiTypes.STR, "Else all but imported entries."),
    _parameter("since", OpenApiTypes.DATE, "First day."),
    _parameter("until", OpenApiTypes.DATE, "Last day."),
    _parameter("kind", OpenApiTypes.STR, "customer (the default) or employee."),
]


class StoryMapOfStudy(Resource):
    """The customer story map: figures for each touchpoint, null where withheld."""

    actions = {"GET": "story_map.read"}

    @extend_schema(parameters=MAP_PARAMETERS, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str) -> Response:
        """The map as this person's role may see it."""
        audience = audience_of(self.study, self.member.role)
        query = MapQuery(data=request.query_params.dict(), context={"audience": audience})
        query.is_valid(raise_exception=True)
        chosen = query.validated_data
        for name, rows in (
            ("scenario", self.study.scenarios.all()),
            ("segment", self.study.segments.all()),
            ("brand", self.study.brands.all()),
        ):
            if name in chosen:
                self.find(rows, chosen[name])
        segment = str(chosen["segment"]) if "segment" in chosen else None
        rows_read = read_map_rows(self.study, MapFilter(**chosen))
        return Response(_map(assemble_story_map(rows_read, segment=segment, audience=audience)))


class Agreement(Resource):
    """Agreement on whole entries that two or more coders finished, code by code."""

    actions = {"GET": "agreement.read"}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str) -> Response:
        """Percent, Cohen's κ (the mean over every two coders) and Krippendorff's α."""
        codes = [
            {
                "code": one.code,
                "entries": one.entries,
                "used": one.used,
                "percent": one.percent,
                "kappa": one.kappa,
                "alpha": one.alpha,
            }
            for one in agreement_by_code(self.study)
        ]
        return Response({"codes": codes})


def _map(story_map: StoryMap) -> dict[str, Any]:
    return {
        "people": story_map.people,
        "entries": story_map.entries,
        "without_touchpoint": story_map.without_touchpoint,
        "min_people": story_map.min_people,
        "touchpoints": [_column(column) for column in story_map.columns],
    }


def _column(column: Column) -> dict[str, Any]:
    place = column.place
    head = {
        "touchpoint": place.touchpoint,
        "name": place.name,
        "stage": place.stage,
        "is_moment_of_truth": place.is_moment_of_truth,
        "withheld": column.withheld,
    }
    if column.withheld:
        return head
    return head | {
        "people": column.people,
        "entries": column.entries,
        "series": {str(series): _point(column.point(series)) for series in Series},
        "own_minus_coder": _difference(column.coder_gap),
        "own_minus_competitor": _difference(column.brands.same_people if column.brands else None),
        "reactions": {str(cell.reaction): _reaction(cell) for cell in column.reactions},
        "needs": [_chip(chip) for chip in column.needs.chips],
        "actions": [_chip(chip) for chip in column.actions.chips],
        "quotes": [
            {"entry": quote.entry, "text": quote.text, "language": quote.language}
            for quote in column.quotes
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "state": str(point.state),
        "people": point.people,
        "entries": point.entries,
        "mean": point.mean,
        "deviation": point.deviation,
        "low": point.likely and point.likely.low,
        "high": point.likely and point.likely.high,
        "shares": list(point.shares) or None,
    }


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    likely = difference.likely
    return {
        "value": difference.value,
        "people": difference.people,
        "low": likely and likely.low,
        "high": likely and likely.high,
    }


def _reaction(cell: ReactionCell) -> dict[str, Any]:
    share = cell.share
    if cell.withheld or share is None:
        return {"withheld": cell.withheld, "affected": None if cell.withheld else 0}
    return {
        "withheld": False,
        "affected": share.affected,
        "passed": share.passed,
        "low": share.share.low,
        "high": share.share.high,
        "mean_strength": share.mean_strength,
        "rank": cell.rank,
    }


def _chip(chip: Any) -> dict[str, Any]:
    return {"code": chip.code, "name": chip.name, "people": chip.people}
