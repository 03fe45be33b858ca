"""The overview of set-up, and the page that publishes."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.designs.actions import publish_design
from fieldstudy.designs.readiness import Readiness, burden_of, is_heavy, readiness_of
from fieldstudy.studies.actions import close_study, open_study
from fieldstudy.studies.models import ProtocolVersion, Study
from fieldstudy.studies.protocol import Change, Gravity, changes_between, frozen


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many real people there are: invited in all, joined, and still taking part."""

    invited: int
    joined: int
    taking_part: int


def crowd_of(study: Study) -> Crowd:
    """Counts without rehearsal, in one query."""
    joined = Q(joined_at__isnull=False)
    counts = study.participations.real().aggregate(
        invited=Count("pk"),
        joined=Count("pk", filter=joined),
        taking_part=Count("pk", filter=joined & Q(revoked_at=None, withdrawal=None)),
    )
    return Crowd(**counts)


def changes_of(newest: ProtocolVersion | None, readiness: Readiness) -> list[Change]:
    """What publishing would change for those in the study; empty before the first version."""
    return changes_between(newest.document, frozen(readiness.draft)) if newest else []


@action("study.design")
@require_safe
def setup(request: StaffRequest) -> HttpResponse:
    """What is there, what is missing, and who has joined."""
    readiness = readiness_of(request.study)
    newest = request.study.protocol_versions.newest()
    burden = burden_of(request.study)
    return render(
        request,
        "researcher/setup/overview.html",
        {
            "readiness": readiness,
            "newest": newest,
            "changes": changes_of(newest, readiness),
            "crowd": crowd_of(request.study),
            "burden": burden,
            "is_heavy": is_heavy(burden),
        },
    )


@action("study.publish")
def review(request: StaffRequest) -> HttpResponseBase:
    """Look at what publishing changes, then publish."""
    if request.method == "POST":
        try:
            version = publish_design(request.study, by=request.user)
        except ValidationError as refused:
            for words in refused.messages:
                messages.error(request, words)
            return redirect("researcher:review", slug=request.study.slug)
        messages.success(
            request,
            _("Version %(number)s is what people are asked now.") % {"number": version.number},
        )
        return redirect("researcher:setup", slug=request.study.slug)
    readiness = readiness_of(request.study)
    newest = request.study.protocol_versions.newest()
    consents = list(request.study.consent_documents.order_by("-number")[:1])
    return render(
        request,
        "researcher/setup/review.html",
        {
            "readiness": readiness,
            "stops": [each for each in readiness.remarks if each.gravity == Gravity.STOPS],
            "warns": [each for each in readiness.remarks if each.gravity == Gravity.WARNS],
            "newest": newest,
            "changes": changes_of(newest, readiness),
            "consent": next((each for each in consents if each.published_at is None), None),
            "crowd": crowd_of(request.study),
        },
    )


@action("study.close")
@require_POST
def fieldwork_end(request: StaffRequest) -> HttpResponseBase:
    """End fieldwork, or let it go on again."""
    try:
        if request.POST.get("reopen"):
            open_study(request.study, by=request.user)
        else:
            close_study(request.study, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("researcher:setup", slug=request.study.slug)
