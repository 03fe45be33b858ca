"""Photos and recordings on their way, from a phone or a desk: begun, looked at, carried on."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from fieldstudy.participants.consent import MayNotLog
from fieldstudy.people.limits import UPLOADS_OF_SENDER, spend
from fieldstudy.studies.models import Study
from fieldstudy.uploads import refusals
from fieldstudy.uploads.actions import Sender, append_to_upload, create_upload
from fieldstudy.uploads.limits import LARGEST_PIECE
from fieldstudy.uploads.models import Upload
from fieldstudy.web.shared import tus
from fieldstudy.web.shared.problems import problem
from fieldstudy.web.shared.refusals import refused, shut_out

View = Callable[..., HttpResponseBase]


def takes_uploads(view: View) -> View:
    """Speak tus, and turn a refusal into a problem document that says what is safe."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except MayNotLog as refusal:
            return shut_out(refusal)
        except refusals.UploadRefused as refusal:
            return refused(refusal)

    return tus.speaks_tus(answer)


def begin(
    request: HttpRequest, *, by: Sender, study: Study, address: Callable[[UUID], str]
) -> HttpResponse:
    """Begin an upload: 201; the same again: 200 with how much has arrived.

    Args:
        address: where the file of this client id is carried on.
    """
    announced = tus.announced_in(request)
    spend(UPLOADS_OF_SENDER, by.pk)
    upload, is_new = create_upload(announced, by=by, study=study)
    response = tus.where_it_stands(upload, 201 if is_new else 200)
    response["Location"] = address(upload.client_id)
    return response


def carry_on(request: HttpRequest, client_id: UUID, *, by: Sender) -> HttpResponse:
    """HEAD: how much has arrived. PATCH: a piece from there."""
    begun: Upload | None = by.uploads.filter(client_id=client_id).first()
    if begun is None:
        raise Http404
    if request.method == "HEAD":
        return tus.where_it_stands(begun, 200)
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
    moved = append_to_upload(begun, request.body, offset=offset, by=by)
    return tus.where_it_stands(moved, 204)
