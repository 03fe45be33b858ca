"""Headers on every page."""

from collections.abc import Callable

import pytest
from django.test import Client

from fieldstudy.people.models import Person

pytestmark = pytest.mark.django_db
PAGES = ["/accounts/login/", "/nothing/here/", "/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_load_and_run_only_what_is_ours(path: str) -> None:
    policy = Client().get(path).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert "script-src" not in rules


@pytest.mark.parametrize("path", PAGES)
def test_no_cache_keeps_a_personal_page(path: str) -> None:
    kept = Client().get(path).headers["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


@pytest.mark.parametrize("path", PAGES)
def test_camera_and_microphone_are_ours_alone_and_payment_is_nobodys(path: str) -> None:
    allowed = Client().get(path).headers["Permissions-Policy"]
    assert "microphone=(self)" in allowed
    assert "camera=(self)" in allowed
    assert "payment=()" in allowed


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_the_other_fences(header: str, value: str) -> None:
    assert Client().get("/accounts/login/").headers[header] == value


def test_no_page_holds_a_script_or_a_style_of_its_own(
    desk: Callable[[Person], Client], lan: Person
) -> None:
    for path in ["/", "/account/", "/accounts/password/change/", "/nothing/"]:
        page = desk(lan).get(path).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page
