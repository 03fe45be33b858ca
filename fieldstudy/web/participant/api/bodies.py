"""Reading what a program sends, field by field, and saying which field was wrong."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fieldstudy.web.shared.problems import problem

View = Callable[..., HttpResponseBase]
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Wrong(Exception):
    """A field is missing or of another shape.

    Attributes:
        field: its name, with the names around it: ``attachments.0.id``.
        words: what it should have been.
    """

    def __init__(self, field: str, words: str | Promise) -> None:
        super().__init__(field)
        self.field = field
        self.words = words


class Body:
    """A JSON object, read field by field."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self.values = values
        self.path = path

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A string; ``default`` when absent."""
        value = self.values.get(name, default)
        if not isinstance(value, str | None):
            raise Wrong(self.path + name, _("This has to be a text."))
        return value or default

    def number(self, name: str) -> int | None:
        """A whole number, 0 or more; None when absent."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise Wrong(self.path + name, _("This has to be a whole number."))
        return value

    def uuid(self, name: str) -> UUID:
        """A UUID that must be there."""
        found = self.uuid_or_none(name)
        if found is None:
            raise Wrong(self.path + name, _("This has to be a UUID."))
        return found

    def uuid_or_none(self, name: str) -> UUID | None:
        """A UUID; None when absent or empty."""
        try:
            return UUID(self.text(name)) if self.text(name) else None
        except ValueError:
            raise Wrong(self.path + name, _("This has to be a UUID.")) from None

    def moment(self, name: str) -> dt.datetime | None:
        """A time with its offset, as in RFC 3339; None when absent."""
        told = self.text(name)
        if not told:
            return None
        try:
            moment = dt.datetime.fromisoformat(told)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise Wrong(self.path + name, _("This has to be a time with its offset from UTC."))
        return moment

    def mapping(self, name: str) -> Mapping[str, Any]:
        """An object; empty when absent."""
        value = self.values.get(name) or {}
        if not isinstance(value, dict):
            raise Wrong(self.path + name, _("This has to be an object."))
        return value

    def texts(self, name: str) -> list[str]:
        """A list of strings; empty when absent."""
        value = self.values.get(name) or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise Wrong(self.path + name, _("This has to be a list of texts."))
        return value

    def rows(self, name: str) -> list["Body"]:
        """A list of objects, each to be read like this one; empty when absent."""
        value = self.values.get(name) or []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise Wrong(self.path + name, _("This has to be a list of objects."))
        return [Body(each, f"{self.path}{name}.{n}.") for n, each in enumerate(value)]


def speaks_json(view: View) -> View:
    """Hand the view its ``body``; answer what cannot be read with a problem document.

    A write must be ``application/json``: no form of another site can send that without our leave, so
    it needs no CSRF token; what a browser says of its origin is believed besides.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method in WRITES:
                refusal = _refuse(request)
                return refusal or view(request, *args, body=_read(request), **kwargs)
            return view(request, *args, **kwargs)
        except Wrong as wrong:
            return problem(
                422,
                "invalid",
                _("Something in the request is not understood."),
                wrong.words,
                field=wrong.field,
            )
        except RequestDataTooBig:
            return problem(
                413,
                "body-too-large",
                _("An entry’s words are at most 2 MB."),
                _("Files are sent before the entry, each by itself."),
            )

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _refuse(request: HttpRequest) -> HttpResponseBase | None:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return problem(403, "other-site", _("Another site may not send this."))
    if request.content_type != "application/json":
        return problem(
            415,
            "wrong-content-type",
            _("This has to come as application/json."),
            field="Content-Type",
        )
    return None


def _read(request: HttpRequest) -> Body:
    try:
        values = json.loads(request.body or b"{}")
    except ValueError:
        raise Wrong("", _("This is not JSON.")) from None
    if not isinstance(values, dict):
        raise Wrong("", _("This has to be an object."))
    return Body(values)
