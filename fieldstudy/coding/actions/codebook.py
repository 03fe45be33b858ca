"""Changes to the codebook. Names are unique among siblings, keys in the study."""

import re
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from fieldstudy.coding import refusals
from fieldstudy.coding.codebook import CODE_KEYS
from fieldstudy.coding.history import Snapshot, note
from fieldstudy.coding.models import Code, Coding
from fieldstudy.coding.touchpoints import restate
from fieldstudy.core import clock
from fieldstudy.core.localized import LocalizedText
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study, Touchpoint


class CodeFields(TypedDict, total=False):
    """What can be said of a code and changed later; its kind is fixed, its place is :func:`move_code`'s."""

    name: LocalizedText
    definition: LocalizedText
    include: LocalizedText
    exclude: LocalizedText
    example: LocalizedText
    colour: str
    key: str
    valence: int | None
    reaction: str
    touchpoint: Touchpoint | None


_TEXTS = ("name", "definition", "include", "exclude", "example")


@transaction.atomic
def create_code(
    study: Study,
    *,
    kind: str,
    by: Person,
    parent: Code | None = None,
    client_id: UUID | None = None,
    batch: UUID | None = None,
    **fields: Unpack[CodeFields],
) -> Code:
    """Add a code at the end of its siblings; the same client id again gives the same code.

    Raises:
        NameMissing, NameTaken, KeyTaken, KeyReserved, WrongColour, ReactionMissing, OtherKind: as
            they say.
    """
    if client_id is not None:
        known: Code | None = study.codes.filter(client_id=client_id).first()
        if known is not None:
            return known
    code = Code(study=study, kind=kind, parent=parent, client_id=client_id, **fields)
    if parent is not None and not code.reaction:
        code.reaction = parent.reaction
    code.position = _siblings(code).count()
    _check(code)
    code.save()
    note("code.created", study=study, subject=code, by=by, after=snapshot(code), batch=batch)
    return code


@transaction.atomic
def update_code(code: Code, *, by: Person, **changes: Unpack[CodeFields]) -> Code:
    """Change what is said of a code; its codings follow a new valence or touchpoint.

    Raises:
        NameMissing, NameTaken, KeyTaken, KeyReserved, WrongColour: as they say.
    """
    before = snapshot(code)
    for name, value in changes.items():
        setattr(code, name, value)
    _check(code)
    after = snapshot(code)
    if after == before:
        return code
    code.save(update_fields=[*changes])
    codings = Coding.objects.filter(code=code)
    if after["valence"] != before["valence"]:
        codings.update(valence=code.valence)
    if after["touchpoint"] != before["touchpoint"]:
        restate(Coding.objects.filter(excerpt__in=codings.values("excerpt")))
    note("code.changed", study=code.study_id, subject=code, by=by, before=before, after=after)
    return code


@transaction.atomic
def move_code(code: Code, *, by: Person, parent: Code | None, position: int) -> Code:
    """Put a code under ``parent`` (None: at the top) as number ``position``, from 0; codings stay.

    Raises:
        OtherKind: under a code of another kind, reaction or study.
        CodeLoop: under itself or something below it.
        NameTaken: when a sibling there has the name.
    """
    before = snapshot(code)
    above = parent
    while above is not None:
        if above.pk == code.pk:
            raise refusals.CodeLoop
        above = above.parent
    code.parent = parent
    _check(code)
    rest = [sibling for sibling in _siblings(code) if sibling.pk != code.pk]
    rest.insert(max(0, min(position, len(rest))), code)
    for number, sibling in enumerate(rest):
        sibling.position = number
    Code.objects.bulk_update(rest, ["position"])
    code.save(update_fields=["parent", "position"])
    after = snapshot(code)
    if after != before:
        note("code.moved", study=code.study_id, subject=code, by=by, before=before, after=after)
    return code


