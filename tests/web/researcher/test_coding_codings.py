"""What the desk sends: codings, strength, memos, being done."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.coding.models import Assignment, Code, Coding, Memo
from fieldstudy.core import clock
from fieldstudy.core.scope import every_study
from fieldstudy.diary.models import Entry, EntryRevision, Retraction
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories

Desk = Callable[[Person], Client]
WORDS = "𠮷野家的店员记得我。"


@pytest.fixture
def entry(p01: Any) -> Entry:
    return factories.make_entry(p01, WORDS)


@pytest.fixture
def moved(study: Study) -> Code:
    return factories.make_code(study, "Remembers me", reaction="moved")


def at(name: str, study: Study, *rest: UUID) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *rest])


def wanted(entry: Entry, code: Code, **changes: Any) -> dict[str, Any]:
    anchor = {
        "medium": "text",
        "version": str(entry.latest.pk) if entry.latest else "",
        "start": 6,
        "end": 8,
        "quote": "记得",
    }
    ids = {"id": str(uuid4()), "excerpt": str(uuid4()), "code": str(code.pk)}
    return ids | {"anchor": anchor} | changes


def send(client: Client, method: str, url: str, body: object = None) -> Any:
    options: dict[str, Any] = {} if body is None else {"data": json.dumps(body)}
    return client.generic(method, url, content_type="application/json", **options)


def test_a_code_is_put_once_however_often_it_is_sent(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code
) -> None:
    body, url = wanted(entry, moved), at("coding_codings", study, entry.pk)
    first, second = (send(desk(kofi), "POST", url, body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["strength"] == 1
    coding = Coding.objects.get()
    assert coding.excerpt.placements.get().quote == "记得"
    assert str(coding.client_id) == body["id"]


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"quote": "认得"}, 422, "quote-differs", "anchor"),
        ({"start": 8, "end": 6}, 422, "empty-span", "anchor"),
        ({"version": str(uuid4())}, 422, "no-such-content", "anchor"),
        ({"medium": "polygon"}, 422, "malformed-anchor", "anchor"),
        ({"quote": "\ud83d\u5f97"}, 400, "wrong-body", None),
    ],
)
def test_a_refusal_is_a_problem_document_in_the_readers_language(
    desk: Desk,
    kofi: Person,
    study: Study,
    entry: Entry,
    moved: Code,
    change: dict[str, Any],
    status: int,
    code: str,
    field: str | None,
) -> None:
    body = wanted(entry, moved)
    body["anchor"] |= change
    answer = send(desk(kofi), "POST", at("coding_codings", study, entry.pk), body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem.get("field")) == (code, field)
    assert problem["detail"]
    assert not Coding.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"id": "7"}, {"id": None}, {"code": str(uuid4())}, {"excerpt": 5}, {"strength": "2"}],
)
def test_an_incomplete_request_names_its_field(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code, change: dict[str, Any]
) -> None:
    body = wanted(entry, moved) | change
    answer = send(desk(kofi), "POST", at("coding_codings", study, entry.pk), body)
    assert (answer.status_code, answer.json()["field"]) == (400, next(iter(change)))


def test_a_body_that_is_no_object_is_refused(
    desk: Desk, kofi: Person, study: Study, entry: Entry
) -> None:
    for body in ("[]", "{", "7"):
        answer = desk(kofi).post(
            at("coding_codings", study, entry.pk), body, content_type="application/json"
        )
        assert answer.status_code == 400


def test_a_span_on_words_that_have_changed_is_a_conflict(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code
) -> None:
    body = wanted(entry, moved)
    entry.latest = EntryRevision.objects.create(
        study=study, entry=entry, number=2, text="店员记得我。"
    )
    entry.save()
    answer = send(desk(kofi), "POST", at("coding_codings", study, entry.pk), body)
    assert (answer.status_code, answer.json()["code"]) == (409, "content-changed")


def test_strength_is_set_and_a_code_taken_off_by_its_own_coder_alone(
    desk: Desk, kofi: Person, mira: Person, study: Study, entry: Entry, moved: Code
) -> None:
    coding = factories.make_coding(entry, moved, kofi, strength=1)
    url, change = (
        at("coding_item", study, coding.client_id),
        {"operation": str(uuid4()), "strength": 3},
    )
    assert send(desk(mira), "PATCH", url, change).status_code == 403
    assert send(desk(mira), "DELETE", url).status_code == 403
    assert send(desk(kofi), "PATCH", url, change).json()["strength"] == 3
    assert send(desk(kofi), "PATCH", url, change | {"strength": 4}).status_code == 422
    assert send(desk(kofi), "PATCH", url, {"operation": str(uuid4())}).status_code == 400
    for _ in range(2):
        assert send(desk(kofi), "DELETE", url).json()["removed"] is True
    assert not Coding.objects.live().exists()


def test_a_form_codes_the_whole_entry_and_takes_it_off(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code
) -> None:
    browser = desk(kofi)
    answer = browser.post(at("coding_codings", study, entry.pk), {"code": str(moved.pk)})
    assert answer.url == at("coding_entry", study, entry.pk)
    coding = Coding.objects.get()
    assert coding.excerpt.medium == "entry"
    page = browser.get(answer.url).content.decode()
    item = at("coding_item", study, coding.client_id)
    assert f'action="{item}"' in page
    browser.post(item, {"strength": "3"})
    coding.refresh_from_db()
    assert coding.strength == 3
    browser.post(item, {"remove": ""})
    assert not Coding.objects.live().exists()


def test_a_form_comes_back_to_where_it_stood_but_never_to_another_site(
    desk: Desk, kofi: Person, study: Study, entry: Entry
) -> None:
    url, here = at("coding_done", study, entry.pk), at("coding_entry", study, entry.pk)
    ours = f"http://testserver{here}?source=diary"
    assert desk(kofi).post(url, HTTP_REFERER=ours).url == ours
    assert desk(kofi).post(url, HTTP_REFERER="https://example.com/").url == here


def test_done_is_said_and_taken_back(desk: Desk, kofi: Person, study: Study, entry: Entry) -> None:
    url = at("coding_done", study, entry.pk)
    assert send(desk(kofi), "PUT", url).status_code == 204
    assert Assignment.objects.get(coder=kofi).done_at is not None
    assert send(desk(kofi), "DELETE", url).status_code == 204
    desk(kofi).post(url)
    assert Assignment.objects.get(coder=kofi).done_at is not None
    desk(kofi).post(url, {"reopen": ""})
    assert Assignment.objects.get(coder=kofi).done_at is None


def test_a_memo_is_kept_under_its_id_and_thrown_away(
    desk: Desk, kofi: Person, mira: Person, study: Study, entry: Entry
) -> None:
    key = uuid4()
    url = at("coding_memo", study, key)
    body = {"subject_kind": "entry", "subject": str(entry.pk), "text": "谁负责收银区？"}
    for text in ("谁负责收银区？", "六点以后谁负责收银区？"):
        assert send(desk(kofi), "PUT", url, body | {"text": text}).json()["text"] == text
    assert send(desk(mira), "PUT", url, body).status_code == 403
    assert send(desk(kofi), "PUT", url, body | {"text": " "}).status_code == 422
    assert send(desk(kofi), "PUT", url, body | {"subject_kind": "person"}).status_code == 400
    assert send(desk(kofi), "PUT", url, body | {"subject": str(uuid4())}).status_code == 404
    assert send(desk(mira), "DELETE", url).status_code == 403
    assert send(desk(kofi), "DELETE", url).status_code == 204
    assert send(desk(kofi), "DELETE", url).status_code == 204
    assert not Memo.objects.exists()


def test_memos_go_on_excerpts_codings_and_codes(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code
) -> None:
    coding = factories.make_coding(entry, moved, kofi)
    subjects = {
        "coding": coding.client_id,
        "excerpt": coding.excerpt.client_id,
        "code": moved.pk,
    }
    for kind, key in subjects.items():
        body = {"subject_kind": kind, "subject": str(key), "text": "Hm."}
        assert send(desk(kofi), "PUT", at("coding_memo", study, uuid4()), body).status_code == 200
    assert set(Memo.objects.values_list("subject_kind", flat=True)) == set(subjects)


def test_the_memo_field_works_as_a_form(
    desk: Desk, kofi: Person, mira: Person, study: Study, entry: Entry
) -> None:
    url = at("coding_entry_memo", study, entry.pk)
    for text in ("First.", "Second."):
        desk(kofi).post(url, {"text": text})
    desk(mira).post(url, {"text": "Mine."})
    assert set(Memo.objects.values_list("text", flat=True)) == {"Second.", "Mine."}
    desk(kofi).post(url, {"text": ""})
    assert Memo.objects.get().author == mira


def test_counts_are_of_live_codings_of_this_study(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code
) -> None:
    factories.make_coding(entry, moved, kofi)
    factories.make_coding(entry, moved, kofi, removed_at=clock.now())
    answer = desk(kofi).get(at("coding_counts", study))
    assert answer.json() == {"counts": {str(moved.pk): 1}}
    assert "max-age=30" in answer["Cache-Control"]


@pytest.fixture
def calls(study: Study, entry: Entry, moved: Code, kofi: Person) -> list[tuple[str, str, Any]]:
    """One call to each address of the desk that changes or tells something."""
    coding = factories.make_coding(entry, moved, kofi)
    memo = {"subject_kind": "entry", "subject": str(entry.pk), "text": "Hm."}
    return [
        ("POST", at("coding_codings", study, entry.pk), wanted(entry, moved)),
        ("DELETE", at("coding_item", study, coding.client_id), None),
        ("PUT", at("coding_done", study, entry.pk), None),
        ("PUT", at("coding_memo", study, uuid4()), memo),
        ("POST", at("coding_entry_memo", study, entry.pk), None),
        ("GET", at("coding_counts", study), None),
        ("GET", at("coding_entry", study, entry.pk), None),
        ("GET", at("coding", study), None),
    ]


@pytest.mark.parametrize("who", ["vera", "otto", "charlie"])
def test_others_find_nothing_there(
    desk: Desk, calls: list[tuple[str, str, Any]], who: str, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    assert [send(client, *call).status_code for call in calls] == [404] * len(calls)


@pytest.mark.parametrize("who", ["lan", "rosa", "mira"])
def test_owner_researcher_and_coder_may_code(
    desk: Desk, study: Study, entry: Entry, moved: Code, who: str, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    url = at("coding_codings", study, entry.pk)
    assert send(client, "POST", url, wanted(entry, moved)).status_code == 201


def test_another_studys_rows_do_not_exist_here(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code
) -> None:
    with every_study():
        other = factories.make_study("elsewhere")
        stranger = factories.make_entry(factories.make_participation(other), "Words.")
        strange_code = factories.make_code(other)
        strange_coding = factories.make_coding(stranger, strange_code, kofi)
    client = desk(kofi)
    for method, url, body in [
        ("POST", at("coding_codings", study, stranger.pk), wanted(entry, moved)),
        ("DELETE", at("coding_item", study, strange_coding.client_id), None),
        ("PUT", at("coding_done", study, stranger.pk), None),
        ("GET", at("coding_entry", study, stranger.pk), None),
    ]:
        assert send(client, method, url, body).status_code == 404
    body = wanted(entry, strange_code)
    answer = send(client, "POST", at("coding_codings", study, entry.pk), body)
    assert answer.status_code == 400


@pytest.mark.parametrize("state", ["rehearsal", "retracted"])
def test_what_is_no_data_cannot_be_coded(
    desk: Desk, kofi: Person, study: Study, entry: Entry, moved: Code, state: str
) -> None:
    if state == "rehearsal":
        entry.is_rehearsal = True
        entry.save()
    else:
        Retraction.objects.create(study=study, entry=entry)
    url = at("coding_codings", study, entry.pk)
    assert send(desk(kofi), "POST", url, wanted(entry, moved)).status_code == 404
    assert desk(kofi).get(at("coding_entry", study, entry.pk)).status_code == 404
