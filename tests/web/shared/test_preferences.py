"""Everybody reads in their own language and light."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person

LANGUAGE = settings.LANGUAGE_COOKIE_NAME


@pytest.mark.django_db
def test_a_chosen_language_stays_chosen() -> None:
    client = Client(headers={"accept-language": "en"})
    answer = client.post(
        "/preferences/language/", {"language": "zh-hans", "next": "/accounts/login/"}
    )
    assert answer.headers["Location"] == "/accounts/login/"
    assert answer.cookies[LANGUAGE].value == "zh-hans"
    assert 'lang="zh-Hans"' in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "tag"), [("zh-CN,zh;q=0.9", "zh-Hans"), ("en-GB", "en"), ("fr", "zh-Hans")]
)
def test_a_new_browser_is_met_in_a_language_it_asks_for(asked: str, tag: str) -> None:
    page = Client(headers={"accept-language": asked}).get("/accounts/login/").content.decode()
    assert f'<html lang="{tag}"' in page


def test_a_person_takes_their_language_along(desk: Callable[[Person], Client], lan: Person) -> None:
    desk(lan).post("/preferences/language/", {"language": "zh-hans"})
    lan.refresh_from_db()
    assert lan.language == "zh-hans"


@pytest.mark.django_db
def test_an_unknown_language_is_refused() -> None:
    answer = Client().post("/preferences/language/", {"language": "tlh"})
    assert answer.status_code == 400
    assert LANGUAGE not in answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "", "javascript:1"]
)
def test_nobody_is_led_to_another_site(elsewhere: str) -> None:
    for page, choice in [("language", {"language": "en"}), ("theme", {"theme": "dark"})]:
        answer = Client().post(f"/preferences/{page}/", {**choice, "next": elsewhere})
        assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_light_is_chosen_and_given_back_to_the_device() -> None:
    client = Client()
    client.post("/preferences/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()
    client.post("/preferences/theme/", {"theme": ""})
    assert "data-theme" not in client.get("/accounts/login/").content.decode()


def test_reading_a_preference_changes_nothing(
    phone: Callable[[Participation], Client], p01: Participation
) -> None:
    assert phone(p01).get("/preferences/language/").status_code == 405
