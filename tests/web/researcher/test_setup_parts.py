"""Brands, scenarios, stages, touchpoints, segments and waves at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.core.scope import study_scope
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories

Desk = Callable[[Person], Client]


def page(name: str, study: Study, *args: object) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *args])


def names(rows: object) -> list[str]:
    return [row.name.en for row in rows]  # type: ignore[attr-defined]


NAME = {"name_zh": "收银", "name_en": "Till"}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("scenarios", {"kind": "everyday", "customer_role": "end_user", "lifecycle": "growth"}),
        ("stages", {}),
        ("brands", {"role": "competitor"}),
        ("segments", {"description_en": "Come in the morning"}),
        ("waves", {"starts_on": "2026-05-01", "ends_on": "2026-05-09"}),
    ],
)
def test_rosa_adds_a_part_of_each_kind(
    desk: Desk, rosa: Person, study: Study, kind: str, fields: dict[str, str]
) -> None:
    answer = desk(rosa).post(page("new_part", study, kind), {**NAME, **fields})

    part = getattr(study, kind).get()
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"#part-{part.pk}")
    assert part.name.zh == "收银"
    for name, value in fields.items():
        assert str(getattr(part, name.removesuffix("_en"))) == value


def test_a_touchpoint_is_added_to_the_stage_it_was_begun_from(
    desk: Desk, rosa: Person, study: Study
) -> None:
    factories.make_stage(study, "Arrive")
    pay = factories.make_stage(study, "Pay")
    url = page("new_part", study, "touchpoints") + f"?stage={pay.pk}"
    assert f'value="{pay.pk}" selected' in desk(rosa).get(url).content.decode()

    desk(rosa).post(
        url, {**NAME, "stage": str(pay.pk), "channel": "staff", "is_moment_of_truth": "on"}
    )

    touchpoint = study.touchpoints.get()
    assert (touchpoint.stage, touchpoint.is_moment_of_truth) == (pay, True)


def test_a_part_without_a_name_is_told_so(desk: Desk, rosa: Person, study: Study) -> None:
    answer = desk(rosa).post(page("new_part", study, "stages"), {"name_zh": "", "name_en": " "})

    assert answer.status_code == 422
    assert not study.stages.exists()


def test_a_wave_that_ends_before_it_begins_is_told_so(
    desk: Desk, rosa: Person, study: Study
) -> None:
    sent = {**NAME, "starts_on": "2026-05-09", "ends_on": "2026-05-01"}

    assert desk(rosa).post(page("new_part", study, "waves"), sent).status_code == 422
    assert not study.waves.exists()


def test_a_part_is_changed_moved_archived_and_brought_back(
    desk: Desk, rosa: Person, study: Study
) -> None:
    first, second = factories.make_scenario(study, "One"), factories.make_scenario(study, "Two")
    client = desk(rosa)
    kept = {"kind": "special", "customer_role": "end_user", "lifecycle": "growth"}

    client.post(page("part", study, "scenarios", first.pk), {"name_en": "First", **kept})
    client.post(page("part_position", study, "scenarios", first.pk), {"move": "down"})
    assert names(study.scenarios.in_order()) == ["Two", "First"]

    client.post(page("part_archive", study, "scenarios", second.pk))
    assert names(study.scenarios.current()) == ["First"]
    client.post(page("part_archive", study, "scenarios", second.pk), {"restore": "1"})
    assert names(study.scenarios.current().in_order()) == ["First", "Two"]


def test_a_stage_in_use_says_why_it_stays(desk: Desk, rosa: Person, study: Study) -> None:
    stage = factories.make_touchpoint(study).stage

    answer = desk(rosa).post(page("part_archive", study, "stages", stage.pk), follow=True)

    assert "Touchpoints stand in this stage" in answer.content.decode()
    assert study.stages.current().exists()


@pytest.mark.parametrize("name", ["part", "part_position", "part_archive"])
def test_another_study_s_part_does_not_exist(
    desk: Desk, lan: Person, charlie: Person, study: Study, name: str
) -> None:
    other = charlie.memberships.get().study
    with study_scope(other):
        theirs = factories.make_stage(other, "Theirs")

    answer = desk(lan).post(page(name, study, "stages", theirs.pk), {**NAME, "move": "down"})

    assert answer.status_code == 404
    with study_scope(other):
        assert other.stages.current().get().name.en == "Theirs"


def test_a_touchpoint_cannot_be_put_into_another_study_s_stage(
    desk: Desk, lan: Person, charlie: Person, study: Study
) -> None:
    other = charlie.memberships.get().study
    with study_scope(other):
        theirs = factories.make_stage(other, "Theirs")
    sent = {**NAME, "stage": str(theirs.pk), "channel": "shop"}

    assert desk(lan).post(page("new_part", study, "touchpoints"), sent).status_code == 422
    assert not study.touchpoints.exists()


def test_an_unknown_kind_has_no_page(desk: Desk, lan: Person, study: Study) -> None:
    assert desk(lan).get(f"/studies/{study.slug}/setup/members-only/new/").status_code == 404
