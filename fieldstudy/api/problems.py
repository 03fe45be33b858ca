"""Every error of the API as a problem document (RFC 9457) in the asked-for language."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.views import set_rollback

from fieldstudy.coding.refusals import CodingRefused
from fieldstudy.web.shared.problems import problem


def answer_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Turn what was raised into a document; None for our own faults, which become a 500."""
    set_rollback()
    if isinstance(error, Http404 | exceptions.NotFound):
        return problem(404, "not-found", _("There is nothing here."))
    if isinstance(error, ValidationError):
        return _invalid(_by_field(error))
    if isinstance(error, exceptions.ValidationError):
        return _invalid(_flat(error.detail))
    if isinstance(error, CodingRefused):
        return problem(
            409, error.reason, _("This cannot be coded."), error.words, field=error.field or None
        )
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return problem(403, "forbidden", _("Your role does not include this."))
    if isinstance(error, exceptions.AuthenticationFailed | exceptions.NotAuthenticated):
        refused = problem(401, "sign-in", _("Sign in, or send a token."), str(error.detail))
        refused["WWW-Authenticate"] = "Token"
        return refused
    if isinstance(error, exceptions.Throttled):
        return problem(
            429,
            "too-many",
            _("Too many requests."),
            retry_after=round(getattr(error, "wait", None) or 1),
        )
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, str(error.default_code), str(error.detail))
    return None


def _invalid(faults: list[tuple[str | None, str]]) -> HttpResponse:
    field, words = faults[0]
    return problem(
        422,
        "invalid",
        _("Something in the request is not understood."),
        words,
        field=field,
        errors=[{"field": name, "detail": detail} for name, detail in faults],
    )


def _by_field(error: ValidationError) -> list[tuple[str | None, str]]:
    if hasattr(error, "error_dict"):
        return [
            (None if name == "__all__" else name, str(words))
            for name, messages in error.message_dict.items()
            for words in messages
        ]
    return [(None, str(words)) for words in error.messages]


def _flat(detail: Any, path: str = "") -> list[tuple[str | None, str]]:
    """Nested error details as ``(field.path, words)``."""
    if isinstance(detail, dict):
        return [
            fault
            for name, inner in detail.items()
            for fault in _flat(inner, path if name == "non_field_errors" else _joined(path, name))
        ]
    if isinstance(detail, list):
        return [fault for inner in detail for fault in _flat(inner, path)]
    return [(path or None, str(detail))]


def _joined(path: str, name: Any) -> str:
    return f"{path}.{name}" if path else str(name)
