"""From the database to the rows of a story map: sums per person leave SQL, and nothing finer.

The number of statements does not depend on how much there is. Entries come first in each, so that
codings are joined to few; `Coding.touchpoint` is the touchpoint in force. Statements name codes,
brands and people by key instead of joining their tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    F,
    Max,
    Min,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast

from fieldstudy.analysis.consent import scopes_of
from fieldstudy.analysis.filters import MapFilter, Selection, select
from fieldstudy.analysis.grouped import Keys, rows_of, summed
from fieldstudy.analysis.logged import Logged
from fieldstudy.analysis.map_rows import (
    Felt,
    MapRows,
    Place,
    Reacted,
    Reaction,
    Said,
    Series,
    Word,
)
from fieldstudy.analysis.pieces import Example, photos_of, pictured_in, quotes_of
from fieldstudy.analysis.readings import Key, PersonReadings
from fieldstudy.coding.models import Code, Coding
from fieldstudy.core.localized import CHINESE, ENGLISH, LocalizedText, reading_language
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Study

_REACTIONS = {one.value: one for one in Reaction}


def read_map_rows(study: Study, chosen: MapFilter) -> MapRows:
    """Everything one story map is made from, of every segment."""
    selection = select(study, chosen)
    return read_rows(selection, list(study.codes.all()))


def read_rows(selection: Selection, codebook: Sequence[Code]) -> MapRows:
    """The same for a selection and codebook already looked up."""
    study, codings, keys = selection.study, selection.codings(), Keys()
    logged = Logged.read(selection, codebook, keys)
    scopes = scopes_of(study)
    reacted, examples = _reacted(codings, codebook, keys)
    pictured, newest = pictured_in(study, selection.own_entries(), scopes, keys)
    return MapRows(
        places=places_of(study, logged.reached()),
        segments_of=segments_of(study, keys),
        wrote=tuple(logged.wrote()),
        presence=tuple(logged.presence()),
        felt=(*logged.felt(), *_felt_by_coders(codings, keys)),
        reacted=reacted,
        said=tuple(_said(codings, codebook, selection.chosen.segment, keys)),
        quotes=quotes_of(study, examples, scopes),
        photos=photos_of(study, newest, scopes),
        pictured=pictured,
    )


def places_of(study: Study, reached: set[Key]) -> tuple[Place, ...]:
    """Touchpoints as columns: those reached, and those in use that no other scenario reaches."""
    touchpoints = study.touchpoints.select_related("stage").order_by(
        "stage__position", "stage_id", "position", "id"
    )
    unreached = [one.pk for one in touchpoints if str(one.pk) not in reached]
    elsewhere = set(
        study.entries.in_analysis()
        .filter(touchpoint__in=unreached)
        .order_by()
        .values_list("touchpoint_id", flat=True)
        .distinct()
    )
    return tuple(
        Place(
            touchpoint=str(touchpoint.pk),
            name=str(touchpoint.name),
            second_name=second_wording(touchpoint.name),
            stage=str(touchpoint.stage),
            second_stage=second_wording(touchpoint.stage.name),
            is_moment_of_truth=touchpoint.is_moment_of_truth,
        )
        for touchpoint in touchpoints
        if str(touchpoint.pk) in reached
        or (touchpoint.archived_at is None and touchpoint.pk not in elsewhere)
    )


def second_wording(text: LocalizedText) -> str:
    """The wording in the language the page is not in, if there is another one."""
    other = text.word(ENGLISH if reading_language() == CHINESE else CHINESE)
    return other if other != str(text) else ""


def segments_of(study: Study, keys: Keys) -> dict[Key, frozenset[Key]]:
    """Participation → its segments, for those who have any."""
    found: dict[Key, set[Key]] = {}
    pairs = Participation.segments.through.objects.filter(participation__study=study)
    for person, segment in rows_of(pairs.values_list("participation_id", "segment_id")):
        found.setdefault(keys[person], set()).add(keys[segment])
    return {person: frozenset(segments) for person, segments in found.items()}


def _felt_by_coders(codings: "QuerySet[Coding]", keys: Keys) -> Iterable[Felt]:
    """Coders' ratings: a coder's mean in an entry, the mean of coders, then sums per person."""
    by_coder = (
        codings.filter(valence__isnull=False)
        .order_by()
        .values("entry_id", "touchpoint_id", "coder_id", person=F("entry__participation_id"))
        .annotate(felt=Avg("valence"))
    )
    for person, touchpoint, n, total, squares in summed(by_coder):
        readings = PersonReadings(n, float(total), float(squares))
        yield Felt(keys[person], keys[touchpoint], Series.CODER, readings)


def _reacted(
    codings: "QuerySet[Coding]", codebook: Sequence[Code], keys: Keys
) -> tuple[tuple[Reacted, ...], list[Example]]:
    """A person's strongest reaction of each kind, with one entry as an example of it."""
    kinds = {code.pk: code.reaction for code in codebook if code.reaction}
    if not kinds:
        return (), []
    statement = (
        codings.filter(strength__isnull=False)
        .annotate(reaction=_kind_of_code(kinds))
        .filter(reaction__isnull=False)
        .order_by()
        .values_list("touchpoint_id", "entry__participation_id", "reaction")
        .annotate(strongest=Max("strength"), example=Min(Cast("entry_id", CharField())))
    )
    reacted, examples = [], []
    for touchpoint, person, reaction, strength, entry in rows_of(statement):
        row = Reacted(keys[person], keys[touchpoint], _REACTIONS[reaction], strength)
        reacted.append(row)
        examples.append(Example(row.touchpoint, row.participant, strength, entry))
    return tuple(reacted), examples


def _said(
    codings: "QuerySet[Coding]", codebook: Sequence[Code], segment: UUID | None, keys: Keys
) -> Iterable[Said]:
    """Needs and actions by people, in the segment asked for."""
    codes = {str(code.pk): code for code in codebook if code.kind in list(Word)}
    if not codes:
        return
    if segment:
        codings = codings.filter(entry__participation__segments=segment)
    statement = (
        codings.annotate(word=_kind_of_code({code.pk: code.kind for code in codes.values()}))
        .filter(word__isnull=False)
        .order_by()
        .values_list("touchpoint_id", "code_id")
        .annotate(people=Count("entry__participation_id", distinct=True))
    )
    for touchpoint, code, people in rows_of(statement):
        said = codes[keys[code]]
        yield Said(keys[touchpoint], Word(said.kind), keys[code], str(said.name), people)


def _kind_of_code(kinds: Mapping[UUID, str]) -> Case:
    """What kind a coding's code is of, or NULL.

    Asked of each row instead of `code__in`, which SQLite would look up once for every entry and
    every code of the list.
    """
    by_kind: dict[str, list[UUID]] = {}
    for code, kind in kinds.items():
        by_kind.setdefault(kind, []).append(code)
    return Case(
        *(When(code__in=codes, then=Value(kind)) for kind, codes in by_kind.items()),
        output_field=CharField(),
    )
