"""Programs get what their person's role allows, and the same answer to the same request."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from fieldstudy.core.scope import study_scope
from fieldstudy.diary.models import Entry
from fieldstudy.exports.models import Export
from fieldstudy.jobs.runner import run_due
from fieldstudy.participants.models import Participation
from fieldstudy.people.actions import create_token, revoke_token
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories

Program = Callable[[Person], Client]
ROOT = "/api/v1/studies/supermarket/"


@pytest.fixture
def program() -> Program:
    """A program with a token of this person."""

    def with_token(person: Person) -> Client:
        _, secret = create_token(person, name="test", by=person)
        return Client(headers={"authorization": f"Token {secret}", "accept-language": "en"})

    return with_token


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(ROOT + path, body, content_type="application/json")


def test_without_a_token_there_is_nothing(study: Study) -> None:
    answer = Client().get(ROOT)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Token"


def test_a_revoked_token_is_refused(study: Study, lan: Person) -> None:
    token, secret = create_token(lan, name="old", by=lan)
    revoke_token(token, by=lan)
    assert Client(headers={"authorization": f"Token {secret}"}).get(ROOT).status_code == 401


def test_a_person_sees_their_own_studies(program: Program, lan: Person, charlie: Person) -> None:
    def slugs(person: Person) -> list[str]:
        return [each["slug"] for each in program(person).get("/api/v1/studies/").json()["results"]]

    assert slugs(lan) == ["supermarket"]
    assert slugs(charlie) == ["elsewhere"]


LISTS = [
    "", "scenarios/", "touchpoints/", "brands/", "segments/", "prompts/", "participants/", "entries/",
    "transcripts/", "codes/", "excerpts/", "codings/", "memos/", "exports/", "events/",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_the_owner_reads_every_list(program: Program, lan: Person, entry: Entry, path: str) -> None:
    code = factories.make_code(entry.study)
    factories.make_coding(entry, code, lan, span=(0, 3))
    assert program(lan).get(ROOT + path).status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_another_study_does_not_exist(
    program: Program, study: Study, charlie: Person, path: str
) -> None:
    answer = program(charlie).get(ROOT + path)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("who", "path"), [("vera", "entries/"), ("kofi", "exports/"), ("otto", "codings/")]
)
def test_a_role_without_the_action_is_told_so(
    program: Program, study: Study, who: str, path: str, request: pytest.FixtureRequest
) -> None:
    answer = program(request.getfixturevalue(who)).get(ROOT + path)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_entries_hold_words_answers_and_files(program: Program, lan: Person, entry: Entry) -> None:
    factories.make_attachment(entry)
    (row,) = program(lan).get(ROOT + "entries/").json()["results"]
    assert row["text"] == entry.text and row["participant"] == "P01"
    assert len(row["attachments"]) == 1
    assert "storage_key" not in str(row)


def test_lists_come_in_pages(program: Program, lan: Person, p01: Participation) -> None:
    for _ in range(5):
        factories.make_entry(p01)
    client, seen = program(lan), []
    url = ROOT + "entries/?page_size=2"
    while url:
        page = client.get(url).json()
        seen += [row["id"] for row in page["results"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_a_list_costs_the_same_queries_at_any_length(
    program: Program, lan: Person, p01: Participation, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        factories.make_attachment(factories.make_entry(p01))
    client = program(lan)
    with django_assert_max_num_queries(12):
        assert len(client.get(ROOT + "entries/").json()["results"]) == 20


def test_a_wrong_filter_is_named(program: Program, lan: Person) -> None:
    answer = program(lan).get(ROOT + "entries/?scenario=nowhere")
    assert (answer.status_code, answer.json()["field"]) == (422, "scenario")


def test_an_entry_of_another_study_is_not_found(program: Program, lan: Person) -> None:
    there = factories.make_study("there")
    with study_scope(there):
        other = factories.make_entry(factories.make_participation(there))
    assert program(lan).get(f"{ROOT}entries/{other.pk}/").status_code == 404


def test_inviting_shows_link_and_code_once(program: Program, lan: Person) -> None:
    client, key = program(lan), str(uuid4())
    first = post(client, "participants/", id=key, label="P77")
    again = post(client, "participants/", id=key, label="P77")
    assert first.status_code == 201 and again.status_code == 200
    assert "#" in first.json()["join_link"] and len(first.json()["join_code"]) == 10
    assert "join_code" not in again.json()
    assert Participation.objects.filter(label="P77").count() == 1


def test_a_code_and_a_coding_are_made_once(program: Program, lan: Person, entry: Entry) -> None:
    client = program(lan)
    code_id, coding_id, excerpt_id = (str(uuid4()) for _ in range(3))
    body = {"id": code_id, "kind": "theme", "name": {"zh": "小亏", "en": "Small losses"}}
    assert post(client, "codes/", **body).status_code == 201
    assert post(client, "codes/", **body).status_code == 200
    code = entry.study.codes.get()
    assert entry.latest is not None
    anchor = {
        "medium": "text", "version": str(entry.latest.pk), "start": 4, "end": 10,
        "quote": entry.text[4:10],
    }  # fmt: skip
    coding = {
        "id": coding_id,
        "excerpt": excerpt_id,
        "entry": str(entry.pk),
        "code": str(code.pk),
        "anchor": anchor,
    }
    first = post(client, "codings/", **coding)
    assert first.status_code == 201, first.content
    assert post(client, "codings/", **coding).status_code == 200
    assert entry.codings.live().count() == 1
    assert client.delete(f"{ROOT}codings/{first.json()['id']}/").status_code == 204
    assert entry.codings.live().count() == 0


def test_a_span_that_is_not_there_is_refused(program: Program, lan: Person, entry: Entry) -> None:
    code = factories.make_code(entry.study)
    assert entry.latest is not None
    anchor = {
        "medium": "text",
        "version": str(entry.latest.pk),
        "start": 0,
        "end": 3,
        "quote": "xyz",
    }
    answer = post(
        program(lan), "codings/", id=str(uuid4()), excerpt=str(uuid4()), entry=str(entry.pk),
        code=str(code.pk), anchor=anchor,
    )  # fmt: skip
    assert answer.status_code in {409, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert not entry.codings.exists()


def test_a_memo_is_written_once(program: Program, kofi: Person, entry: Entry) -> None:
    client, key = program(kofi), str(uuid4())
    for status in (201, 200):
        answer = post(
            client, "memos/", id=key, subject_kind="entry", subject_id=str(entry.pk), text="Look"
        )
        assert answer.status_code == status
    assert entry.study.memos.count() == 1


def test_an_export_is_asked_for_watched_and_fetched(
    program: Program, otto: Person, entry: Entry
) -> None:
    client, key = program(otto), str(uuid4())
    asked = post(client, "exports/", id=key, format="jsonl", filters={"source": "diary"})
    assert asked.status_code == 202
    assert post(client, "exports/", id=key, format="jsonl").status_code == 202
    assert Export.objects.count() == 1
    assert client.get(asked["Location"]).json()["job"]["state"] == "waiting"
    run_due(names=["build_export"])
    done = client.get(asked["Location"]).json()
    assert done["job"]["state"] == "ready"
    part = client.get(done["file"], headers={"range": "bytes=0-1"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"PK")  # type: ignore[attr-defined]


def test_a_filter_that_does_not_exist_is_named(program: Program, otto: Person) -> None:
    answer = post(program(otto), "exports/", id=str(uuid4()), format="csv", filters={"mood": 1})
    assert (answer.status_code, answer.json()["field"]) == (422, "mood")
    assert not Export.objects.exists()


def test_errors_speak_chinese_when_asked(program: Program, lan: Person) -> None:
    answer = program(lan).get(ROOT + "nothing/", headers={"accept-language": "zh-hans"})
    assert answer.status_code == 404


def test_the_schema_names_every_address(program: Program, lan: Person) -> None:
    answer = program(lan).get("/api/v1/schema/?format=json")
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    for path in LISTS:
        assert f"/api/v1/studies/{{slug}}/{path}" in paths
