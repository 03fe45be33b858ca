"""The parts of a design: added, changed, moved, archived, brought back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.scope import study_scope
from fieldstudy.events.models import Event
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import (
    add_part,
    archive_part,
    change_part,
    move_part,
    restore_part,
)
from fieldstudy.studies.models import Brand, Prompt, Scenario, Stage, Study, Touchpoint, Wave
from tests.factories import (
    make_prompt,
    make_scenario,
    make_stage,
    make_study,
    make_touchpoint,
    text,
)


def _names(rows: object) -> list[str]:
    return [row.name.en for row in rows]  # type: ignore[attr-defined]


def test_parts_stand_in_the_order_they_were_added(study: Study, lan: Person) -> None:
    for name in ("Linli", "Fresh & Co", "Corner"):
        add_part(Brand, study, by=lan, name=text(name), role=Brand.Role.OWN)

    assert _names(study.brands.in_order()) == ["Linli", "Fresh & Co", "Corner"]
    assert Event.objects.filter(verb="design.changed").count() == 3


def test_a_brand_needs_a_name_and_a_known_role(study: Study, lan: Person) -> None:
    with pytest.raises(ValidationError) as nameless:
        add_part(Brand, study, by=lan, name=LocalizedText(), role="own")
    with pytest.raises(ValidationError) as odd:
        add_part(Brand, study, by=lan, name=text("Linli"), role="friend")

    assert "name" in nameless.value.message_dict
    assert "role" in odd.value.message_dict
    assert not study.brands.exists()


def test_moving_up_and_down_ends_at_the_ends(study: Study, lan: Person) -> None:
    first, second, third = (
        add_part(Scenario, study, by=lan, name=text(name)) for name in ("One", "Two", "Three")
    )

    assert move_part(third, steps=-1, by=lan)
    assert _names(study.scenarios.in_order()) == ["One", "Three", "Two"]
    assert move_part(first, steps=2, by=lan)
    assert _names(study.scenarios.in_order()) == ["Three", "Two", "One"]
    assert not move_part(third, steps=-1, by=lan)
    assert not move_part(second, steps=5, by=lan)
    assert _names(study.scenarios.in_order()) == ["Three", "Two", "One"]


def test_archived_parts_do_not_take_a_place(study: Study, lan: Person) -> None:
    _first, second, third = (
        add_part(Scenario, study, by=lan, name=text(name)) for name in ("One", "Two", "Three")
    )
    archive_part(second, by=lan)

    assert move_part(third, steps=-1, by=lan)

    assert _names(study.scenarios.current().in_order()) == ["Three", "One"]
    restore_part(second, by=lan)
    assert _names(study.scenarios.current().in_order()) == ["Three", "One", "Two"]


def test_a_touchpoint_walks_into_the_neighbouring_stage(study: Study, lan: Person) -> None:
    arrive, pay = make_stage(study, "Arrive"), make_stage(study, "Pay")
    door = add_part(Touchpoint, study, by=lan, name=text("Door"), stage=arrive)
    till = add_part(Touchpoint, study, by=lan, name=text("Till"), stage=pay)

    assert move_part(door, steps=1, by=lan)
    assert _names(pay.touchpoints.in_order()) == ["Door", "Till"]
    assert move_part(till, steps=-1, by=lan)
    assert move_part(till, steps=-1, by=lan)

    assert _names(arrive.touchpoints.in_order()) == ["Till"]
    assert not move_part(till, steps=-1, by=lan)


def test_a_touchpoint_can_change_stage(study: Study, lan: Person) -> None:
    arrive, pay = make_stage(study, "Arrive"), make_stage(study, "Pay")
    make_touchpoint(study, "Till", stage=pay, position=4)
    door = add_part(Touchpoint, study, by=lan, name=text("Door"), stage=arrive)

    change_part(door, by=lan, stage=pay)

    assert _names(pay.touchpoints.in_order()) == ["Till", "Door"]


def test_a_stage_with_touchpoints_and_a_scenario_with_prompts_stay(
    study: Study, lan: Person
) -> None:
    touchpoint = make_touchpoint(study)
    scenario = make_scenario(study)
    prompt = make_prompt(study, scenario=scenario)

    with pytest.raises(ValidationError):
        archive_part(touchpoint.stage, by=lan)
    with pytest.raises(ValidationError):
        archive_part(scenario, by=lan)

    archive_part(touchpoint, by=lan)
    archive_part(prompt, by=lan)
    archive_part(touchpoint.stage, by=lan)
    archive_part(scenario, by=lan)
    with pytest.raises(ValidationError) as refused:
        restore_part(touchpoint, by=lan)
    assert refused.value.code == "stage_archived"


def test_a_wave_cannot_end_before_it_begins(study: Study, lan: Person) -> None:
    with pytest.raises(ValidationError):
        add_part(
            Wave,
            study,
            by=lan,
            name=text("Spring"),
            starts_on=dt.date(2026, 5, 2),
            ends_on=dt.date(2026, 5, 1),
        )


def test_another_study_s_stage_and_scenario_are_refused(study: Study, lan: Person) -> None:
    other = make_study("elsewhere")
    with study_scope(other):
        stage, scenario = make_stage(other), make_scenario(other)

    with pytest.raises(ValidationError):
        add_part(Touchpoint, study, by=lan, name=text("Door"), stage=stage)
    with pytest.raises(ValidationError):
        add_part(Prompt, study, by=lan, name=text("Arriving"), scenario=scenario)


def test_a_change_that_changes_nothing_leaves_no_event(study: Study, lan: Person) -> None:
    stage = make_stage(study, "Pay")
    change_part(stage, by=lan, name=text("Pay"))
    assert not Event.objects.exists()

    change_part(stage, by=lan, name=text("Paying"))
    assert Stage.objects.get().name.en == "Paying"
    assert Event.objects.get().data == {"act": "changed"}
