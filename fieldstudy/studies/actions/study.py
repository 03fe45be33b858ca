"""What may happen to a study as a whole."""

import secrets
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.localized import LANGUAGES, LocalizedText
from fieldstudy.events import record
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Membership, Role, Study

FIELDS = frozenset(
    [
        "name",
        "purpose",
        "languages",
        "time_zone",
        "organisation",
        "contact_name",
        "contact_details",
        "speech_language",
        "script",
        "least_people",
        "voice_limit_s",
        "days",
    ]
)
"""What a researcher may set on a study."""

RESERVED = frozenset({"new"})
"""Addresses below ``/studies/`` that belong to pages."""


@transaction.atomic
def create_study(
    *, by: Person, name: LocalizedText, client_id: UUID | None = None, **fields: Any
) -> Study:
    """A new, empty study that ``by`` owns; ``fields`` are among :data:`FIELDS`.

    Raises:
        ValidationError: by field, for a value that a study cannot have.
    """
    study = Study(slug=_free_slug(name), name=name, client_id=client_id)
    _set(study, fields)
    study.save(force_insert=True)
    membership = Membership.objects.create(study=study, person=by, role=Role.OWNER)
    record("study.created", by=by, study=study, subject=study)
    record("member.added", by=by, study=study, subject=membership, role=Role.OWNER, person=by)
    return study


@transaction.atomic
def update_study(study: Study, *, by: Person, **fields: Any) -> Study:
    """Change what a study says of itself; ``fields`` are among :data:`FIELDS`.

    Raises:
        ValidationError: by field, for a value that a study cannot have.
    """
    changed = sorted(name for name, value in fields.items() if getattr(study, name) != value)
    if changed:
        _set(study, fields)
        study.save(update_fields=changed)
        record("study.changed", by=by, study=study, subject=study, fields=changed)
    return study


@transaction.atomic
def open_study(study: Study, *, by: Person) -> Study:
    """Let participants log entries, for the first time or again.

    Raises:
        ValidationError: ``nothing_published`` while there is no protocol version.
    """
    if study.is_live:
        return study
    if not study.protocol_versions.published().exists():
        raise ValidationError(
            _("Publish what is asked first; then fieldwork can begin."), code="nothing_published"
        )
    study.opened_at, study.closed_at = study.opened_at or clock.now(), None
    study.save(update_fields=["opened_at", "closed_at"])
    record("study.opened", by=by, study=study, subject=study)
    return study


@transaction.atomic
def close_study(study: Study, *, by: Person) -> Study:
    """End fieldwork: participants can still read their entries and leave, but log nothing new."""
    if not study.is_live:
        return study
    study.closed_at = clock.now()
    study.save(update_fields=["closed_at"])
    record("study.closed", by=by, study=study, subject=study)
    return study


def _set(study: Study, fields: dict[str, Any]) -> None:
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"A study has no field {', '.join(sorted(unknown))} to set.")
    for name, value in fields.items():
        setattr(study, name, value)
    if not study.name:
        raise ValidationError({"name": _("A study needs a name in at least one language.")})
    if not study.languages or not set(study.languages) <= set(LANGUAGES):
        raise ValidationError({"languages": _("A study speaks Chinese, English or both.")})
    study.full_clean(validate_unique=False)


def _free_slug(name: LocalizedText) -> str:
    """A short address from the English name; random letters keep it free and unguessable enough."""
    letters = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(5))
    stem = slugify(name.en)[:50].strip("-")
    if stem and stem not in RESERVED and not Study.objects.filter(slug=stem).exists():
        return stem
    return f"{stem or 'study'}-{letters}"
