"""From the database to the rows of a story map: sums per person leave SQL, and nothing finer.

The number of queries does not depend on how much there is. The entry filter always comes first, so
that codings are joined to few entries; `Coding.touchpoint` is the touchpoint in force.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Avg, Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from fieldstudy.analysis.consent import scopes_of, who_allows
from fieldstudy.analysis.excerpts import photos_of, quotes_of
from fieldstudy.analysis.filters import MapFilter, counted_entries, own_entries
from fieldstudy.analysis.map_rows import (
    Felt,
    MapRows,
    Place,
    Presence,
    Reacted,
    Reaction,
    Said,
    Series,
    Word,
    Wrote,
)
from fieldstudy.analysis.readings import LEVELS, Key, PersonReadings
from fieldstudy.coding.models import Coding
from fieldstudy.core.localized import CHINESE, ENGLISH, LocalizedText, reading_language
from fieldstudy.diary.models import Attachment
from fieldstudy.diary.querysets import EntryQuerySet
from fieldstudy.participants.models import Participation, Scope
from fieldstudy.studies.models import Brand, Study

_PERSON, _ENTRY_PERSON = "participation_id", "entry__participation_id"


def read_map_rows(study: Study, chosen: MapFilter) -> MapRows:
    """Everything one story map is made from, of every segment."""
    counted = counted_entries(study, chosen)
    entries = own_entries(counted, chosen)
    codings = codings_of(study, entries)
    scopes = scopes_of(study)
    return MapRows(
        places=places_of(study, chosen),
        segments_of=segments_of(study),
        wrote=tuple(_wrote(entries)),
        presence=tuple(_presence(entries, codings, who_allows(scopes, Scope.PHOTOS))),
        felt=(*_felt(counted, chosen), *_felt_by_coders(codings)),
        reacted=tuple(_reacted(codings)),
        said=tuple(_said(study, codings)),
        quotes=quotes_of(study, codings, scopes),
        photos=photos_of(study, entries, scopes),
    )


def codings_of(study: Study, entries: EntryQuerySet) -> "QuerySet[Coding]":
    """The codings in force at a touchpoint in these entries."""
    codings: QuerySet[Coding] = study.codings.live().filter(
        touchpoint__isnull=False, entry__in=entries.order_by().values("pk")
    )
    return codings


def places_of(study: Study, chosen: MapFilter) -> tuple[Place, ...]:
    """Touchpoints as columns: those in use or reached, without those of other scenarios only."""
    here = study.entries.in_analysis().filter(touchpoint=OuterRef("pk"))
    in_scenario = here.filter(scenario_id=chosen.scenario) if chosen.scenario else here
    touchpoints = (
        study.touchpoints.annotate(is_reached=Exists(in_scenario), is_elsewhere=Exists(here))
        .filter(Q(is_reached=True) | Q(archived_at=None, is_elsewhere=False))
        .select_related("stage")
        .order_by("stage__position", "stage_id", "position", "id")
    )
    return tuple(
        Place(
            touchpoint=touchpoint.pk,
            name=str(touchpoint.name),
            second_name=second_wording(touchpoint.name),
            stage=str(touchpoint.stage),
            second_stage=second_wording(touchpoint.stage.name),
            is_moment_of_truth=touchpoint.is_moment_of_truth,
        )
        for touchpoint in touchpoints
    )


def second_wording(text: LocalizedText) -> str:
    """The wording in the language the page is not in, if there is another one."""
    other = text.word(ENGLISH if reading_language() == CHINESE else CHINESE)
    return other if other != str(text) else ""


def segments_of(study: Study) -> dict[Key, frozenset[Key]]:
    """Participation → its segments, for those who have any."""
    found: dict[Key, set[Key]] = {}
    pairs = Participation.segments.through.objects.filter(participation__study=study)
    for person, segment in pairs.values_list("participation_id", "segment_id"):
        found.setdefault(person, set()).add(segment)
    return {person: frozenset(segments) for person, segments in found.items()}


def _wrote(entries: EntryQuerySet) -> Iterable[Wrote]:
    placed = Exists(Coding.objects.live().filter(entry=OuterRef("pk"), touchpoint__isnull=False))
    nowhere = dict(
        entries.filter(touchpoint=None)
        .exclude(placed)
        .order_by()
        .values_list(_PERSON)
        .annotate(n=Count("id"))
    )
    for person, count in entries.order_by().values_list(_PERSON).annotate(n=Count("id")):
        yield Wrote(person, count, without_touchpoint=nowhere.get(person, 0))


def _presence(
    entries: EntryQuerySet, codings: "QuerySet[Coding]", with_photos: set[UUID]
) -> Iterable[Presence]:
    """By the entry's own touchpoint, and by codings that place a part of it elsewhere."""
    own = (
        entries.filter(touchpoint__isnull=False)
        .order_by()
        .values_list(_PERSON, "touchpoint_id")
        .annotate(n=Count("id"), with_photos=Count("id", filter=Exists(_photos("pk"))))
    )
    moved = (
        codings.filter(Q(entry__touchpoint=None) | ~Q(entry__touchpoint=F("touchpoint")))
        .order_by()
        .values_list(_ENTRY_PERSON, "touchpoint_id")
        .annotate(
            n=Count("entry_id", distinct=True),
            with_photos=Count("entry_id", distinct=True, filter=Exists(_photos("entry_id"))),
        )
    )
    for person, touchpoint, count, photos in (*own, *moved):
        yield Presence(person, touchpoint, count, photos if person in with_photos else 0)


