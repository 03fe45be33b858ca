"""Scenarios, the journey, brands with segments and waves: the lists that parts stand in."""

from collections.abc import Sequence

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.studies.models import Touchpoint


@action("study.design")
@require_safe
def scenarios(request: StaffRequest) -> HttpResponse:
    """The scenarios, those taken out below."""
    rows = list(request.study.scenarios.in_order())
    return render(request, "researcher/setup/scenarios.html", _split("scenarios", rows))


@action("study.design")
@require_safe
def journey(request: StaffRequest) -> HttpResponse:
    """Stages in their order, each with its touchpoints: three queries whatever their number."""
    current = Prefetch("touchpoints", Touchpoint.objects.current().in_order(), to_attr="shown")
    stages = list(request.study.stages.in_order().prefetch_related(current))
    archived = request.study.touchpoints.exclude(archived_at=None).select_related("stage")
    return render(
        request,
        "researcher/setup/journey.html",
        {
            "stages": [stage for stage in stages if stage.archived_at is None],
            "archived_stages": [stage for stage in stages if stage.archived_at is not None],
            "archived_touchpoints": list(archived.in_order()),
        },
    )


@action("study.design")
@require_safe
def brands(request: StaffRequest) -> HttpResponse:
    """Brands, segments and waves: what numbers are compared by."""
    lists = [
        _split(name, list(rows.in_order()))
        for name, rows in (
            ("brands", request.study.brands),
            ("segments", request.study.segments),
            ("waves", request.study.waves),
        )
    ]
    return render(request, "researcher/setup/brands.html", {"lists": lists})


def _split(name: str, rows: Sequence[object]) -> dict[str, object]:
    """Those in use and those taken out."""
    current = [row for row in rows if getattr(row, "archived_at", None) is None]
    return {
        "kind": name,
        "rows": current,
        "archived": [row for row in rows if row not in current],
    }
