"""The addresses of the API. A resource without a line of actions cannot be registered."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, path
from drf_spectacular.utils import extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView

from fieldstudy.access.actions import ACTIONS
from fieldstudy.api.base import Item, Resource
from fieldstudy.api.resources import analysis, coding, design, handover, material, people

app_name = "api"


def resource(route: str, view: type[Resource], name: str) -> URLPattern:
    """Register a resource whose every method names an action of the table."""
    methods = {
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if hasattr(view, method.lower())
    }
    declared: dict[str, str] = getattr(view, "actions", {})
    if methods - set(declared) or set(declared.values()) - set(ACTIONS):
        raise ImproperlyConfigured(f"{view.__name__} does not declare an action for each method.")
    answer: Any = _described(view).as_view()
    answer.action = declared["GET"] if "GET" in declared else next(iter(declared.values()))
    answer.actions_by_method = declared
    pattern: URLPattern = path(route, answer, name=name)
    return pattern


def _described(view: type[Resource]) -> type[Resource]:
    """What the schema says of reading it: one row, or a list of rows."""
    serializer = getattr(view, "serializer", None)
    if serializer is None or not hasattr(view, "get"):
        return view
    is_item = issubclass(view, Item)
    shape = serializer() if is_item else serializer(many=True)
    return extend_schema_view(get=extend_schema(responses=shape))(view)


STUDY = "studies/<slug:slug>/"

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    resource("studies/", design.Studies, "studies"),
    resource(STUDY, design.StudyItem, "study"),
    resource(f"{STUDY}scenarios/", design.Scenarios, "scenarios"),
    resource(f"{STUDY}touchpoints/", design.Touchpoints, "touchpoints"),
    resource(f"{STUDY}brands/", design.Brands, "brands"),
    resource(f"{STUDY}segments/", design.Segments, "segments"),
    resource(f"{STUDY}prompts/", design.Prompts, "prompts"),
    resource(f"{STUDY}participants/", people.Participants, "participants"),
    resource(f"{STUDY}entries/", material.Entries, "entries"),
    resource(f"{STUDY}entries/<uuid:key>/", material.EntryItem, "entry"),
    resource(f"{STUDY}transcripts/", material.Transcripts, "transcripts"),
    resource(f"{STUDY}transcripts/<uuid:key>/", material.TranscriptItem, "transcript"),
    resource(f"{STUDY}codes/", coding.Codes, "codes"),
    resource(f"{STUDY}excerpts/", coding.Excerpts, "excerpts"),
    resource(f"{STUDY}codings/", coding.Codings, "codings"),
    resource(f"{STUDY}codings/<uuid:key>/", coding.CodingItem, "coding"),
    resource(f"{STUDY}memos/", coding.Memos, "memos"),
    resource(f"{STUDY}story-map/", analysis.StoryMapOfStudy, "story-map"),
    resource(f"{STUDY}agreement/", analysis.Agreement, "agreement"),
    resource(f"{STUDY}exports/", handover.Exports, "exports"),
    resource(f"{STUDY}exports/<uuid:key>/", handover.ExportItem, "export"),
    resource(f"{STUDY}exports/<uuid:key>/file/", handover.ExportFile, "export-file"),
    resource(f"{STUDY}events/", handover.Events, "events"),
]
