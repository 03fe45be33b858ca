"""When something does not work: a page for people, a problem document for programs."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from fieldstudy.core.storage import DiskFull
from fieldstudy.people.limits import Limit, TooMany
from fieldstudy.urls import handler400, handler403, handler404, handler500, urlpatterns
from fieldstudy.web.shared.problems import problem

pytestmark = pytest.mark.django_db
assert all([handler400, handler403, handler404, handler500])

TROUBLES: dict[str, Exception] = {
    "suspicious": SuspiciousOperation(),
    "denied": PermissionDenied(),
    "crash": ZeroDivisionError(),
    "limit": TooMany(Limit("tries", 5, 60), 61),
    "disk": DiskFull("The disk is full."),
    "database": OperationalError("database is locked"),
}


def _raise(request: HttpRequest, name: str) -> HttpResponse:
    raise TROUBLES[name]


_ours = list(urlpatterns)
urlpatterns = [
    *_ours,
    path("trouble/<str:name>/", _raise),
    path("api/trouble/<str:name>/", _raise),
]


@pytest.fixture(autouse=True)
def _with_trouble(settings: object) -> Iterator[None]:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    yield


@pytest.fixture
def ask() -> Callable[..., HttpResponse]:
    """Ask for an address in a language, as a browser would."""

    def ask(path: str, language: str = "en") -> HttpResponse:
        client = Client(raise_request_exception=False, headers={"accept-language": language})
        return client.get(path)

    return ask


STATUSES = [
    ("suspicious", 400, "Nothing was changed."),
    ("denied", 403, "Ask the owner"),
    ("crash", 500, "Everything saved before is safe."),
    ("limit", 429, "In about 2 minutes"),
    ("disk", 507, "disk is full"),
    ("database", 503, "Try again in a minute."),
]


@pytest.mark.parametrize(("name", "status", "words"), STATUSES)
def test_people_read_what_happened_what_is_safe_and_what_to_do(
    ask: Callable[..., HttpResponse], name: str, status: int, words: str
) -> None:
    answer = ask(f"/trouble/{name}/")
    assert answer.status_code == status
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(("name", "status", "words"), STATUSES)
def test_programs_get_a_problem_document(
    ask: Callable[..., HttpResponse], name: str, status: int, words: str
) -> None:
    answer = ask(f"/api/trouble/{name}/")
    document = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == document["status"] == status
    assert document["type"] == f"urn:fieldstudy:problem:{document['code']}"
    assert document["title"]
    assert document["detail"]


def test_who_may_try_again_is_told_when(ask: Callable[..., HttpResponse]) -> None:
    assert ask("/trouble/limit/").headers["Retry-After"] == "61"
    assert int(ask("/trouble/database/").headers["Retry-After"]) > 0


def test_a_missing_page_in_both_languages(ask: Callable[..., HttpResponse]) -> None:
    english, chinese = ask("/nothing/"), ask("/nothing/", "zh-CN")
    assert english.status_code == chinese.status_code == 404
    assert "There is no such page" in english.content.decode()
    assert 'lang="en"' in english.content.decode()
    assert 'lang="zh-Hans"' in chinese.content.decode()


def test_a_form_without_its_token_is_explained() -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = client.post("/preferences/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "What you wrote is still in the form." in answer.content.decode()


def test_a_problem_names_the_field_and_whatever_else_helps() -> None:
    answer = problem(409, "wrong-offset", "位置不对", "从这里继续。", field="offset", offset=4096)
    assert json.loads(answer.content) == {
        "type": "urn:fieldstudy:problem:wrong-offset",
        "title": "位置不对",
        "status": 409,
        "code": "wrong-offset",
        "detail": "从这里继续。",
        "field": "offset",
        "offset": 4096,
    }
    assert "位置不对" in answer.content.decode()
