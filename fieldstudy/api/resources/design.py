"""Studies and the parts of their design."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from fieldstudy.api.base import Listing, Resource, Rows
from fieldstudy.api.fields import RowSerializer
from fieldstudy.studies.models import (
    Brand,
    Prompt,
    PromptItem,
    Scenario,
    Segment,
    Study,
    Touchpoint,
)

PART = ["id", "name", "position", "archived_at"]


class StudySerializer(RowSerializer):
    """A study, with the role of whoever asks."""

    role = serializers.SerializerMethodField()

    class Meta:
        model = Study
        fields = [
            "slug", "name", "purpose", "languages", "time_zone", "organisation", "opened_at",
            "closed_at", "least_people", "role",
        ]  # fmt: skip

    def get_role(self, study: Study) -> str:
        """The asking person's role."""
        return str(study.memberships.get(person=self.context["request"].user).role)


class Studies(Resource):
    """The studies of whoever asks."""

    actions = {"GET": "study.read"}

    def get(self, request: Request) -> Response:
        """Every study this person is a member of."""
        return self.page(Study.objects.of(request.user), StudySerializer)  # type: ignore[arg-type]


class StudyItem(Resource):
    """One study."""

    actions = {"GET": "study.read"}

    def get(self, request: Request, slug: str) -> Response:
        """Its facts."""
        return Response(StudySerializer(self.study, context={"request": request}).data)


class ScenarioSerializer(RowSerializer):
    """A customer scenario."""

    class Meta:
        model = Scenario
        fields = [
            *PART, "role", "environment", "time", "mood", "needs", "process", "result", "kind",
            "customer_role", "lifecycle",
        ]  # fmt: skip


class TouchpointSerializer(RowSerializer):
    """A touchpoint, with its stage."""

    stage_name = serializers.SerializerMethodField()

    class Meta:
        model = Touchpoint
        fields = [
            *PART, "stage", "stage_name", "channel", "needs", "expectations", "is_moment_of_truth",
        ]  # fmt: skip

    def get_stage_name(self, touchpoint: Touchpoint) -> dict[str, str]:
        """The stage's name in both languages."""
        return touchpoint.stage.name.as_json()


class BrandSerializer(RowSerializer):
    """A brand."""

    class Meta:
        model = Brand
        fields = [*PART, "role"]


class SegmentSerializer(RowSerializer):
    """A segment."""

    class Meta:
        model = Segment
        fields = [*PART, "description"]


class ItemSerializer(RowSerializer):
    """One item of a prompt."""

    class Meta:
        model = PromptItem
        fields = [
            "id", "key", "kind", "wording", "hint", "options", "settings", "shown_if",
            "is_required", "position",
        ]  # fmt: skip


class PromptSerializer(RowSerializer):
    """A prompt with its items, as it is being edited."""

    items = ItemSerializer(many=True, read_only=True)

    class Meta:
        model = Prompt
        fields = [*PART, "scenario", "introduction", "minutes", "items"]


class Scenarios(Listing):
    """Scenarios."""

    actions = {"GET": "study.read"}
    relation, serializer = "scenarios", ScenarioSerializer


class Touchpoints(Listing):
    """Touchpoints."""

    actions = {"GET": "study.read"}
    relation, serializer = "touchpoints", TouchpointSerializer

    def rows(self) -> Rows:
        """With their stages."""
        return self.study.touchpoints.select_related("stage")


class Brands(Listing):
    """Brands."""

    actions = {"GET": "study.read"}
    relation, serializer = "brands", BrandSerializer


class Segments(Listing):
    """Segments."""

    actions = {"GET": "study.read"}
    relation, serializer = "segments", SegmentSerializer


class Prompts(Listing):
    """Prompts with their items."""

    actions = {"GET": "study.design"}
    relation, serializer = "prompts", PromptSerializer

    def rows(self) -> Rows:
        """With their items, in one more query."""
        return self.study.prompts.prefetch_related("items")
