"""What may happen to a design as a whole: taken in, copied, published."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.scope import study_scope
from fieldstudy.designs.readiness import what_stops
from fieldstudy.designs.schema import Design, check_design
from fieldstudy.designs.starters import starter
from fieldstudy.designs.writing import design_of
from fieldstudy.events import record
from fieldstudy.participants.actions import (
    Invitation,
    edit_consent,
    invite_participant,
    publish_consent,
)
from fieldstudy.people.models import Person
from fieldstudy.schedules.models import ScheduleRule
from fieldstudy.studies.actions import create_study, open_study, publish_protocol, stage_rehearsal
from fieldstudy.studies.models import (
    Brand,
    Prompt,
    PromptItem,
    ProtocolVersion,
    Scenario,
    Segment,
    Stage,
    Study,
    Touchpoint,
    Wave,
)

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def import_design(
    design: Design, *, by: Person, name: LocalizedText | None = None, **fields: Any
) -> Study:
    """A new study with this design, all of it or nothing; ``by`` owns it.

    Args:
        design: checked by :func:`fieldstudy.designs.schema.read_design`.
        name: in place of the name in the design.
        fields: settings of the study in place of the design's.
    """
    facts = {**design["study"], **fields}
    study = create_study(by=by, name=name or facts["name"], **_without(facts, "name"))
    with study_scope(study):
        _add(Brand, study, design["brands"])
        _add(Segment, study, design["segments"])
        _add(Wave, study, design["waves"])
        scenarios = _add(Scenario, study, design["scenarios"])
        stages = _add(Stage, study, design["stages"])
        touchpoints = [{**row, "stage": stages[row["stage"]]} for row in design["touchpoints"]]
        _add(Touchpoint, study, touchpoints)
        _add_prompts(study, design["prompts"], scenarios)
        if design["consent"]:
            edit_consent(study, by=by, **design["consent"])
    return study


@transaction.atomic
def copy_study(study: Study, *, by: Person, name: LocalizedText) -> Study:
    """A new study with the same design and contact person, without people, entries or members."""
    copied = import_design(
        check_design(design_of(study)),
        by=by,
        name=name,
        contact_name=study.contact_name,
        contact_details=study.contact_details,
    )
    record("study.copied", by=by, study=copied, subject=copied, original=study)
    return copied


def create_from_starter(
    key: str, *, by: Person, name: LocalizedText | None = None, **fields: Any
) -> Study:
    """A new study from one of our own designs, see :data:`fieldstudy.designs.starters.STARTERS`."""
    return import_design(starter(key), by=by, name=name, **fields)


@transaction.atomic
def publish_design(study: Study, *, by: Person) -> ProtocolVersion:
    """Publish what is asked and what is agreed to; the first time, fieldwork begins.

    A study that was closed stays closed.

    Raises:
        ValidationError: ``not_ready`` with everything that stops it, each in words.
    """
    _check_ready(study)
    version = publish_protocol(study, by=by)
    draft = study.consent_documents.filter(published_at=None).order_by("-number").first()
    if draft is not None:
        publish_consent(draft, by=by)
    if study.opened_at is None:
        open_study(study, by=by)
    return version


@transaction.atomic
def rehearse(study: Study, *, by: Person) -> Invitation:
    """A participant for trying the draft as it is now; nothing it logs is ever counted or exported.

    Raises:
        ValidationError: ``not_ready`` with everything that would leave the phone without a question.
    """
    _check_ready(study)
    stage_rehearsal(study, by=by)
    return invite_participant(study, by=by, is_rehearsal=True)


def _check_ready(study: Study) -> None:
    stops = what_stops(study)
    if stops:
        raise ValidationError([ValidationError(words, code="not_ready") for words in stops])


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _add(kind: type[M], study: Study, rows: Sequence[Mapping[str, Any]]) -> dict[str, M]:
    """Rows in their order, and by key."""
    made: dict[str, M] = {
        row["key"]: kind(study=study, position=position, **_without(row, "key"))
        for position, row in enumerate(rows)
    }
    kind._default_manager.bulk_create(made.values())
    return made


def _add_prompts(
    study: Study, rows: Sequence[Mapping[str, Any]], scenarios: Mapping[str, Scenario]
) -> None:
    plain = [
        {
            **_without(row, "items", "schedule"),
            "scenario": scenarios.get(row.get("scenario") or ""),
        }
        for row in rows
    ]
    prompts = _add(Prompt, study, plain)
    PromptItem.objects.bulk_create(
        PromptItem(study=study, prompt=prompts[row["key"]], position=position, **item)
        for row in rows
        for position, item in enumerate(row["items"])
    )
    ScheduleRule.objects.bulk_create(
        ScheduleRule(study=study, prompt=prompts[row["key"]], **row["schedule"])
        for row in rows
        if row.get("schedule")
    )