@transaction.atomic
def archive_code(code: Code, *, by: Person) -> int:
    """Take a code and all below it out of use; codings stay. Returns how many codes were archived."""
    found, level = [code], [code]
    while level:
        level = list(Code.objects.filter(parent__in=level))
        found += level
    standing = [each for each in found if each.archived_at is None]
    batch = code.pk if len(standing) > 1 else None
    for each in standing:
        before = snapshot(each)
        each.archived_at = clock.now()
        each.save(update_fields=["archived_at"])
        note(
            "code.archived",
            study=each.study_id,
            subject=each,
            by=by,
            before=before,
            after=snapshot(each),
            batch=batch,
        )
    return len(standing)


@transaction.atomic
def restore_code(code: Code, *, by: Person) -> Code:
    """Bring an archived code back; at the top if what stood above is archived, without its key if
    another code has taken it.

    Raises:
        NameTaken: when a sibling has taken its name.
    """
    if code.archived_at is None:
        return code
    before = snapshot(code)
    code.archived_at = None
    if code.parent is not None and code.parent.archived_at is not None:
        code.parent = None
    if code.key and _has_key(code).exists():
        code.key = ""
    _check(code)
    code.position = _siblings(code).exclude(pk=code.pk).count()
    code.save(update_fields=["archived_at", "parent", "key", "position"])
    note(
        "code.restored",
        study=code.study_id,
        subject=code,
        by=by,
        before=before,
        after=snapshot(code),
    )
    return code


def snapshot(code: Code) -> Snapshot:
    """A code as an operation keeps it: texts in both languages, other rows by id."""
    texts: dict[str, Any] = {
        name: LocalizedText.parse(getattr(code, name)).as_json() for name in _TEXTS
    }
    return texts | {
        "kind": str(code.kind),
        "parent": str(code.parent_id) if code.parent_id else None,
        "position": code.position,
        "colour": code.colour,
        "key": code.key,
        "valence": code.valence,
        "reaction": str(code.reaction),
        "touchpoint": str(code.touchpoint_id) if code.touchpoint_id else None,
        "archived": code.archived_at is not None,
    }


def _siblings(code: Code) -> Any:
    return Code.objects.filter(
        study_id=code.study_id, kind=code.kind, parent=code.parent, archived_at=None
    ).order_by("position", "id")


def _has_key(code: Code) -> Any:
    return Code.objects.filter(study_id=code.study_id, key=code.key, archived_at=None).exclude(
        pk=code.pk
    )


def _check(code: Code) -> None:
    """Everything that must hold of a code in its place; also drops what its kind does not have."""
    code.valence = code.valence if code.kind == Code.Kind.EMOTION else None
    code.reaction = code.reaction if code.kind == Code.Kind.REACTION else ""
    code.touchpoint = code.touchpoint if code.kind == Code.Kind.TOUCHPOINT else None
    code.colour = code.colour.lower()
    if not code.name:
        raise refusals.NameMissing
    if code.kind == Code.Kind.REACTION and not code.reaction:
        raise refusals.ReactionMissing
    if code.colour and not re.fullmatch(r"#[0-9a-f]{6}", code.colour):
        raise refusals.WrongColour
    if code.key and code.key not in CODE_KEYS:
        raise refusals.KeyReserved
    if code.key and code.archived_at is None and _has_key(code).exists():
        raise refusals.KeyTaken
    parent = code.parent
    if parent is not None and _family(parent) != _family(code):
        raise refusals.OtherKind
    if any(_same_name(code.name, other.name) for other in _siblings(code).exclude(pk=code.pk)):
        raise refusals.NameTaken


def _family(code: Code) -> tuple[object, ...]:
    """What a code shares with those above and below it."""
    return code.study_id, code.kind, str(code.reaction)


def _same_name(one: LocalizedText, other: LocalizedText) -> bool:
    pairs = ((one.zh, other.zh), (one.en, other.en))
    return any(mine and mine.casefold() == theirs.casefold() for mine, theirs in pairs)
