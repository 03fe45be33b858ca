"""Photos and recordings on their way from the phone: begun, looked at, carried on."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.participants.consent import MayNotLog
from fieldstudy.people.limits import UPLOADS_OF_PARTICIPATION, spend
from fieldstudy.uploads import refusals
from fieldstudy.uploads.actions import append_to_upload, create_upload
from fieldstudy.uploads.limits import LARGEST_PIECE
from fieldstudy.uploads.models import Upload
from fieldstudy.web.participant import tus
from fieldstudy.web.shared.problems import problem
from fieldstudy.web.shared.refusals import refused, shut_out


def refusing(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turn a refusal into a problem document that says what is safe."""

    @wraps(view)
    def answer(request: ParticipantRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except MayNotLog as refusal:
            return shut_out(refusal)
        except refusals.UploadRefused as refusal:
            return refused(refusal)

    return answer


@action("participant")
@require_http_methods(["POST"])
@tus.speaks_tus
@refusing
def uploads(request: ParticipantRequest) -> HttpResponse:
    """Begin an upload: 201; the same again: 200 with how much has arrived."""
    announced = tus.announced_in(request)
    spend(UPLOADS_OF_PARTICIPATION, request.participation.pk)
    upload, is_new = create_upload(announced, by=request.participation, study=request.study)
    response = tus.where_it_stands(upload, 201 if is_new else 200)
    response["Location"] = reverse("participant:upload", args=[upload.client_id])
    return response


@action("participant")
@require_http_methods(["HEAD", "PATCH"])
@tus.speaks_tus
@refusing
def upload(request: ParticipantRequest, client_id: UUID) -> HttpResponse:
    """Look how much has arrived, or carry on from there."""
    begun = request.participation.uploads.filter(client_id=client_id).first()
    if begun is None:
        raise Http404
    if request.method == "HEAD":
        return tus.where_it_stands(begun, 200)
    return _carry_on(request, begun)


def _carry_on(request: ParticipantRequest, begun: Upload) -> HttpResponse:
    if request.content_type != tus.PIECE_TYPE:
        return problem(
            415,
            "wrong-content-type",
            _("A piece of a file must come as %(type)s.") % {"type": tus.PIECE_TYPE},
            field="Content-Type",
        )
    if tus.number_in(request, "Content-Length") > LARGEST_PIECE:
        return problem(413, "piece-too-large", _("Send smaller pieces."), most=LARGEST_PIECE)
    offset = tus.number_in(request, "Upload-Offset")
    moved = append_to_upload(begun, request.body, offset=offset, by=request.participation)
    return tus.where_it_stands(moved, 204)
