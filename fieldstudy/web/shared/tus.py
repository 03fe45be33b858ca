"""The words of resumable upload on the wire: tus 1.0.0 core and creation (tus.io/protocols).

The IETF's successor is still a draft; what changes with it is in this module.
"""

import base64
import binascii
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from fieldstudy.uploads.actions import Announced
from fieldstudy.uploads.models import Upload
from fieldstudy.web.shared.problems import problem

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotUnderstood(Exception):
    """A header is missing or malformed.

    Attributes:
        field: the header, or the member of its metadata.
    """

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def speaks_tus(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer only those who send ``Tus-Resumable``, and say it in every answer.

    No form and no other site can send that header without our leave, so a request with it needs no
    CSRF token.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = (
                view(request, *args, **kwargs)
                if request.headers.get("Tus-Resumable") == VERSION
                else _other_version()
            )
        except NotUnderstood as fault:
            response = problem(
                400,
                "header-not-understood",
                _("A header of this upload is missing or not understood."),
                field=fault.field,
            )
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _other_version() -> HttpResponse:
    refused = problem(
        412, "other-protocol", _("This server speaks another version of resumable upload.")
    )
    refused["Tus-Version"] = VERSION
    return refused


def announced_in(request: HttpRequest) -> Announced:
    """What ``Upload-Length`` and ``Upload-Metadata`` (``id``, ``type``, ``sha256``) say.

    Raises:
        NotUnderstood: naming the first of them that is missing or malformed.
    """
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    sha256 = metadata.get("sha256", "").lower()
    if not _SHA256.fullmatch(sha256):
        raise NotUnderstood("sha256")
    try:
        client_id = UUID(metadata.get("id", ""))
    except ValueError:
        raise NotUnderstood("id") from None
    declared = metadata.get("type", "").partition(";")[0].strip().lower()
    if len(declared) > 100:
        raise NotUnderstood("type")
    return Announced(client_id, number_in(request, "Upload-Length"), sha256, declared)


def number_in(request: HttpRequest, header: str) -> int:
    """A header that holds a count of bytes.

    Raises:
        NotUnderstood: when it does not.
    """
    value = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,15}", value):
        raise NotUnderstood(header)
    return int(value)


def where_it_stands(upload: Upload, status: int) -> HttpResponse:
    """An answer without a body that says how much of the file is safe."""
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(upload.offset)
    response["Upload-Length"] = str(upload.size)
    return response


def _metadata(header: str) -> dict[str, str]:
    """``key base64, key base64``: a key may stand alone."""
    pairs: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            pairs[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise NotUnderstood("Upload-Metadata") from None
    return pairs
