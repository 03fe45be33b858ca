"""The file of an export, for the desk and for programs alike."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from fieldstudy.core.storage import path_of
from fieldstudy.exports.building import SUFFIX
from fieldstudy.exports.models import Export
from fieldstudy.web.shared.ranges import serve_file


def check_is_there(export: Export) -> None:
    """Refuse an export without a file.

    Raises:
        Http404: while it is not built, and once it is deleted.
    """
    if not export.storage_key or export.deleted_at or not path_of(export.storage_key).exists():
        raise Http404


def serve_export(request: HttpRequest, export: Export) -> HttpResponseBase:
    """Its bytes, by parts if asked, under a name that says study, format and day."""
    day = timezone.localdate(export.created_at).isoformat()
    return serve_file(
        request,
        path_of(export.storage_key),
        content_type="application/octet-stream",
        etag=export.sha256,
        filename=f"{export.study.slug}-{export.format}-{day}.{SUFFIX[export.format]}",
    )
