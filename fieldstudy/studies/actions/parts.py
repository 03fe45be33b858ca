"""What may happen to the parts of a design: brands, scenarios, stages, touchpoints, segments, waves,
prompts. Parts are archived, never deleted: entries and codings may point to them."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.events import Acting, record
from fieldstudy.studies.models import (
    Brand,
    Prompt,
    Scenario,
    Segment,
    Stage,
    Study,
    Touchpoint,
    Wave,
)

Part = Brand | Prompt | Scenario | Segment | Stage | Touchpoint | Wave
P = TypeVar("P", bound=Part)
_KEPT = frozenset({"id", "study", "study_id", "position", "archived_at"})


@transaction.atomic
def add_part(kind: type[P], study: Study, /, *, by: Acting, **fields: Any) -> P:
    """A new part at the end of its list; ``fields`` are those of the model.

    Raises:
        ValidationError: by field, for a value that the part cannot have.
    """
    part = kind(study=study)
    _set(part, fields)
    part.position = _next_position(part)
    part.save(force_insert=True)
    _record(part, "added", by)
    return part


@transaction.atomic
def change_part(part: P, /, *, by: Acting, **fields: Any) -> P:
    """Change what a part says.

    Raises:
        ValidationError: by field, for a value that the part cannot have.
    """
    changed = sorted(name for name, value in fields.items() if getattr(part, name) != value)
    if not changed:
        return part
    _set(part, fields)
    if "stage" in changed:
        part.position = _next_position(part)
        changed.append("position")
    part.save(update_fields=changed)
    _record(part, "changed", by)
    return part


@transaction.atomic
def archive_part(part: P, *, by: Acting) -> P:
    """Take a part out of the design; what was logged or coded with it keeps it.

    Raises:
        ValidationError: ``in_use`` while current parts stand on it.
    """
    if part.archived_at is None:
        _refuse_while_in_use(part)
        part.archived_at = clock.now()
        part.save(update_fields=["archived_at"])
        _record(part, "archived", by)
    return part


@transaction.atomic
def restore_part(part: P, *, by: Acting) -> P:
    """Take an archived part back into the design, at the end of its list.

    Raises:
        ValidationError: ``stage_archived`` for a touchpoint whose stage is not there.
    """
    if part.archived_at is None:
        return part
    if isinstance(part, Touchpoint) and part.stage.archived_at is not None:
        raise ValidationError(_("Bring its stage back first."), code="stage_archived")
    part.position = _next_position(part)
    part.archived_at = None
    part.save(update_fields=["archived_at", "position"])
    _record(part, "restored", by)
    return part


@transaction.atomic
def move_part(part: P, *, steps: int, by: Acting) -> bool:
    """Move a part ``steps`` places down its list (up when negative); False at the end of the list.

    A touchpoint that leaves its stage at one end enters the neighbouring stage.
    """
    rows = list(siblings_of(part).select_for_update().in_order())
    place = next(number for number, row in enumerate(rows) if row.pk == part.pk)
    target = place + steps
    if 0 <= target < len(rows):
        rows.insert(target, rows.pop(place))
        _renumber(rows)
    elif not (isinstance(part, Touchpoint) and _enter_neighbour(part, steps)):
        return False
    part.refresh_from_db()
    _record(part, "moved", by)
    return True


def siblings_of(part: Part) -> Any:
    """The current parts of the same list, the part itself among them."""
    if isinstance(part, Touchpoint):
        return Touchpoint.objects.current().filter(stage_id=part.stage_id)
    everything: Any = type(part)._default_manager
    return everything.current().filter(study_id=part.study_id)


def _enter_neighbour(touchpoint: Touchpoint, steps: int) -> bool:
    stages = list(siblings_of(touchpoint.stage).in_order())
    place = next((n for n, row in enumerate(stages) if row.pk == touchpoint.stage_id), None)
    step = 1 if steps > 0 else -1
    if place is None or not 0 <= place + step < len(stages):
        return False
    touchpoint.stage = stages[place + step]
    there = list(siblings_of(touchpoint).in_order())
    touchpoint.save(update_fields=["stage"])
    _renumber([touchpoint, *there] if step > 0 else [*there, touchpoint])
    return True


def _renumber(rows: list[Any]) -> None:
    for position, row in enumerate(rows):
        row.position = position
    type(rows[0])._default_manager.bulk_update(rows, ["position"])


def _next_position(part: Part) -> int:
    last = siblings_of(part).aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _refuse_while_in_use(part: Part) -> None:
    if isinstance(part, Stage) and part.touchpoints.current().exists():
        raise ValidationError(
            _("Touchpoints stand in this stage. Move or archive them first."), code="in_use"
        )
    if isinstance(part, Scenario) and part.prompts.current().exists():
        raise ValidationError(
            _("Prompts belong to this scenario. Change or archive them first."), code="in_use"
        )


def _set(part: Part, fields: dict[str, Any]) -> None:
    known = {field.name for field in part._meta.concrete_fields} - _KEPT
    unknown = fields.keys() - known
    if unknown:
        raise TypeError(f"{type(part).__name__} has no {', '.join(sorted(unknown))} to set.")
    for name, value in fields.items():
        setattr(part, name, value)
    if not part.name:
        raise ValidationError({"name": _("A name in at least one language is needed.")})
    for name in ("stage", "scenario"):
        related = getattr(part, name, None)
        if related is not None and related.study_id != part.study_id:
            raise ValidationError({name: _("This belongs to another study.")})
    part.full_clean(validate_unique=False, exclude=["stage", "scenario", "study"])


def _record(part: Part, act: str, by: Acting) -> None:
    record("design.changed", by=by, study=part.study, subject=part, act=act)
