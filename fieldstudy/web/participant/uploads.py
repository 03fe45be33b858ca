"""Photos and recordings on their way from the phone."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.web.shared import uploading


@action("participant")
@require_http_methods(["POST"])
@uploading.takes_uploads
def uploads(request: ParticipantRequest) -> HttpResponse:
    """Begin an upload: 201; the same again: 200 with how much has arrived."""
    return uploading.begin(
        request,
        by=request.participation,
        study=request.study,
        address=lambda client_id: reverse("participant:upload", args=[client_id]),
    )


@action("participant")
@require_http_methods(["HEAD", "PATCH"])
@uploading.takes_uploads
def upload(request: ParticipantRequest, client_id: UUID) -> HttpResponse:
    """Look how much has arrived, or carry on from there."""
    return uploading.carry_on(request, client_id, by=request.participation)
