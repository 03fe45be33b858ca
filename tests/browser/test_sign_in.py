"""Getting in and finding one's studies."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fieldstudy.people.models import Person
from tests import factories
from tests.browser.checks import assert_accessible, assert_fits, assert_targets
from tests.browser.conftest import DESK, LOOKS, PHONE

Browse = Callable[..., Page]


def test_lan_signs_in_and_finds_her_study(browse: Browse, lan: Person) -> None:
    page = browse(DESK)
    page.goto("/")
    page.get_by_label("E-mail").fill("lan@example.org")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your studies")).to_be_visible()
    expect(page.get_by_role("link", name="Neighbourhood supermarket")).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_sign_in_is_open_to_everybody(
    browse: Browse, device: dict[str, object], language: str, theme: str
) -> None:
    page = browse(device, language=language, theme=theme)
    page.goto("/accounts/login/")
    assert_accessible(page)
    assert_fits(page)
    assert_targets(page, 24)
