"""Every component in a real browser, in both lights, at the widths people have."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_accessible, assert_fits, assert_targets
from tests.browser.conftest import DESK, LOOKS, NARROW, PHONE, SMALL_DESK

Browse = Callable[..., Page]


@pytest.fixture(autouse=True)
def _with_specimens(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.browser.specimen_site"
    yield


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("device", [PHONE, NARROW], ids=["390", "320"])
def test_on_the_phone(browse: Browse, device: dict[str, Any], language: str, theme: str) -> None:
    page = browse(device, language=language, theme=theme)
    page.goto("/specimens/phone/")
    assert_accessible(page)
    assert_fits(page)
    assert_targets(page, 44)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESK, SMALL_DESK, PHONE], ids=["1280", "1024", "390"])
def test_at_the_desk(browse: Browse, device: dict[str, Any], theme: str) -> None:
    page = browse(device, theme=theme)
    page.goto("/specimens/desk/")
    assert_accessible(page)
    assert_fits(page)
    assert_targets(page, 24)


def test_the_error_summary_takes_the_focus(browse: Browse) -> None:
    page = browse(DESK)
    page.goto("/specimens/desk/")
    expect(page.locator(".errors")).to_be_focused()


def test_every_focus_can_be_seen(browse: Browse) -> None:
    page = browse(PHONE)
    page.goto("/specimens/phone/")
    page.locator("body").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate("it => getComputedStyle(it).outlineStyle") in {"solid", "auto"}


def test_a_menu_opens_and_closes_by_keyboard(browse: Browse, lan: Any) -> None:
    page = browse(DESK, as_person=lan)
    page.goto("/specimens/desk/")
    summary = page.locator(".menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your account")).to_be_hidden()
    expect(summary).to_be_focused()
