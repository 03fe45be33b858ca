"""The draft: what is being edited, read as the document that publishing would freeze."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from fieldstudy.studies.models import Brand, Prompt, PromptItem, Scenario, Stage, Study, Touchpoint


def draft_document(study: Study) -> dict[str, Any]:
    """What would be asked if it were published now; six queries whatever the size.

    Returns:
        ``languages`` ``[tag…]``; ``prompts`` ``[{id, name, scenario, introduction, minutes, items}]``
        with ``items`` ``[{id, key, kind, wording, hint, options, settings, shown_if, is_required}]``;
        ``scenarios`` and ``stages`` ``[{id, name}]``; ``touchpoints`` ``[{id, name, stage, channel}]``;
        ``brands`` ``[{id, name, role}]``. Texts are ``{"zh", "en"}``, ids are strings.
    """
    items = Prefetch("items", PromptItem.objects.current().in_order(), to_attr="asked")
    prompts = study.prompts.current().in_order().prefetch_related(items)
    touchpoints = study.touchpoints.current().filter(stage__archived_at=None)
    return {
        "languages": list(study.languages),
        "prompts": [_prompt(prompt) for prompt in prompts],
        "scenarios": [_named(row) for row in study.scenarios.current().in_order()],
        "stages": [_named(row) for row in study.stages.current().in_order()],
        "touchpoints": [
            _named(row) | {"stage": str(row.stage_id), "channel": row.channel}
            for row in touchpoints.order_by("stage__position", "position", "pk")
        ],
        "brands": [_named(row) | {"role": row.role} for row in study.brands.current().in_order()],
    }


def _named(row: Brand | Scenario | Stage | Touchpoint | Prompt) -> dict[str, Any]:
    return {"id": str(row.pk), "name": row.name.as_json()}


def _prompt(prompt: Prompt) -> dict[str, Any]:
    asked: Iterable[PromptItem] = prompt.asked  # type: ignore[attr-defined]
    return _named(prompt) | {
        "scenario": str(prompt.scenario_id) if prompt.scenario_id else None,
        "introduction": prompt.introduction.as_json(),
        "minutes": prompt.minutes,
        "items": [_item(item) for item in asked],
    }


def _item(item: PromptItem) -> dict[str, Any]:
    return {
        "id": str(item.pk),
        "key": item.key,
        "kind": item.kind,
        "wording": item.wording.as_json(),
        "hint": item.hint.as_json(),
        "options": item.options,
        "settings": item.settings,
        "shown_if": item.shown_if,
        "is_required": item.is_required,
    }
