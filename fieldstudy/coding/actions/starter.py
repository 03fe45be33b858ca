"""A codebook to begin with, in both languages."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from fieldstudy.coding import refusals
from fieldstudy.coding.actions.codebook import create_code
from fieldstudy.coding.models import Code
from fieldstudy.coding.starter_codes import (
    ACTIONS,
    EMOTIONS,
    KEYS,
    NEEDS,
    REACTIONS,
    THEMES,
    Starter,
)
from fieldstudy.core.ids import uuid7
from fieldstudy.core.localized import LocalizedText
from fieldstudy.events import record
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study, Touchpoint
from fieldstudy.studies.querysets import OrderedQuerySet


@transaction.atomic
def starter_codebook(study: Study, *, by: Person) -> int:
    """Fill an empty codebook: emotions, reactions, the study's touchpoints, needs, actions, themes.

    Returns:
        How many codes were made.
    Raises:
        CodebookNotEmpty: when the study has codes, archived ones included.
    """
    if study.codes.exists():
        raise refusals.CodebookNotEmpty
    batch = uuid7()
    keys = {kind: iter(each) for kind, each in KEYS.items()}
    made = 0
    for starter in (*EMOTIONS, *REACTIONS, *NEEDS, *ACTIONS, *THEMES):
        made += _plant(study, starter, keys.get(starter.kind, iter("")), by, batch)
    touchpoints = study.touchpoints.current()
    made += _name_touchpoints(study, touchpoints, keys[Code.Kind.TOUCHPOINT], by, batch)
    record("codebook.imported", by=by, study=study, subject=study, codes=made, source="starter")
    return made


@transaction.atomic
def add_touchpoint_codes(study: Study, *, by: Person) -> int:
    """A code for each touchpoint that has none yet, without a key; returns how many were made."""
    missing = study.touchpoints.current().filter(codes=None)
    return _name_touchpoints(study, missing, iter(""), by, uuid7())


def _plant(
    study: Study,
    starter: Starter,
    keys: Iterator[str],
    by: Person,
    batch: UUID,
    parent: Code | None = None,
) -> int:
    code = create_code(
        study,
        by=by,
        kind=starter.kind,
        parent=parent,
        batch=batch,
        name=starter.name,
        definition=starter.definition,
        include=starter.include,
        exclude=starter.exclude,
        example=starter.example,
        valence=starter.valence,
        reaction=starter.reaction,
        key="" if parent else next(keys, ""),
    )
    return 1 + sum(_plant(study, child, keys, by, batch, code) for child in starter.below)


def _name_touchpoints(
    study: Study,
    touchpoints: OrderedQuerySet[Touchpoint],
    keys: Iterator[str],
    by: Person,
    batch: UUID,
) -> int:
    """One code for each touchpoint; where the name is taken, the stage is added to it."""
    made = 0
    for touchpoint in touchpoints.select_related("stage"):
        key = next(keys, "")
        for name in (touchpoint.name, _with_stage(touchpoint)):
            try:
                create_code(
                    study,
                    by=by,
                    kind=Code.Kind.TOUCHPOINT,
                    batch=batch,
                    name=name,
                    touchpoint=touchpoint,
                    key=key,
                )
            except refusals.NameTaken:
                continue
            made += 1
            break
    return made


def _with_stage(touchpoint: Touchpoint) -> LocalizedText:
    name, stage = touchpoint.name, touchpoint.stage.name
    return LocalizedText(
        zh=f"{name.zh}（{stage.zh}）" if name.zh and stage.zh else name.zh,
        en=f"{name.en} ({stage.en})" if name.en and stage.en else name.en,
    )
