"""Getting in, and the pages that belong to no study."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fieldstudy.people.actions import create_token
from fieldstudy.people.models import Person
from fieldstudy.people.one_time import one_time_path
from tests import factories
from tests.browser.checks import assert_accessible, assert_fits, assert_targets
from tests.browser.conftest import DESK, LOOKS, PHONE, Complaints

Browse = Callable[..., Page]
DEVICES = pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])


def assert_well(page: Page) -> None:
    """Open to everybody, at this width, in this language and light."""
    assert_accessible(page)
    assert_fits(page)
    assert_targets(page, 24)


@pytest.mark.parametrize("with_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_lan_signs_in_and_finds_her_study(browse: Browse, lan: Person, with_scripts: bool) -> None:
    page = browse(DESK, java_script_enabled=with_scripts)
    page.goto("/")
    page.get_by_label("E-mail").fill("lan@example.org")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your studies")).to_be_visible()
    expect(page.get_by_role("link", name="Neighbourhood supermarket")).to_be_visible()


def test_lan_changes_the_language_and_comes_back_to_it(browse: Browse, lan: Person) -> None:
    page = browse(PHONE, as_person=lan)
    page.goto("/account/")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url("/account/")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_lan_prefers_dark_paper(browse: Browse, lan: Person) -> None:
    page = browse(DESK, as_person=lan, theme="light")
    page.goto("/account/")
    before = page.locator("body").evaluate("it => getComputedStyle(it).backgroundColor")
    page.get_by_role("button", name="Dark paper").click()
    expect(page.get_by_role("button", name="Dark paper")).to_have_attribute("aria-pressed", "true")
    after = page.locator("body").evaluate("it => getComputedStyle(it).backgroundColor")
    assert after != before


@DEVICES
@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_a_strangers_pages(
    browse: Browse,
    complaints: Complaints,
    lan: Person,
    device: dict[str, Any],
    language: str,
    theme: str,
) -> None:
    page = browse(device, language=language, theme=theme)
    for path in ["/accounts/login/", "/accounts/password/reset/", one_time_path(lan)]:
        page.goto(path)
        assert_well(page)
    page.locator("button.primary").click()
    expect(page.locator(".problem").first).to_be_visible()
    assert_well(page)
    page.goto("/nothing/")
    assert_well(page)
    (said,) = complaints.heard
    assert "404" in said
    complaints.heard.clear()


@DEVICES
@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_a_persons_own_pages(
    browse: Browse, lan: Person, device: dict[str, Any], language: str, theme: str
) -> None:
    create_token(lan, name="Nightly export", by=lan)
    page = browse(device, as_person=lan, language=language, theme=theme)
    for path in ["/", "/account/", "/accounts/password/change/"]:
        page.goto(path)
        page.locator(".menu > summary").click()
        assert_well(page)
