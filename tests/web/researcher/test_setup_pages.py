"""Every page of set-up opens, for those who may, and costs the same however large the study is."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fieldstudy.core.scope import study_scope
from fieldstudy.designs.actions import create_from_starter, publish_design
from fieldstudy.participants.actions import invite_participant
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role, Study
from tests import factories

Desk = Callable[[Person], Client]
PAGES = [
    "setup",
    "review",
    "facts",
    "copy",
    "scenarios",
    "journey",
    "brands",
    "new_prompt",
    "consent",
    "participants",
    "invite",
    "members",
]


def page(name: str, study: Study, *args: object) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *args])


@pytest.fixture
def visit(lan: Person) -> Study:
    """The retail visit study, published, with three people; Lan owns it."""
    study = create_from_starter("retail_visit", by=lan)
    with study_scope(study):
        publish_design(study, by=lan)
        for _ in range(3):
            invite_participant(study, by=lan)
    return study


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_lan_opens_every_page_of_a_full_study(
    desk: Desk, lan: Person, visit: Study, name: str, language: str
) -> None:
    answer = desk(lan).get(page(name, visit), headers={"accept-language": language})

    assert answer.status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_lan_opens_every_page_of_an_empty_study(
    desk: Desk, lan: Person, study: Study, name: str
) -> None:
    assert desk(lan).get(page(name, study)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "design_file", "prompts", "wording_hint"])
def test_charlie_finds_no_page_of_it(desk: Desk, charlie: Person, study: Study, name: str) -> None:
    assert desk(charlie).get(page(name, study)).status_code == 404


@pytest.mark.parametrize("name", ["setup", "facts", "journey", "brands", "consent", "prompts"])
def test_coder_viewer_and_operator_do_not_design(
    desk: Desk, kofi: Person, vera: Person, otto: Person, study: Study, name: str
) -> None:
    answers = [desk(person).get(page(name, study)).status_code for person in (kofi, vera, otto)]

    assert answers == [404, 404, 404]


def test_a_coder_sees_participants_but_invites_nobody(
    desk: Desk, kofi: Person, vera: Person, study: Study, p01: object
) -> None:
    seen = desk(kofi).get(page("participants", study))

    assert b"P01" in seen.content
    assert b'type="checkbox"' not in seen.content
    assert desk(kofi).get(page("invite", study)).status_code == 404
    assert desk(kofi).post(page("new_codes", study)).status_code == 404
    assert desk(vera).get(page("participants", study)).status_code == 404


def test_only_owners_see_the_members(desk: Desk, rosa: Person, study: Study) -> None:
    assert desk(rosa).get(page("members", study)).status_code == 404
    assert b'/setup/members/"' not in desk(rosa).get(page("setup", study)).content


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def grow(study: Study, lan: Person) -> None:
    """Twenty more of everything."""
    stage = factories.make_stage(study)
    prompt = study.prompts.first() or factories.make_prompt(study)
    segment = factories.make_segment(study)
    for number in range(20):
        factories.make_scenario(study)
        factories.make_touchpoint(study, stage=stage)
        factories.make_touchpoint(study)
        factories.make_brand(study)
        factories.make_prompt(study)
        factories.make_item(prompt, key=f"more_{number}")
        invite_participant(study, by=lan, segments=[segment])
        factories.make_member(study, factories.make_person(f"Person{number}"), Role.CODER)


@pytest.mark.parametrize(
    "name", ["setup", "review", "scenarios", "journey", "brands", "participants", "members"]
)
def test_a_large_study_costs_no_more_queries(
    desk: Desk, lan: Person, visit: Study, name: str
) -> None:
    client = desk(lan)
    client.get(page(name, visit))
    few = queries(client, page(name, visit))
    with study_scope(visit):
        grow(visit, lan)

    assert queries(client, page(name, visit)) <= few


def test_a_long_prompt_costs_no_more_queries(desk: Desk, lan: Person, visit: Study) -> None:
    client = desk(lan)
    with study_scope(visit):
        url = page("prompt", visit, visit.prompts.first().pk)
        few = queries(client, url)
        grow(visit, lan)

    assert queries(client, url) <= few
