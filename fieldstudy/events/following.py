"""Verb → names of the jobs that must follow. ``pipeline.py`` fills it at start-up."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ImproperlyConfigured

from fieldstudy.events.verbs import VERBS
from fieldstudy.jobs.table import job_names

_followers: dict[str, tuple[str, ...]] = {}


def follow(table: Mapping[str, Iterable[str]]) -> None:
    """Set which jobs follow these verbs.

    Raises:
        ImproperlyConfigured: for a verb or a job that nobody knows.
    """
    known = set(job_names())
    for verb, names in table.items():
        following = tuple(names)
        if verb not in VERBS or not known.issuperset(following):
            raise ImproperlyConfigured(f"The pipeline's line for {verb!r} names what is not there.")
        _followers[verb] = following


def followers_of(verb: str) -> tuple[str, ...]:
    """The jobs that follow this verb; mostly none."""
    return _followers.get(verb, ())
