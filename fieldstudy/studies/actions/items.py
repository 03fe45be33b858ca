"""What may happen to the items of a prompt."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.localized import LocalizedText
from fieldstudy.events import Acting, record
from fieldstudy.studies.items import (
    KEPT,
    KEY_RULE,
    STARTING_SETTINGS,
    ItemValues,
    Problem,
    condition_problem,
    is_key,
    next_key,
    problems_of,
)
from fieldstudy.studies.models import Prompt, PromptItem

FIELDS = frozenset({"key", "wording", "hint", "options", "settings", "shown_if", "is_required"})
"""What a researcher may set on an item once its kind is chosen."""


@transaction.atomic
def add_item(prompt: Prompt, *, kind: str, by: Acting, **fields: Any) -> PromptItem:
    """A new item at the end of a prompt; without a ``key`` it gets one from its kind.

    Raises:
        ValidationError: by place (``wording``, ``settings.low`` …) for what an item cannot be.
    """
    taken = prompt.items.values_list("key", flat=True)
    item = PromptItem(
        study=prompt.study,
        prompt=prompt,
        kind=kind,
        key=next_key(kind, taken),
        settings=dict(STARTING_SETTINGS.get(kind, {})),
        position=_next_position(prompt),
    )
    _set(item, fields)
    item.save(force_insert=True)
    _record(item, "added", by)
    return item


@transaction.atomic
def change_item(item: PromptItem, *, by: Acting, **fields: Any) -> PromptItem:
    """Change an item. A new wording takes back the leave to ask for reasons.

    Raises:
        ValidationError: by place, for what an item cannot be; ``key`` when it was published and
            answers may name it.
    """
    if fields.get("key", item.key) != item.key and is_published(item):
        raise ValidationError({"key": _("Answers name this item by its key, so the key stays.")})
    changed = [name for name, value in fields.items() if getattr(item, name) != value]
    if not changed:
        return item
    if "wording" in changed and "settings" not in changed:
        fields["settings"] = {name: each for name, each in item.settings.items() if name != KEPT}
        changed.append("settings")
    _set(item, fields)
    item.save(update_fields=changed)
    _record(item, "changed", by)
    return item


@transaction.atomic
def archive_item(item: PromptItem, *, by: Acting) -> PromptItem:
    """Ask this no longer. Answers given keep the version that held it.

    Raises:
        ValidationError: ``in_use`` while another item waits for its answer.
    """
    if item.archived_at is not None:
        return item
    others = item.prompt.items.current().exclude(pk=item.pk)
    if any((other.shown_if or {}).get("item") == item.key for other in others):
        raise ValidationError(
            _("Another item is shown only after an answer to this one. Change that first."),
            code="in_use",
        )
    item.archived_at = clock.now()
    item.save(update_fields=["archived_at"])
    _record(item, "archived", by)
    return item


@transaction.atomic
def restore_item(item: PromptItem, *, by: Acting) -> PromptItem:
    """Ask this again, at the end of its prompt."""
    if item.archived_at is not None:
        item.position = _next_position(item.prompt)
        item.archived_at = None
        item.save(update_fields=["archived_at", "position"])
        _record(item, "restored", by)
    return item


@transaction.atomic
def move_item(item: PromptItem, *, steps: int, by: Acting) -> bool:
    """Move an item ``steps`` places down its prompt (up when negative); False at either end.

    Raises:
        ValidationError: ``before_its_condition`` when an item would come before the one it
            depends on.
    """
    rows = list(item.prompt.items.current().select_for_update().in_order())
    place = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    if not 0 <= place + steps < len(rows):
        return False
    rows.insert(place + steps, rows.pop(place))
    order = {row.key: number for number, row in enumerate(rows)}
    for number, row in enumerate(rows):
        row.position = number
        if row.shown_if and order.get(row.shown_if["item"], -1) > number:
            raise ValidationError(
                _("An item can depend only on one that is asked before it."),
                code="before_its_condition",
            )
    PromptItem.objects.bulk_update(rows, ["position"])
    item.refresh_from_db()
    _record(item, "moved", by)
    return True


def is_published(item: PromptItem) -> bool:
    """Whether some protocol version asked this item, so that answers may name its key."""
    versions = item.study.protocol_versions.published()
    frozen = (version.prompt(str(item.prompt_id)) for version in versions)
    return any(
        each["id"] == str(item.pk) for prompt in frozen if prompt for each in prompt["items"]
    )


def values_of(item: PromptItem) -> ItemValues:
    """The row as the values that ``studies.items`` checks."""
    return ItemValues(
        key=item.key,
        kind=item.kind,
        wording=item.wording,
        options=item.options,
        settings=item.settings,
        shown_if=item.shown_if,
    )


def _set(item: PromptItem, fields: dict[str, Any]) -> None:
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"An item has no {', '.join(sorted(unknown))} to set.")
    for name, value in fields.items():
        setattr(item, name, value)
    item.wording, item.hint = LocalizedText.parse(item.wording), LocalizedText.parse(item.hint)
    problems = list(problems_of(values_of(item)))
    others = item.prompt.items.exclude(pk=item.pk)
    if not is_key(item.key):
        problems.append(Problem("key", KEY_RULE))
    elif others.filter(key=item.key).exists():
        problems.append(Problem("key", _("Another item of this prompt has this key.")))
    earlier = [values_of(row) for row in others.current().filter(position__lt=item.position)]
    if condition := condition_problem(values_of(item), earlier):
        problems.append(condition)
    if problems:
        raise ValidationError({problem.place: problem.words for problem in problems})


def _next_position(prompt: Prompt) -> int:
    last = prompt.items.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _record(item: PromptItem, act: str, by: Acting) -> None:
    record("design.changed", by=by, study=item.study, subject=item, act=act, prompt=item.prompt_id)
