"""Words and pictures that may stand on a story map: a few candidates for each touchpoint.

The statements that count reactions and photos bring one example of each person along; only the
few chosen here are then read whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from uuid import UUID

from django.db.models import CharField, Count, Max, QuerySet
from django.db.models.functions import Cast

from fieldstudy.analysis.consent import Scopes, who_allows
from fieldstudy.analysis.grouped import Keys, rows_of
from fieldstudy.analysis.map_rows import Photo, Pictured, Quote
from fieldstudy.analysis.readings import Key
from fieldstudy.coding.models import Excerpt, Placement
from fieldstudy.diary.models import Attachment
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import Scope
from fieldstudy.studies.models import Study

EACH = 8
"""Candidates read for a touchpoint."""


@dataclass(frozen=True, slots=True)
class Example:
    """One entry or photo of a person at a touchpoint, to find a piece worth showing."""

    touchpoint: Key
    participant: Key
    weight: int
    key: str
    """Of the entry or photo, as text: not every PostgreSQL orders UUIDs."""


def _strongest(examples: Iterable[Example], allowed: set[Key]) -> dict[UUID, list[Example]]:
    """The heaviest few of each touchpoint among people who allow it, by their keys."""
    ordered = sorted(
        (one for one in examples if one.participant in allowed),
        key=lambda one: (one.touchpoint, -one.weight, one.key),
    )
    found: dict[UUID, list[Example]] = {}
    for _, group in groupby(ordered, key=lambda one: one.touchpoint):
        for one in islice(group, EACH):
            found.setdefault(UUID(one.key), []).append(one)
    return found


def quotes_of(study: Study, examples: Sequence[Example], scopes: Scopes) -> tuple[Quote, ...]:
    """Words with the strongest reactions, of people who allow quotes; two queries."""
    chosen = _strongest(examples, who_allows(scopes, Scope.QUOTES))
    clients = who_allows(scopes, Scope.QUOTES, Scope.CLIENT_VIEWING)
    coded = (
        study.codings.live()
        .filter(entry__in=list(chosen), strength__isnull=False, touchpoint__isnull=False)
        .order_by("strength", "-id")
        .values_list("entry_id", "touchpoint_id", "excerpt_id")
    )
    excerpts = {(entry, str(touchpoint)): excerpt for entry, touchpoint, excerpt in coded}
    words = _words(study, excerpts.values())
    return tuple(
        _quote(words[excerpt], one, is_for_clients=one.participant in clients)
        for entry, found in chosen.items()
        for one in found
        if (excerpt := excerpts.get((entry, one.touchpoint))) in words
    )


def _words(study: Study, excerpts: Iterable[UUID]) -> dict[UUID | None, Placement]:
    """Where each of these lies in the newest version of a text that still holds it."""
    placements = (
        study.placements.filter(
            excerpt__in=list(excerpts),
            excerpt__medium__in=(Excerpt.Medium.TEXT, Excerpt.Medium.TRANSCRIPT),
        )
        .exclude(quote="")
        .exclude(state=Placement.State.ORPHANED)
        .select_related("transcript_version", "excerpt__entry__participation")
        .order_by("id")
    )
    return {placement.excerpt_id: placement for placement in placements}


def _quote(placement: Placement, example: Example, *, is_for_clients: bool) -> Quote:
    entry, spoken = placement.excerpt.entry, placement.transcript_version
    return Quote(
        participant=example.participant,
        touchpoint=example.touchpoint,
        entry=str(entry.pk),
        text=placement.quote,
        language=(spoken.language if spoken else "") or entry.language,
        label=entry.participation.label if entry.participation else "",
        for_clients=is_for_clients,
        value=entry.valence,
    )


def pictured_in(
    study: Study, entries: EntryQuerySet, scopes: Scopes, keys: Keys
) -> tuple[tuple[Pictured, ...], list[Example]]:
    """Entries with photos by person and touchpoint, each person's newest one; one query."""
    allowed = who_allows(scopes, Scope.PHOTOS)
    statement = (
        photos_in(study, entries)
        .filter(entry__touchpoint__isnull=False)
        .order_by()
        .values_list("entry__participation_id", "entry__touchpoint_id")
        .annotate(n=Count("entry_id", distinct=True), newest=Max(Cast("id", CharField())))
    )
    pictured, examples = [], []
    for person, touchpoint, count, newest in rows_of(statement):
        if keys[person] in allowed:
            row = Pictured(keys[person], keys[touchpoint], count)
            pictured.append(row)
            examples.append(Example(row.touchpoint, row.participant, count, newest))
    return tuple(pictured), examples


def photos_in(study: Study, entries: EntryQuerySet) -> "QuerySet[Attachment]":
    """Photos of these entries that are there to be shown."""
    photos: QuerySet[Attachment] = study.attachments.present().filter(
        kind=Attachment.Kind.PHOTO,
        state=Attachment.State.READY,
        entry__in=entries.order_by().values("pk"),
    )
    return photos


def photos_of(study: Study, examples: Sequence[Example], scopes: Scopes) -> tuple[Photo, ...]:
    """A few pictures for each touchpoint, of those who took most of them first; one query."""
    chosen = _strongest(examples, who_allows(scopes, Scope.PHOTOS))
    clients = who_allows(scopes, Scope.PHOTOS, Scope.CLIENT_VIEWING)
    newest = study.attachments.select_related("entry__participation").in_bulk(list(chosen))
    return tuple(
        Photo(
            participant=one.participant,
            touchpoint=one.touchpoint,
            entry=str(newest[key].entry_id),
            attachment=str(key),
            label=newest[key].entry.participation.label,
            for_clients=one.participant in clients,
        )
        for key, found in chosen.items()
        for one in found
        if key in newest
    )