def _photos(entry: str) -> "QuerySet[Attachment]":
    photos: QuerySet[Attachment] = Attachment.objects.present().filter(
        entry=OuterRef(entry), kind=Attachment.Kind.PHOTO, state=Attachment.State.READY
    )
    return photos


def _felt(counted: EntryQuerySet, chosen: MapFilter) -> Iterable[Felt]:
    """Participants' own ratings: how many at each level."""
    competitor = Q(brand__role=Brand.Role.COMPETITOR)
    own, rival = Value(Series.OWN.value), Value(Series.COMPETITOR.value)
    levels_counted = {
        f"at_{place}": Count("id", filter=Q(valence=level)) for place, level in enumerate(LEVELS)
    }
    rows = (
        counted.filter(touchpoint__isnull=False, valence__isnull=False)
        .order_by()
        .annotate(series=own if chosen.brand else Case(When(competitor, rival), default=own))
        .values_list(_PERSON, "touchpoint_id", "series")
        .annotate(**levels_counted)
    )
    for person, touchpoint, whose, *levels in rows:
        yield Felt(person, touchpoint, Series(whose), PersonReadings.from_levels(levels))


def _felt_by_coders(codings: "QuerySet[Coding]") -> Iterable[Felt]:
    """Coders' ratings: a coder's mean in an entry, the mean of coders, then sums per person."""
    by_coder = (
        codings.filter(valence__isnull=False)
        .order_by()
        .values("entry_id", "touchpoint_id", "coder_id", person=F(_ENTRY_PERSON))
        .annotate(felt=Avg("valence"))
    )
    for person, touchpoint, n, total, squares in _summed(by_coder):
        readings = PersonReadings(n, float(total), float(squares))
        yield Felt(person, touchpoint, Series.CODER, readings)


def _summed(by_coder: "QuerySet[Coding, dict[str, Any]]") -> list[tuple[Any, ...]]:
    """Mean over coders per entry and touchpoint, then n, Σx, Σx² per person and touchpoint.

    Two more levels of grouping than the ORM writes; the innermost statement and all its values
    stay the ORM's.
    """
    inner, values = by_coder.query.sql_with_params()
    statement = (
        "SELECT person, touchpoint_id, COUNT(*), SUM(felt), SUM(felt * felt) FROM ("  # noqa: S608
        f"SELECT person, entry_id, touchpoint_id, AVG(felt) AS felt FROM ({inner}) AS by_coder "
        "GROUP BY person, entry_id, touchpoint_id) AS by_entry GROUP BY person, touchpoint_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [(_uuid(person), _uuid(touchpoint), *sums) for person, touchpoint, *sums in rows]


def _uuid(value: Any) -> UUID:
    """SQLite keeps a UUID as 32 hexadecimal digits."""
    return value if isinstance(value, UUID) else UUID(value)


def _reacted(codings: "QuerySet[Coding]") -> Iterable[Reacted]:
    """A person's strongest reaction of each kind; one without a strength counts as the weakest."""
    rows = (
        codings.filter(code__reaction__in=[one.value for one in Reaction])
        .order_by()
        .values_list(_ENTRY_PERSON, "touchpoint_id", "code__reaction")
        .annotate(strongest=Coalesce(Max("strength"), 1), n=Count("entry_id", distinct=True))
    )
    for person, touchpoint, reaction, strength, count in rows:
        yield Reacted(person, touchpoint, Reaction(reaction), strength, count)


def _said(study: Study, codings: "QuerySet[Coding]") -> Iterable[Said]:
    kinds = [one.value for one in Word]
    codes = {code.pk: code for code in study.codes.filter(kind__in=kinds)}
    rows = (
        codings.filter(code__kind__in=kinds)
        .order_by()
        .values_list(_ENTRY_PERSON, "touchpoint_id", "code_id")
        .annotate(n=Count("entry_id", distinct=True))
    )
    for person, touchpoint, code, count in rows:
        word, name = Word(codes[code].kind), str(codes[code].name)
        yield Said(person, touchpoint, word, code, name, count)
