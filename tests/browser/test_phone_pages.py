"""Every page of the phone, open to everybody: both languages, both lights, 390 and 320 px; and light."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Prompt, Study
from tests import factories
from tests.browser.checks import assert_accessible, assert_fits, assert_targets
from tests.browser.conftest import LOOKS, NARROW, PHONE, Complaints
from tests.browser.phone import asked, begin, invited
from tests.web.participant.conftest import prompt, protocol

__all__ = ["asked", "invited", "prompt", "protocol"]
Browse = Callable[..., Page]
PATHS = [
    "/p/",
    "/p/entries/",
    "/p/settings/",
    "/p/withdrawal/",
    "/p/consent/",
    "/p/entries/new/",
]
KB = 1000


def check(page: Page) -> None:
    # To the end: on the way there the dock lies over whatever scrolls beneath it.
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(100)
    assert_accessible(page)
    assert_fits(page)
    assert_targets(page, 44)


@pytest.mark.parametrize("device", [PHONE, NARROW], ids=["390", "320"])
@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_every_page_is_open_to_everybody(
    browse: Browse, p01: Participation, entry: Entry, prompt: Prompt, protocol: Any,
    language: str, theme: str, device: dict[str, Any],
) -> None:  # fmt: skip
    page = browse(device, as_participant=p01, language=language, theme=theme)
    own = f"/p/entries/{entry.pk}/"
    form = f"/p/entries/new/{prompt.pk}/"
    more = [own, f"{own}receipt/", f"{own}amendment/", f"{own}retraction/", form]
    for path in [*PATHS, *more]:
        page.goto(path)
        check(page)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_pages_without_a_session_and_of_trouble(
    browse: Browse, invited: Participation, language: str, theme: str, complaints: Complaints
) -> None:
    page = browse(NARROW, language=language, theme=theme)
    page.goto("/p/join/")
    check(page)
    page.locator("#code").fill("WRONG")
    page.locator(".dock button").click()
    check(page)
    stranger = browse(NARROW, as_participant=invited, language=language, theme=theme)
    stranger.goto("/p/")
    check(stranger)
    stranger.locator(".dock button").click()
    check(stranger)
    complaints.heard.clear()  # the 422s


def test_a_mistake_takes_the_focus_and_leads_to_its_field(
    browse: Browse, p01: Participation, asked: Prompt, complaints: Complaints
) -> None:
    page = browse(PHONE, as_participant=p01)
    begin(page, asked)
    page.get_by_role("button", name="Save the entry").click()
    expect(page.locator(".errors")).to_be_focused()
    check(page)
    page.get_by_role("link", name="Write a few words.").click()
    expect(page.get_by_label("What happened?")).to_be_focused()
    complaints.heard.clear()  # the 422


def test_the_recorder_is_open_to_everybody(
    browse: Browse, p01: Participation, asked: Prompt
) -> None:
    page = browse(NARROW, as_participant=p01)
    begin(page, asked)
    page.get_by_role("button", name="Record a voice note").click()
    expect(page.get_by_role("button", name="Stop recording")).to_be_focused()
    check(page)
    page.keyboard.press("Enter")
    expect(page.locator("audio")).to_have_count(1)
    check(page)


def test_an_observers_phone(browse: Browse, study: Study, kofi: Person) -> None:
    factories.make_participation(study, "P01")
    page = browse(NARROW, as_person=kofi)
    for path in ("log/", "log/new/"):
        page.goto(f"/studies/{study.slug}/{path}")
        check(page)
    page.get_by_text("Interview").click()
    page.get_by_label("In your words").fill("She always asks the same man.")
    page.get_by_role("button", name="Save the entry").click()
    expect(page.get_by_text("Saved, whole")).to_be_visible()
    assert Entry.objects.get().source == "interview"


class Weight:
    """What a page takes over the wire, in bytes as they came."""

    def __init__(self, session: CDPSession) -> None:
        self.kinds: dict[str, str] = {}
        self.sizes: dict[str, float] = {}
        session.send("Network.enable")
        session.on("Network.responseReceived", self._kind)
        session.on("Network.loadingFinished", self._size)

    def _kind(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _size(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def of(self, *kinds: str) -> float:
        """Bytes of these kinds of resource; of all without any."""
        return sum(
            size for key, size in self.sizes.items() if not kinds or self.kinds.get(key) in kinds
        )

    def requests_but_scripts(self) -> int:
        """Requests before the modules, which load after the first paint."""
        return sum(kind != "Script" for kind in self.kinds.values())


def weigh(page: Page, path: str) -> Weight:
    weight = Weight(page.context.new_cdp_session(page))
    page.goto(path, wait_until="networkidle")
    return weight


def test_the_first_page_is_light(browse: Browse, study: Study) -> None:
    weight = weigh(browse(PHONE), "/p/join/")
    assert weight.requests_but_scripts() <= 5
    assert weight.of() <= 40 * KB


def test_the_form_brings_little_code(browse: Browse, p01: Participation, asked: Prompt) -> None:
    weight = weigh(browse(PHONE, as_participant=p01), f"/p/entries/new/{asked.pk}/")
    assert 0 < weight.of("Script") <= 15 * KB + 500 * len(weight.kinds)
