"""What may happen to schedule rules."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from fieldstudy.core import clock
from fieldstudy.events import Acting, record
from fieldstudy.schedules.models import ScheduleRule
from fieldstudy.schedules.rules import check_window, tidy_settings
from fieldstudy.studies.models import Prompt


@transaction.atomic
def set_rule(
    prompt: Prompt,
    *,
    kind: str,
    settings: Mapping[str, Any],
    window_min: int,
    grace_min: int,
    by: Acting,
) -> ScheduleRule:
    """When a prompt is due, in place of the rule it had.

    Args:
        window_min: minutes until a prompt that nobody opened closes; 1 or more.
        grace_min: minutes more once somebody has begun.
    Raises:
        ValidationError: for settings that the kind does not take.
    """
    plain = tidy_settings(kind, settings)
    check_window(window_min, grace_min)
    current = prompt.schedule_rules.filter(ended_at=None).order_by("-created_at").first()
    wanted = (kind, plain, window_min, grace_min)
    if current is not None and wanted == _values(current):
        return current
    rule = ScheduleRule(
        study=prompt.study,
        prompt=prompt,
        kind=kind,
        settings=plain,
        window_min=window_min,
        grace_min=grace_min,
    )
    rule.full_clean(exclude=["study", "prompt"])
    if current is not None:
        # Ended, not changed: what was planned by it still says by which rule.
        prompt.schedule_rules.filter(ended_at=None).update(ended_at=clock.now())
    rule.save(force_insert=True)
    record("schedule.changed", by=by, study=prompt.study, subject=rule, prompt=prompt, kind=kind)
    return rule


def _values(rule: ScheduleRule) -> tuple[str, dict[str, Any], int, int]:
    return rule.kind, rule.settings, rule.window_min, rule.grace_min
