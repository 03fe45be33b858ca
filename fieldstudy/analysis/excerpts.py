"""Words and pictures that may stand on a story map: a few candidates for each touchpoint."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from fieldstudy.analysis.consent import Scopes, who_allows
from fieldstudy.analysis.map_rows import Photo, Quote
from fieldstudy.coding.models import Coding, Excerpt, Placement
from fieldstudy.diary.models import Attachment
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import Scope
from fieldstudy.studies.models import Study

QUOTES_READ = 12
PHOTOS_READ = 6
_SPOKEN = (Excerpt.Medium.TEXT, Excerpt.Medium.TRANSCRIPT)


def quotes_of(study: Study, codings: "QuerySet[Coding]", scopes: Scopes) -> tuple[Quote, ...]:
    """Coded words of people who allow quotes, the strongest reactions first; two queries."""
    chosen = (
        codings.filter(
            excerpt__medium__in=_SPOKEN,
            entry__participation__in=who_allows(scopes, Scope.QUOTES),
        )
        .exclude(strength=None, valence=None)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("touchpoint_id"),
                order_by=[Coalesce("strength", 0).desc(), F("id").asc()],
            )
        )
        .filter(place__lte=QUOTES_READ)
        .select_related("entry__participation")
        .order_by("touchpoint_id", "place")
    )
    codings_chosen = list(chosen)
    words = _words(study, {coding.excerpt_id for coding in codings_chosen})
    clients = who_allows(scopes, Scope.QUOTES, Scope.CLIENT_VIEWING)
    return tuple(
        Quote(
            participant=coding.entry.participation_id,
            touchpoint=coding.touchpoint_id,
            entry=coding.entry_id,
            text=words[coding.excerpt_id].quote,
            language=_language(words[coding.excerpt_id], coding),
            label=coding.entry.participation.label,
            for_clients=coding.entry.participation_id in clients,
            value=coding.valence if coding.entry.valence is None else coding.entry.valence,
        )
        for coding in codings_chosen
        if coding.excerpt_id in words
    )


def _words(study: Study, excerpts: Iterable[UUID]) -> dict[UUID, Placement]:
    """Where each excerpt lies in the newest version that still holds it."""
    placements = (
        study.placements.filter(excerpt__in=excerpts)
        .exclude(quote="")
        .exclude(state=Placement.State.ORPHANED)
        .select_related("transcript_version")
        .order_by("id")
    )
    return {placement.excerpt_id: placement for placement in placements}


def _language(placement: Placement, coding: Coding) -> str:
    spoken = placement.transcript_version
    return (spoken.language if spoken else "") or coding.entry.language


def photos_of(study: Study, entries: EntryQuerySet, scopes: Scopes) -> tuple[Photo, ...]:
    """The newest pictures at each touchpoint of people who allow photos; one query."""
    photos = (
        study.attachments.present()
        .filter(
            kind=Attachment.Kind.PHOTO,
            state=Attachment.State.READY,
            entry__in=entries.order_by().values("pk"),
            entry__touchpoint__isnull=False,
            entry__participation__in=who_allows(scopes, Scope.PHOTOS),
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("entry__touchpoint_id"),
                order_by=[F("entry__happened_at").desc(), F("id").asc()],
            )
        )
        .filter(place__lte=PHOTOS_READ)
        .select_related("entry__participation")
        .order_by("entry__touchpoint_id", "place")
    )
    clients = who_allows(scopes, Scope.PHOTOS, Scope.CLIENT_VIEWING)
    return tuple(
        Photo(
            participant=photo.entry.participation_id,
            touchpoint=photo.entry.touchpoint_id,
            entry=photo.entry_id,
            attachment=photo.pk,
            label=photo.entry.participation.label,
            for_clients=photo.entry.participation_id in clients,
        )
        for photo in photos
    )
