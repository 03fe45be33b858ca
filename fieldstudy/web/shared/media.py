"""Photos, sounds and waveforms, to whom they are shown; and originals, to whom they are handed.

Each request is checked, and a browser asks again each time: who lost access sees nothing more.
"""

import mimetypes
from uuid import UUID

from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from fieldstudy.access.requests import ParticipantRequest, StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.core.storage import path_of
from fieldstudy.diary.models import Attachment
from fieldstudy.media.actions import note_original_download
from fieldstudy.media.models import Rendition
from fieldstudy.media.showing import may_client_see, shown_at_desk, shown_to_participant
from fieldstudy.studies.models import Role
from fieldstudy.web.shared.ranges import serve_file

# Opened by itself, a file may run, load and be embedded by nothing.
ALONE = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"


@action("media.read")
@require_safe
def study_media(request: StaffRequest, attachment_id: UUID, kind: str) -> HttpResponseBase:
    """One copy of an attachment of this study; a viewer gets what consent shows to the client."""
    attachment = get_object_or_404(
        shown_at_desk(request.study).select_related("entry__participation", "entry__exclusion"),
        pk=attachment_id,
    )
    if request.member.role == Role.VIEWER and not may_client_see(attachment):
        raise Http404
    return _show(request, attachment, kind)


@action("participant")
@require_safe
def own_media(request: ParticipantRequest, attachment_id: UUID, kind: str) -> HttpResponseBase:
    """One copy of the participant's own attachment."""
    attachment = get_object_or_404(shown_to_participant(request.participation), pk=attachment_id)
    return _show(request, attachment, kind)


@action("media.download_original")
@require_POST
def original(request: StaffRequest, attachment_id: UUID) -> HttpResponseBase:
    """The file as the participant sent it, metadata and all; who took it is written down."""
    attachment = get_object_or_404(
        shown_at_desk(request.study).select_related("study"), pk=attachment_id
    )
    path = path_of(attachment.storage_key)
    if not path.is_file():
        raise Http404
    note_original_download(attachment, by=request.user)
    suffix = mimetypes.guess_extension(attachment.content_type) or ".bin"
    response = serve_file(
        request,
        path,
        content_type="application/octet-stream",
        etag=attachment.sha256,
        filename=f"{attachment.kind}-{attachment.client_id.hex[:8]}{suffix}",
    )
    return _alone(response)


def _show(
    request: StaffRequest | ParticipantRequest, attachment: Attachment, kind: str
) -> HttpResponseBase:
    rendition = get_object_or_404(attachment.renditions, kind=kind)
    if kind == Rendition.Kind.PEAKS:
        outline = {"peaks": rendition.data, "duration_ms": attachment.duration_ms}
        return _alone(JsonResponse(outline, headers={"Cache-Control": "private, no-cache"}))
    path = path_of(rendition.storage_key)
    if not path.is_file():
        raise Http404
    return _alone(
        serve_file(request, path, content_type=rendition.content_type, etag=rendition.sha256)
    )


def _alone(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = ALONE
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
