"""What a person asked to have in an export, and what consent leaves of it."""

import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from fieldstudy.diary.models import Entry
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import ConsentAct, Participation, Scope
from fieldstudy.studies.models import Study


@dataclass(frozen=True, slots=True)
class Filters:
    """The choice behind one export.

    Attributes:
        scenario, brand, segment: keys of the study's parts, or None for all.
        source: a source of entries, or empty for all.
        since, until: first and last local day of happening, or None.
        for_client: the file goes to the client: only people who allow viewing by the client, and
            their words only where quotes are allowed.
        abroad: the file leaves the country: only people who allow that.
    """

    scenario: UUID | None = None
    brand: UUID | None = None
    segment: UUID | None = None
    source: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    for_client: bool = False
    abroad: bool = False

    @classmethod
    def parse(cls, raw: dict[str, Any]) -> Self:
        """Read the stored or posted form.

        Raises:
            ValidationError: a ``{field: message}`` for the first thing that is not understood.
        """
        unknown = set(raw) - set(cls.__slots__)
        if unknown:
            raise ValidationError({sorted(unknown)[0]: _("There is no such filter.")})
        return cls(
            **{name: _key(raw, name) for name in ("scenario", "brand", "segment")},
            source=_source(raw),
            since=_day(raw, "since"),
            until=_day(raw, "until"),
            for_client=_switch(raw, "for_client"),
            abroad=_switch(raw, "abroad"),
        )

    def as_json(self) -> dict[str, Any]:
        """The stored form: only what was chosen."""
        return {name: _plain(value) for name, value in asdict(self).items() if value}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | str) else str(value)


def _key(raw: dict[str, Any], name: str) -> UUID | None:
    value = raw.get(name)
    if not value:
        return None
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError as problem:
        raise ValidationError({name: _("This is not one of the study's.")}) from problem


def _source(raw: dict[str, Any]) -> str:
    value = raw.get("source") or ""
    if value and value not in Entry.Source.values:
        raise ValidationError({"source": _("There is no such source.")})
    return str(value)


def _day(raw: dict[str, Any], name: str) -> dt.date | None:
    value = raw.get(name)
    if not value:
        return None
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError as problem:
        raise ValidationError({name: _("Write a day as 2026-05-12.")}) from problem


def _switch(raw: dict[str, Any], name: str) -> bool:
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise ValidationError({name: _("This is either true or false.")})
    return value


@dataclass(frozen=True, slots=True)
class Consent:
    """Which participants allow what, as of now. Staff's own observations have no participant."""

    scopes: dict[UUID, frozenset[str]] = field(default_factory=dict)

    def allows(self, participation: UUID | None, scope: Scope) -> bool:
        """Whether this person's newest answer includes the scope; our own notes always do."""
        return participation is None or scope in self.scopes.get(participation, frozenset())

    def people_with(self, scope: Scope) -> set[UUID]:
        """Everyone who allows it."""
        return {person for person, scopes in self.scopes.items() if scope in scopes}


def consent_of(study: Study) -> Consent:
    """The newest answer of every participant, in one query."""
    newest = (
        ConsentAct.objects.filter(participation=OuterRef("pk"))
        .order_by("-at", "-id")
        .values("scopes")
    )
    rows = Participation.objects.filter(study=study).values_list("pk", Subquery(newest[:1]))
    return Consent({key: frozenset(_listed(scopes)) for key, scopes in rows})


def _listed(scopes: Any) -> list[str]:
    """A JSON column read through a subquery comes as text on SQLite, as a list on PostgreSQL."""
    if isinstance(scopes, str):
        return list(json.loads(scopes))
    return list(scopes or [])


def chosen_entries(study: Study, filters: Filters, consent: Consent) -> EntryQuerySet:
    """The entries an export may hold: counted ones, filtered, of people whose consent reaches."""
    entries: EntryQuerySet = study.entries.in_analysis()
    for name in ("scenario", "brand"):
        if key := getattr(filters, name):
            entries = entries.filter(**{f"{name}_id": key})
    if filters.segment:
        entries = entries.filter(participation__segments=filters.segment)
    if filters.source:
        entries = entries.filter(source=filters.source)
    if filters.since:
        entries = entries.filter(happened_at__date__gte=filters.since)
    if filters.until:
        entries = entries.filter(happened_at__date__lte=filters.until)
    for wanted, scope in (
        (filters.for_client, Scope.CLIENT_VIEWING),
        (filters.abroad, Scope.TRANSFER),
    ):
        if wanted:
            entries = entries.filter(
                Q(participation=None) | Q(participation__in=consent.people_with(scope))
            )
    return entries
