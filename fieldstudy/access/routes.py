"""How addresses are registered: a view that does not say what it does cannot be reached."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path

from fieldstudy.access.actions import ACTIONS, NOT_OF_A_STUDY, may


class NotJoined(Exception):
    """A program asked for what only a joined phone may have; a page leads to the join page instead."""


View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


def action(name: str) -> Callable[[V], V]:
    """Declare what a view does; ``name`` stands in the table, or is a door without a study."""
    if name not in ACTIONS and name not in NOT_OF_A_STUDY:
        raise ImproperlyConfigured(f"{name!r} stands in no table of actions.")

    def declare(view: V) -> V:
        view.action = name  # type: ignore[attr-defined]
        return view

    return declare


def action_of(view: View) -> str:
    """What the view declared.

    Raises:
        ImproperlyConfigured: when it declared nothing.
    """
    declared = getattr(view, "action", None)
    if not isinstance(declared, str):
        raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} declares no action.")
    return declared


def _guarded(view: View, guard: Callable[[HttpRequest], HttpResponseBase | None]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return guard(request) or view(request, *args, **kwargs)

    return answer


def study_path(route: str, view: View, name: str) -> URLPattern:
    """A staff page of one study, under ``studies/<slug:slug>/``; others' studies do not exist (404)."""
    wanted = action_of(view)
    if wanted not in ACTIONS:
        raise ImproperlyConfigured(f"{name}: {wanted!r} is no action of a study.")

    def guard(request: HttpRequest) -> HttpResponseBase | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may(getattr(request, "member", None), wanted):
            raise Http404
        return None

    def without_slug(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        return view(request, **kwargs)

    without_slug.__module__, without_slug.__qualname__ = view.__module__, view.__qualname__
    without_slug.__dict__.update(view.__dict__)
    return path(f"studies/<slug:slug>/{route}", _guarded(without_slug, guard), name=name)


def participant_path(
    route: str, view: View, name: str, *, otherwise: View | None = None
) -> URLPattern:
    """A page of the participant's phone, under ``/p/``: only with an open device session.

    Without one ``otherwise`` answers; by itself a page leads to the join page.
    """
    wanted = action_of(view)
    if wanted not in {"participant", "public"}:
        raise ImproperlyConfigured(f"{name}: {wanted!r} is not for participants.")

    def guard(request: HttpRequest) -> HttpResponseBase | None:
        if wanted == "public" or getattr(request, "participation", None) is not None:
            return None
        if otherwise is not None:
            return otherwise(request)
        if request.path_info.startswith("/p/api/"):
            raise NotJoined
        return redirect("participant:join")

    return path(route, _guarded(view, guard), name=name)


def staff_path(route: str, view: View, name: str) -> URLPattern:
    """A page of a signed-in person outside any study, or a public one."""
    wanted = action_of(view)
    if wanted not in NOT_OF_A_STUDY - {"participant"}:
        raise ImproperlyConfigured(f"{name}: {wanted!r} needs a study.")

    def guard(request: HttpRequest) -> HttpResponseBase | None:
        if wanted == "public":
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if wanted == "instance" and not request.user.is_superuser:
            raise Http404
        return None

    return path(route, _guarded(view, guard), name=name)


def declared_action(callback: Any) -> str | None:
    """The action behind a resolved URL, for the test that walks every address."""
    return cast("str | None", getattr(callback, "action", None))
