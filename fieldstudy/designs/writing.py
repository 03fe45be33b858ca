"""Writing a study's design as plain values, in the form that ``designs.schema`` reads."""

from collections.abc import Iterable, Mapping
from typing import Any

from fieldstudy.designs.schema import FORMAT, SCENARIO_TEXTS, VERSION
from fieldstudy.participants.models import ConsentDocument
from fieldstudy.schedules.models import ScheduleRule
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import Brand, Scenario, Segment, Study, Touchpoint, Wave
from fieldstudy.studies.protocol import frozen

SETTINGS = (
    "languages",
    "time_zone",
    "speech_language",
    "script",
    "least_people",
    "voice_limit_s",
    "days",
)


def design_of(study: Study) -> dict[str, Any]:
    """The current design, drafts included: texts as ``{"zh", "en"}``, references by local keys.

    Never members, participants, the contact person or any identifier.
    """
    scenarios = list(study.scenarios.current().in_order())
    stages = list(study.stages.current().in_order())
    scenario_keys, stage_keys = _keys("scenario", scenarios), _keys("stage", stages)
    touchpoints = study.touchpoints.current().filter(stage__archived_at=None)
    return {
        "format": FORMAT,
        "version": VERSION,
        "study": {
            **{
                name: getattr(study, name).as_json() for name in ("name", "purpose", "organisation")
            },
            **{name: getattr(study, name) for name in SETTINGS},
        },
        "brands": _rows("brand", study.brands.current().in_order(), _brand),
        "scenarios": _rows("scenario", scenarios, _scenario),
        "stages": _rows("stage", stages, lambda _stage: {}),
        "touchpoints": _rows(
            "touchpoint",
            touchpoints.order_by("stage__position", "stage_id", "position", "pk"),
            lambda row: _touchpoint(row, stage_keys),
        ),
        "segments": _rows("segment", study.segments.current().in_order(), _segment),
        "waves": _rows("wave", study.waves.current().in_order(), _wave),
        "prompts": _prompts(study, scenario_keys),
        "consent": _consent(study.consent_documents.order_by("-number").first()),
    }


def _keys(stem: str, rows: Iterable[Any]) -> dict[str, str]:
    return {str(row.pk): f"{stem}-{number}" for number, row in enumerate(rows, 1)}


def _rows(stem: str, rows: Iterable[Any], write: Any) -> list[dict[str, Any]]:
    return [
        {"key": f"{stem}-{number}", "name": row.name.as_json(), **write(row)}
        for number, row in enumerate(rows, 1)
    ]


def _brand(row: Brand) -> dict[str, Any]:
    return {"role": row.role}


def _scenario(row: Scenario) -> dict[str, Any]:
    return {
        **{name: getattr(row, name).as_json() for name in SCENARIO_TEXTS},
        "kind": row.kind,
        "customer_role": row.customer_role,
        "lifecycle": row.lifecycle,
    }


def _touchpoint(row: Touchpoint, stages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "stage": stages[str(row.stage_id)],
        "channel": row.channel,
        "needs": row.needs.as_json(),
        "expectations": row.expectations.as_json(),
        "is_moment_of_truth": row.is_moment_of_truth,
    }


def _segment(row: Segment) -> dict[str, Any]:
    return {"description": row.description.as_json()}


def _wave(row: Wave) -> dict[str, Any]:
    return {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat()}


def _prompts(study: Study, scenarios: Mapping[str, str]) -> list[dict[str, Any]]:
    """The draft's prompts without ids, each with its schedule."""
    rules = {
        str(rule.prompt_id): rule
        for rule in study.schedule_rules.filter(ended_at=None, kind__in=("event", "fixed"))
    }
    prompts = []
    for number, prompt in enumerate(frozen(draft_document(study))["prompts"], 1):
        rule = rules.get(prompt["id"])
        prompts.append(
            {
                "key": f"prompt-{number}",
                "name": prompt["name"],
                "scenario": scenarios.get(prompt["scenario"] or ""),
                "introduction": prompt["introduction"],
                "minutes": prompt["minutes"],
                "schedule": _rule(rule) if rule else {"kind": "event"},
                "items": [
                    {name: value for name, value in item.items() if name != "id"}
                    for item in prompt["items"]
                ],
            }
        )
    return prompts


def _rule(rule: ScheduleRule) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "settings": rule.settings,
        "window_min": rule.window_min,
        "grace_min": rule.grace_min,
    }


def _consent(document: ConsentDocument | None) -> dict[str, Any] | None:
    if document is None:
        return None
    return {
        "title": document.title.as_json(),
        "body": document.body.as_json(),
        "scopes": document.scopes,
    }
