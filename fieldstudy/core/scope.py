"""Which study the code is working for.

A query on a study-owned model raises unless a study is open, so a forgotten filter is an error on a
developer's screen and never a leak. It is the net, not the wall: views still walk from
``request.study``, and forward keys and joins pass it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class HasKey(Protocol):
    """A saved row: all that a scope needs of a study."""

    pk: Any


class NoStudyScope(RuntimeError):
    """A study-owned model was queried while no study was open."""


class _EveryStudy:
    """The scope that filters nothing."""


_EVERY = _EveryStudy()
_scope: ContextVar[UUID | _EveryStudy | None] = ContextVar("study_scope", default=None)


@contextmanager
def study_scope(study: HasKey | UUID) -> Iterator[None]:
    """Limit every study-owned query inside to one study."""
    key = study if isinstance(study, UUID) else study.pk
    token = _scope.set(key)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def every_study() -> Iterator[None]:
    """Lift the limit. Allowed in the short list that ``tests/architecture`` holds."""
    token = _scope.set(_EVERY)
    try:
        yield
    finally:
        _scope.reset(token)


def current_study() -> UUID | None:
    """The key of the open study; None when none, or every one, is open."""
    scope = _scope.get()
    return scope if isinstance(scope, UUID) else None


class Scoped(models.Manager[M]):
    """The default manager of study-owned models: it answers only inside a scope.

    The model names its path to the study in ``study_path`` (default ``"study_id"``).
    """

    def get_queryset(self) -> models.QuerySet[M]:
        """All rows of the open study.

        Raises:
            NoStudyScope: when neither one study nor every study is open.
        """
        scope = _scope.get()
        if scope is None:
            raise NoStudyScope(
                f"{self.model.__name__} was queried outside `with study_scope(study)`."
            )
        rows = super().get_queryset()
        if isinstance(scope, UUID):
            return rows.filter(**{getattr(self.model, "study_path", "study_id"): scope})
        return rows
