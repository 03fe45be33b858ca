"""Fieldwork: participants by day, who has gone quiet, and how the machine keeps up."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.analysis.fieldwork import Day, Line, read_fieldwork
from fieldstudy.analysis.small_svg import spark_svg
from fieldstudy.core import clock
from fieldstudy.events.actions import retry_job
from fieldstudy.jobs.models import Job
from fieldstudy.web.researcher.queue_health import read_queue

MARKS = 3
"""So many entries of a day are drawn one by one; more are a number."""


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A cell of the grid."""

    day: Day

    @property
    def marks(self) -> range:
        """One for each entry, while they fit."""
        return range(self.day.entries if self.day.entries <= MARKS else 0)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row of the grid."""

    line: Line

    @property
    def days(self) -> list[ShownDay]:
        """Its cells."""
        return [ShownDay(day) for day in self.line.days]

    @property
    def spark(self) -> SafeString:
        """How the days felt."""
        return SafeString(spark_svg(self.line.felt))


@action("fieldwork.read")
@require_GET
def fieldwork(request: StaffRequest) -> HttpResponse:
    """Who wrote when, who fell silent, what waits and what stopped."""
    with timezone.override(clock.zone(request.study.time_zone)):
        found = read_fieldwork(request.study)
        context = {
            "fieldwork": found,
            "lines": [ShownLine(line) for line in found.lines],
            "today": found.dates[-1],
            "queue": read_queue(request.study),
            "day_number": _day_number(request),
        }
        return render(request, "researcher/fieldwork.html", context)


def _day_number(request: StaffRequest) -> int | None:
    """Which day of fieldwork this is, from 1; None before it began and after it ended."""
    study = request.study
    if study.opened_at is None or study.closed_at is not None:
        return None
    return (timezone.localdate() - timezone.localdate(study.opened_at)).days + 1


@action("job.retry")
@require_POST
def fieldwork_job_retry(request: StaffRequest, job_id: UUID) -> HttpResponseBase:
    """Set a stopped job going again."""
    job = get_object_or_404(Job.objects.of_study(request.study.pk).stuck(), pk=job_id)
    if not retry_job(job, by=request.user, study=request.study):
        raise Http404
    messages.success(request, _("It will be tried again."))
    return redirect("researcher:fieldwork", slug=request.study.slug)
