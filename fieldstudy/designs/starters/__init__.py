"""Designs of our own to start from, in both languages. Each is a file that anybody could import."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.designs.schema import Design, read_design

STARTERS: dict[str, tuple[Promise, Promise]] = {
    "retail_visit": (
        _("Retail visit"),
        _(
            "A visit to a shop from setting out to coming home: scenarios, 16 touchpoints, "
            "five prompts and a consent text, in both languages."
        ),
    ),
}
"""Key → its name, and what is in it."""


@cache
def starter(key: str) -> Design:
    """One of our designs, checked.

    Raises:
        KeyError: for a key that is not in :data:`STARTERS`.
    """
    STARTERS[key]
    return read_design((Path(__file__).parent / f"{key}.json").read_bytes())


def starting_consent() -> dict[str, Any]:
    """A consent text to begin from: ``title``, ``body``, ``scopes`` with every scope worded."""
    consent: dict[str, Any] = starter("retail_visit")["consent"]
    return consent
