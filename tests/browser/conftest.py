"""A real Chromium on the real product. A page that complains in its console fails its test.

A story asks for ``browse``::

    page = browse(PHONE, as_participant=p01, language="zh-hans", theme="dark")
    page.goto("/p/")
    assert_accessible(page)
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from tests import factories
from tests.browser.server import hashed_static_files, running_server

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
SMALL_DESK = {"viewport": {"width": 1024, "height": 768}}
LOOKS = [(language, theme) for language in ("zh-hans", "en") for theme in ("light", "dark")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, on one worker, and really commits."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all stories; without one they are skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("FIELDSTUDY_REQUIRE_BROWSER"):
        pytest.fail("No Chromium here, and the browser stories must run.")
    if path is None:
        pytest.skip("No Chromium here: the browser stories were not run.")
    # Playwright drives its browser from an event loop in this thread; our database calls are ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def static_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Static files, collected once and hashed."""
    folder = tmp_path_factory.mktemp("site")
    with hashed_static_files(folder):
        yield folder


@pytest.fixture
def site(static_site: Path, settings: Any, transactional_db: None) -> Iterator[str]:
    """The address of the running product."""
    settings.STATIC_ROOT = static_site / "static"
    with running_server() as address:
        settings.FIELDSTUDY_BASE_URL = address
        yield address


@dataclass
class Complaints:
    """What pages said in their console, and requests that failed."""

    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Hear this page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.heard.append(f"{message.type}: {message.text} ({message.location.get('url')})")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test for any complaint that the test has not taken out of ``heard`` itself."""
    complaints = Complaints()
    yield complaints
    assert not complaints.heard, "\n".join(complaints.heard)


@pytest.fixture
def browse(chromium: Browser, site: str, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own: device, language, light, and who holds it."""
    contexts: list[BrowserContext] = []

    def open_page(
        device: dict[str, Any] = DESK,
        *,
        as_person: Person | None = None,
        as_participant: Participation | None = None,
        language: str = "en",
        theme: str = "light",
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            base_url=site,
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale="zh-CN" if language.startswith("zh") else "en-GB",
            **(device | options),
        )
        contexts.append(context)
        cookies = {django_settings.LANGUAGE_COOKIE_NAME: language}
        if as_person:
            cookies[django_settings.SESSION_COOKIE_NAME] = _session_of(as_person)
        if as_participant:
            _, secret = factories.make_device(as_participant)
            cookies[django_settings.DEVICE_COOKIE_NAME] = secret
        context.add_cookies([{"name": n, "value": v, "url": site} for n, v in cookies.items()])
        page = context.new_page()
        complaints.listen(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _session_of(person: Person) -> str:
    client = Client()
    client.force_login(person, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value
