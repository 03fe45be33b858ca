"""Setting up a study in a real browser: every page open to everybody, and what keys and typing do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fieldstudy.core.scope import study_scope
from fieldstudy.designs.actions import create_from_starter, publish_design
from fieldstudy.participants.actions import invite_participant
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import change_item
from fieldstudy.studies.models import Study
from tests import factories
from tests.browser.checks import assert_accessible, assert_fits, assert_targets
from tests.browser.conftest import DESK, LOOKS, PHONE

Browse = Callable[..., Page]
PAGES = [
    "setup",
    "review",
    "facts",
    "copy",
    "scenarios",
    "journey",
    "brands",
    "consent",
    "participants",
    "invite",
    "members",
]


def address(name: str, study: Study, *args: Any) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *args])


@pytest.fixture
def visit(lan: Person) -> Study:
    """The retail visit study with people in it, and an item that asks why."""
    study = create_from_starter("retail_visit", by=lan)
    with study_scope(study):
        publish_design(study, by=lan)
        for _ in range(3):
            invite_participant(study, by=lan)
        item = study.prompt_items.get(key="plan")
        change_item(item, by=lan, wording=factories.text("Why this shop?", "为什么选这家店？"))
    return study


def assert_well(page: Page) -> None:
    """Open to everybody, at this width, in this language and light."""
    assert_accessible(page)
    assert_fits(page)
    assert_targets(page, 24)


@pytest.mark.parametrize(
    ("device", "language", "theme"),
    [(DESK, "en", "light"), (PHONE, "zh-hans", "dark")],
    ids=["1280-en-light", "390-zh-dark"],
)
def test_every_page_of_set_up(
    browse: Browse, lan: Person, visit: Study, device: dict[str, Any], language: str, theme: str
) -> None:
    lan.language = language
    lan.save()
    with study_scope(visit):
        items = [
            address("item", visit, visit.prompt_items.filter(kind=kind).first().pk)
            for kind in ("single", "scale", "emotion", "photo")
        ]
        person = visit.participations.first().pk
        pages = [
            *(address(name, visit) for name in PAGES),
            *items,
            address("part", visit, "touchpoints", visit.touchpoints.first().pk),
            address("participant", visit, person),
            address("identity", visit, person),
            "/studies/new/",
        ]
    page = browse(device, as_person=lan, language=language, theme=theme)
    for each in pages:
        page.goto(each)
        assert_well(page)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("device", [DESK, PHONE], ids=["1280", "390"])
def test_the_prompt_editor_in_every_look(
    browse: Browse, lan: Person, visit: Study, device: dict[str, Any], language: str, theme: str
) -> None:
    lan.language = language
    lan.save()
    with study_scope(visit):
        prompt = visit.prompts.first().pk
    page = browse(device, as_person=lan, language=language, theme=theme)
    page.goto(address("prompt", visit, prompt))
    assert_well(page)


def test_lan_moves_a_scenario_with_the_keyboard(browse: Browse, lan: Person, visit: Study) -> None:
    page = browse(DESK, as_person=lan)
    page.goto(address("scenarios", visit))
    link = page.get_by_role("link", name="Coming for something")
    link.focus()
    page.keyboard.press("Alt+ArrowDown")

    expect(page.locator(".shelf h2").first).to_have_text("Dropping in on the way")
    expect(link).to_be_focused()


def test_the_hint_comes_while_rosa_types_and_the_wording_is_saved_when_she_leaves(
    browse: Browse, lan: Person, visit: Study
) -> None:
    with study_scope(visit):
        prompt = visit.prompts.current().in_order()[4]
    page = browse(DESK, as_person=lan)
    page.goto(address("prompt", visit, prompt.pk))
    item = page.locator(".item").first
    english = item.get_by_label("English")

    english.fill("Why did you stop there?")
    expect(item.get_by_text("people make one up")).to_be_visible()
    english.press("Tab")
    expect(item.get_by_text("Saved", exact=True)).to_be_visible()
    item.get_by_role("button", name="Use this wording").click()

    expect(page.locator(".item").first.get_by_label("English")).to_have_value(
        "At what moment did you stop there? What did you see first, and what did you do then?"
    )
    expect(page.locator(".item").first.get_by_text("people make one up")).to_have_count(0)


def test_options_are_added_and_moved(browse: Browse, lan: Person, visit: Study) -> None:
    with study_scope(visit):
        item = visit.prompt_items.get(key="bought")
    page = browse(DESK, as_person=lan)
    page.goto(address("item", visit, item.pk))
    page.get_by_role("button", name="Add an option").click()
    page.keyboard.type("忘了")
    for _ in range(6):
        page.keyboard.press("Alt+ArrowUp")
    page.get_by_role("button", name="Save the item").click()
    page.wait_for_url("**/prompts/**")

    with study_scope(visit):
        labels = [option["label"]["zh"] for option in visit.prompt_items.get(key="bought").options]
    assert labels[0] == "忘了"
    assert len(labels) == 5


def test_without_scripts_a_wording_is_saved_by_its_button(
    browse: Browse, lan: Person, visit: Study
) -> None:
    with study_scope(visit):
        prompt = visit.prompts.current().in_order().first()
    page = browse(DESK, as_person=lan, java_script_enabled=False)
    page.goto(address("prompt", visit, prompt.pk))
    item = page.locator(".item").first
    item.get_by_label("English").fill("Why this one?")
    item.get_by_role("button", name="Save the wording").click()

    expect(page.locator(".item").first.get_by_text("people make one up")).to_be_visible()


def test_the_sheet_prints_as_cards_alone(browse: Browse, lan: Person, visit: Study) -> None:
    page = browse(DESK, as_person=lan)
    page.goto(address("invite", visit))
    page.get_by_label("People, one a line").fill("A-1\nA-2\nA-3")
    page.get_by_role("button", name="Make links and codes").click()
    expect(page.locator(".card")).to_have_count(3)
    assert_well(page)
    expect(page.get_by_text("Phones cannot open")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator(".strip")).to_be_hidden()
    expect(page.locator(".secret").first).to_be_hidden()
