"""Problem documents: what a program, or a phone's own code, is told when something is wrong.

RFC 9457. ``title`` and ``detail`` are in the asked-for language; ``code`` is the steady word that
programs compare, and ``field`` names what was wrong in what they sent.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise

MEDIA_TYPE = "application/problem+json"
Words = str | Promise


def problem(
    status: int,
    code: str,
    title: Words,
    detail: Words = "",
    *,
    field: str | None = None,
    retry_after: int | None = None,
    **more: Any,
) -> JsonResponse:
    """A problem document.

    Args:
        status: the HTTP status, 400 or above.
        code: lower-case words with hyphens: ``wrong-offset``.
        title: what is wrong, in words that stay the same for this code.
        detail: what happened this time, what is safe, what to do.
        field: the name of the offending field, as it was sent.
        retry_after: seconds until another try makes sense.
        more: further members, such as the true ``offset``.
    """
    document: dict[str, Any] = {
        "type": f"urn:fieldstudy:problem:{code}",
        "title": str(title),
        "status": status,
        "code": code,
    }
    if detail:
        document["detail"] = str(detail)
    if field is not None:
        document["field"] = field
    response = JsonResponse(document | more, status=status, json_dumps_params=_READABLE)
    response["Content-Type"] = MEDIA_TYPE
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


_READABLE = {"ensure_ascii": False}


def wants_problem(request: HttpRequest) -> bool:
    """Whether the one who asks is a program: then a page would be of no use."""
    return request.path_info.startswith(("/api/", "/p/api/"))
