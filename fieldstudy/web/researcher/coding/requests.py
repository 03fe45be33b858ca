"""What the desk sends as JSON, and what it is told when that cannot be done."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext_lazy as _

from fieldstudy.coding import refusals
from fieldstudy.web.shared.problems import problem

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
STATUS: dict[type[refusals.CodingRefused], int] = {
    refusals.NotTheCoder: 403,
    refusals.ContentChanged: 409,
    refusals.IdTaken: 409,
}
TITLE = _("This was not saved.")


class WrongBody(Exception):
    """The body is no JSON object, or a member is missing or of another type."""

    def __init__(self, field: str = "") -> None:
        super().__init__(field)
        self.field = field


def answering_problems(view: V) -> V:
    """Turn refusals into problem documents (RFC 9457): 422 unless :data:`STATUS` says otherwise."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except refusals.CodingRefused as refused:
            return problem(
                STATUS.get(type(refused), 422),
                refused.reason,
                TITLE,
                refused.words,
                field=refused.field or None,
            )
        except WrongBody as wrong:
            words = _("The request is incomplete.")
            return problem(400, "wrong-body", TITLE, words, field=wrong.field or None)

    return answer  # type: ignore[return-value]


def is_json(request: HttpRequest) -> bool:
    """Whether a module of the page asks, not a form."""
    return request.content_type == "application/json"


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in a request.

    Raises:
        WrongBody: when it is none, or holds half a surrogate pair, which no database takes.
    """
    try:
        body = json.loads(request.body)
        json.dumps(body, ensure_ascii=False).encode()
    except ValueError:
        raise WrongBody from None
    if not isinstance(body, dict):
        raise WrongBody
    return body


def key_in(body: dict[str, Any], name: str) -> UUID:
    """A UUID.

    Raises:
        WrongBody: when there is none of this name.
    """
    try:
        return UUID(body[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise WrongBody(name) from None


def number_in(body: dict[str, Any], name: str) -> int | None:
    """A whole number, or None when it is absent or null.

    Raises:
        WrongBody: for anything else.
    """
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongBody(name)
    return value


def text_in(body: dict[str, Any], name: str) -> str:
    """A string.

    Raises:
        WrongBody: when there is none of this name.
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise WrongBody(name)
    return value


def readable(document: dict[str, Any], status: int = 200) -> HttpResponse:
    """A JSON answer in which Chinese stays Chinese."""
    return JsonResponse(document, status=status, json_dumps_params={"ensure_ascii": False})
