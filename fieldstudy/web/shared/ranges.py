"""Files by parts: RFC 9110 §14. Safari plays no sound from a server that cannot do this."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from fieldstudy.core.storage import read_chunks

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def serve_file(
    request: HttpRequest,
    path: Path,
    *,
    content_type: str,
    etag: str,
    filename: str = "",
    max_age_s: int = 0,
) -> HttpResponseBase:
    """Answer 200 with the whole file, 206 with the asked-for part, 304 or 416.

    Args:
        path: a file that does not change while it is sent.
        etag: a strong validator without quotes, such as a SHA-256.
        filename: the name to save under; empty shows it in the page.
        max_age_s: how long this browser alone may keep it, in seconds; 0 asks again each time.
    """
    tag = f'"{etag}"'
    size = path.stat().st_size
    if request.headers.get("If-None-Match") == tag:
        return _dressed(HttpResponse(status=304), tag, filename, max_age_s)
    wanted = _wanted_range(request, tag, size)
    if wanted == "unsatisfiable":
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    first, last = wanted if isinstance(wanted, tuple) else (0, size - 1)
    response = StreamingHttpResponse(
        _part(path, first, last - first + 1),
        status=206 if isinstance(wanted, tuple) else 200,
        content_type=content_type,
    )
    response["Content-Length"] = str(last - first + 1)
    if isinstance(wanted, tuple):
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _dressed(response, tag, filename, max_age_s)


def _dressed(
    response: HttpResponseBase, tag: str, filename: str, max_age_s: int
) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = (
        f"private, max-age={max_age_s}" if max_age_s else "private, no-cache"
    )
    response["X-Content-Type-Options"] = "nosniff"
    if filename:
        response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


def _wanted_range(request: HttpRequest, tag: str, size: int) -> tuple[int, int] | str | None:
    """The one range asked for; None for all of it. Several ranges at once get the whole file."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    condition = request.headers.get("If-Range")
    if asked is None or asked.groups() == ("", "") or (condition and condition != tag):
        return None
    start, end = asked.groups()
    if not start:
        first, last = max(0, size - int(end)), size - 1
        return (first, last) if int(end) and size else "unsatisfiable"
    first, last = int(start), min(int(end), size - 1) if end else size - 1
    return (first, last) if first <= last and first < size else "unsatisfiable"


def _part(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as opened:
        opened.seek(first)
        yield from read_chunks(opened, limit=length)
