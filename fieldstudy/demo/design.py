"""The demo study's design, built by the same actions as the desk's pages."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldstudy.core.localized import LocalizedText
from fieldstudy.participants.actions import edit_consent, publish_consent
from fieldstudy.people.models import Person
from fieldstudy.studies.actions.items import add_item
from fieldstudy.studies.actions.members import add_member
from fieldstudy.studies.actions.parts import add_part
from fieldstudy.studies.actions.publishing import publish_protocol
from fieldstudy.studies.actions.study import open_study, update_study
from fieldstudy.studies.models import (
    Brand,
    Prompt,
    Scenario,
    Segment,
    Stage,
    Study,
    Touchpoint,
)

HERE = Path(__file__).resolve().parent
SCENARIO_TEXTS = ("role", "environment", "time", "mood", "needs", "process", "result")


@dataclass(slots=True)
class Parts:
    """The design's rows by their keys in ``design.json``."""

    brands: dict[str, Brand] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    touchpoints: dict[str, Touchpoint] = field(default_factory=dict)
    prompts: dict[str, Prompt] = field(default_factory=dict)


def read_json(name: str) -> Any:
    """One of the demo's own files."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def text(value: dict[str, str]) -> LocalizedText:
    """``{"zh", "en"}`` as a value."""
    return LocalizedText.parse(value)


def build_design(study: Study, data: dict[str, Any], people: dict[str, Person]) -> Parts:
    """Fill the study, publish what is asked and the consent text, and open it."""
    lan = people["lan"]
    update_study(
        study,
        by=lan,
        purpose=text(data["purpose"]),
        organisation=text(data["organisation"]),
        contact_name=data["contact_name"],
        contact_details=data["contact_details"],
        least_people=3,
    )
    for key, role in (
        ("kofi", "coder"),
        ("mira", "coder"),
        ("otto", "operator"),
        ("vera", "viewer"),
    ):
        add_member(study, person=people[key], role=role, by=lan)
    parts = Parts()
    _build_lists(study, data, parts, lan)
    _build_journey(study, data, parts, lan)
    _build_prompts(study, data, parts, lan)
    consent = data["consent"]
    document = edit_consent(
        study,
        by=lan,
        title=text(consent["title"]),
        body=text(consent["body"]),
        scopes=consent["scopes"],
    )
    publish_consent(document, by=lan)
    publish_protocol(study, by=lan)
    open_study(study, by=lan)
    return parts


def _build_lists(study: Study, data: dict[str, Any], parts: Parts, lan: Person) -> None:
    for row in data["brands"]:
        parts.brands[row["key"]] = add_part(
            Brand, study, by=lan, name=text(row["name"]), role=row["role"]
        )
    for row in data["segments"]:
        parts.segments[row["key"]] = add_part(
            Segment, study, by=lan, name=text(row["name"]), description=text(row["description"])
        )
    for row in data["scenarios"]:
        parts.scenarios[row["key"]] = add_part(
            Scenario,
            study,
            by=lan,
            name=text(row["name"]),
            kind=row["kind"],
            customer_role=row["customer_role"],
            lifecycle=row["lifecycle"],
            **{name: text(row[name]) for name in SCENARIO_TEXTS},
        )


def _build_journey(study: Study, data: dict[str, Any], parts: Parts, lan: Person) -> None:
    for row in data["stages"]:
        stage = add_part(Stage, study, by=lan, name=text(row["name"]))
        for each in row["touchpoints"]:
            parts.touchpoints[each["key"]] = add_part(
                Touchpoint,
                study,
                by=lan,
                stage=stage,
                name=text(each["name"]),
                channel=each["channel"],
                needs=text(each["needs"]),
                expectations=text(each["expectations"]),
                is_moment_of_truth=each.get("moment", False),
            )


def _build_prompts(study: Study, data: dict[str, Any], parts: Parts, lan: Person) -> None:
    for row in data["prompts"]:
        prompt = parts.prompts[row["key"]] = add_part(
            Prompt,
            study,
            by=lan,
            name=text(row["name"]),
            introduction=text(row["introduction"]),
            minutes=row["minutes"],
        )
        for item in row["items"]:
            add_item(
                prompt,
                by=lan,
                kind=item["kind"],
                key=item["key"],
                wording=text(item["wording"]),
                hint=text(item.get("hint", {})),
                is_required=item["required"],
                options=item.get("options", []),
                settings=item.get("settings", {}),
                shown_if=item.get("shown_if"),
            )
