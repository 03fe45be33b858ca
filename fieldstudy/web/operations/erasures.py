"""Erasures: what would go, the word that confirms it, and the receipt."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.jobs.models import Job
from fieldstudy.participants.models import Participation
from fieldstudy.privacy.actions import request_erasure
from fieldstudy.privacy.erasing import remains_of
from fieldstudy.privacy.models import ErasureRequest
from fieldstudy.web.operations.forms import ErasureForm

GROUPS: dict[str, tuple[str, ...]] = {
    "entries": ("diary.Entry",),
    "revisions": ("diary.EntryRevision", "diary.Draft"),
    "attachments": ("diary.Attachment",),
    "renditions": ("media.Rendition",),
    "transcripts": ("transcription.TranscriptVersion",),
    "excerpts": ("coding.Excerpt",),
    "codings": ("coding.Coding", "coding.Memo"),
    "phones": ("participants.DeviceSession",),
    "consent": ("participants.ConsentAct", "participants.Withdrawal"),
    "identity": ("participants.Identity", "participants.ProfileFact"),
    "files": ("files",),
    "exports": ("exports",),
}


def grouped(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Counts by table as the lines of a slip: words a person knows, in a fixed order.

    What no group names is shown as one last line, so that the slip adds up.
    """
    words = {
        "entries": _("Entries"),
        "revisions": _("Revisions and drafts"),
        "attachments": _("Photos, voice notes, videos"),
        "renditions": _("Copies made of them"),
        "transcripts": _("Transcripts"),
        "excerpts": _("Excerpts"),
        "codings": _("Codings and memos"),
        "phones": _("Phones shut out"),
        "consent": _("Consent and leaving"),
        "identity": _("Identity and profile"),
        "files": _("Files"),
        "exports": _("Built exports deleted"),
    }
    lines = [
        (words[group], sum(counts.get(label, 0) for label in labels))
        for group, labels in GROUPS.items()
    ]
    named = {label for labels in GROUPS.values() for label in labels}
    others = sum(count for label, count in counts.items() if label not in named)
    return [*[line for line in lines if line[1]], (_("Other rows"), others)]


@action("erasure.manage")
@require_GET
def erasures(request: StaffRequest) -> HttpResponse:
    """Everybody who can be erased, what is under way, and the receipts."""
    requests = list(
        request.study.erasure_requests.select_related("receipt", "requested_by").order_by(
            "-requested_at"
        )
    )
    jobs = {
        job.subject_id: job
        for job in Job.objects.filter(study_id=request.study.pk, name="erase_participant")
    }
    participants = request.study.participations.order_by("label")
    open_ids = {each.participation_id for each in requests if each.done_at is None}
    return render(
        request,
        "operations/erasures.html",
        {
            "under_way": [(each, jobs.get(each.pk)) for each in requests if each.done_at is None],
            "done": [each for each in requests if each.done_at is not None],
            "participants": [person for person in participants if person.pk not in open_ids],
        },
    )


@action("erasure.manage")
def erasure_new(request: StaffRequest, participation_id: UUID) -> HttpResponseBase:
    """The dry run for one participant, and the word that starts it."""
    participation: Participation = get_object_or_404(
        request.study.participations, pk=participation_id
    )
    form = ErasureForm(request.POST or None, expected=participation.label)
    if request.method == "POST" and form.is_valid():
        request_erasure(
            participation, by=request.user, person=request.user, reason=form.cleaned_data["reason"]
        )
        return redirect("operations:erasures", slug=request.study.slug)
    remains = remains_of(participation)
    return render(
        request,
        "operations/erasure_new.html",
        {
            "participation": participation,
            "form": form,
            "lines": grouped(remains.counts),
            "total": sum(remains.rows.values()),
        },
        status=422 if form.errors else 200,
    )


@action("erasure.manage")
@require_GET
def erasure_receipt(request: StaffRequest, erasure_id: UUID) -> HttpResponse:
    """What was deleted, to print or to hand on."""
    erasure: ErasureRequest = get_object_or_404(
        request.study.erasure_requests.select_related("receipt"),
        pk=erasure_id,
        done_at__isnull=False,
    )
    return render(
        request,
        "operations/erasure_receipt.html",
        {"erasure": erasure, "receipt": erasure.receipt, "lines": grouped(erasure.receipt.counts)},
    )
