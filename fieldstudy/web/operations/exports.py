"""Exports: the list, a new one, the file, another try."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.events.actions import retry_job
from fieldstudy.exports.actions import note_download, request_export
from fieldstudy.exports.models import Export
from fieldstudy.jobs.models import Job
from fieldstudy.studies.models import Study
from fieldstudy.web.operations.forms import ExportForm
from fieldstudy.web.shared.export_file import check_is_there, serve_export

SHOWN = 50
BUSY = {Job.State.WAITING, Job.State.WORKING, Job.State.RETRY}


@dataclass(frozen=True, slots=True)
class Line:
    """An export with the job that builds it."""

    export: Export
    job: Job | None

    @property
    def state(self) -> str:
        """Where it stands: a job's state, or ``gone`` once the file is deleted."""
        if self.export.deleted_at is not None:
            return "gone"
        if self.export.finished_at is not None:
            return "ready"
        return self.job.state if self.job else "waiting"

    @property
    def is_busy(self) -> bool:
        """Whether the page should look again by itself."""
        return self.state in BUSY

    @property
    def rows(self) -> int:
        """Rows or files in it."""
        return sum(self.export.contents.values())


def lines_of(study: Study) -> list[Line]:
    """The newest exports with their jobs, in two queries."""
    exports = list(study.exports.select_related("requested_by")[:SHOWN])
    jobs = Job.objects.filter(
        study_id=study.pk, name="build_export", subject_id__in=[export.pk for export in exports]
    )
    by_subject = {job.subject_id: job for job in jobs.order_by("created_at")}
    return [Line(export, by_subject.get(export.pk)) for export in exports]


@action("export.read")
@require_GET
def exports(request: StaffRequest) -> HttpResponse:
    """What was asked for, and where it stands."""
    lines = lines_of(request.study)
    receipts = request.study.erasure_receipts.select_related("request").order_by("-at")[:1]
    return render(
        request,
        "operations/exports.html",
        {
            "lines": lines,
            "is_busy": any(line.is_busy for line in lines),
            "receipt": receipts[0] if receipts else None,
        },
    )


@action("export.create")
def export_new(request: StaffRequest) -> HttpResponseBase:
    """Choose what goes into a new one, and ask for it."""
    form = ExportForm(
        request.POST or None,
        study=request.study,
        initial={"client_id": uuid4(), "format": Export.Format.XLSX},
    )
    if request.method == "POST" and form.is_valid():
        try:
            request_export(
                request.study,
                by=request.user,
                client_id=form.cleaned_data["client_id"],
                into=form.cleaned_data["format"],
                filters=form.filters(),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The export is being made. You can leave this page."))
            return redirect("operations:exports", slug=request.study.slug)
    status = 422 if form.errors else 200
    return render(request, "operations/export_new.html", {"form": form}, status=status)


@action("export.read")
@require_safe
def export_file(request: StaffRequest, export_id: UUID) -> HttpResponseBase:
    """The file itself, by parts if asked; taking it away is written down."""
    export = get_object_or_404(request.study.exports, pk=export_id)
    check_is_there(export)
    if request.method == "GET" and request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        note_download(export, by=request.user)
    return serve_export(request, export)


@action("export.create")
@require_POST
def export_retry(request: StaffRequest, export_id: UUID) -> HttpResponseBase:
    """Try a stopped one again."""
    export = get_object_or_404(request.study.exports, pk=export_id)
    job = (
        Job.objects.filter(name="build_export", subject_id=export.pk)
        .order_by("-created_at")
        .first()
    )
    if job is not None:
        retry_job(job, by=request.user, study=request.study)
    return redirect("operations:exports", slug=request.study.slug)
