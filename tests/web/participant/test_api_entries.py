"""Entries over the wire: once, whole, and each refusal with its own status."""

import base64
import hashlib
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from fieldstudy.core import clock, storage
from fieldstudy.diary.models import Entry
from fieldstudy.participants.leaving import withdraw
from fieldstudy.participants.models import Participation
from fieldstudy.people import limits
from fieldstudy.studies.models import Prompt, ProtocolVersion, Study
from tests import factories

CONTENT = b"RIFF not really sound"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def put(phone: Client, entry_id: object, **body: Any) -> Any:
    body.setdefault("answers", {"words": "Rain."})
    return phone.put(f"/p/api/entries/{entry_id}/", body, content_type="application/json")


def upload(phone: Client, content: bytes = CONTENT, kind: str = "audio/webm") -> str:
    """Send a file the way a phone does; its id."""
    file_id = str(uuid4())
    values = {"id": file_id, "type": kind, "sha256": hashlib.sha256(content).hexdigest()}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in values.items())
    tus = {"Tus-Resumable": "1.0.0"}
    phone.post(
        "/p/api/uploads/",
        headers={**tus, "Upload-Length": str(len(content)), "Upload-Metadata": metadata},
    )
    phone.patch(
        f"/p/api/uploads/{file_id}/",
        content,
        content_type="application/offset+octet-stream",
        headers={**tus, "Upload-Offset": "0"},
    )
    return file_id


def test_an_entry_is_new_once_and_then_the_same(own_phone: Client) -> None:
    entry_id, file_id = uuid4(), upload(own_phone)
    body = {
        "answers": {"words": "Rain.", "felt": {"valence": -1}},
        "attachments": [{"id": file_id, "item": "voice", "size": len(CONTENT), "sha256": SHA256}],
        "happened_at": "2026-05-12T18:42:00+08:00",
        "written_at": "2026-05-12T18:46:00+08:00",
        "sent_at": clock.now().isoformat(),
        "time_zone": "Asia/Shanghai",
    }
    first = put(own_phone, entry_id, **body)
    again = put(own_phone, entry_id, **body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    entry = Entry.objects.get()
    assert (entry.text, entry.valence, entry.recall_lag_s) == ("Rain.", -1, 240)
    assert abs(entry.clock_skew_ms) < 5000
    answer = first.json()
    assert answer["id"] == str(entry_id) and answer["revision"] == 1
    assert [(f["id"], f["kind"], f["sha256"]) for f in answer["attachments"]] == [
        (file_id, "recording", SHA256)
    ]


def test_other_content_under_the_same_id_is_a_conflict(own_phone: Client) -> None:
    entry_id = uuid4()
    put(own_phone, entry_id)
    answer = put(own_phone, entry_id, answers={"words": "Sun."})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "other-content"
    assert Entry.objects.get().text == "Rain."


@pytest.mark.parametrize("wrong", ["unknown", "size", "sha256", "half", "somebody else's"])
def test_a_file_that_is_not_whole_is_named(
    own_phone: Client, phone: Any, p02: Participation, wrong: str
) -> None:
    listed: dict[str, Any] = {"item": "voice", "size": len(CONTENT), "sha256": SHA256}
    if wrong == "unknown":
        listed["id"] = str(uuid4())
    elif wrong == "somebody else's":
        listed["id"] = upload(phone(p02))
    else:
        listed["id"] = upload(own_phone)
    if wrong == "size":
        listed["size"] = 3
    elif wrong == "sha256":
        listed["sha256"] = "ab" * 32
    elif wrong == "half":
        own = Participation.objects.get(label="P01")
        own.uploads.update(completed_at=None)
    answer = put(own_phone, uuid4(), attachments=[listed])
    assert answer.status_code == 424
    assert (answer.json()["id"], answer.json()["item"]) == (listed["id"], "voice")
    assert not Entry.objects.exists()


def test_answers_that_do_not_fit_are_named_each(
    own_phone: Client, prompt: Prompt, protocol: ProtocolVersion
) -> None:
    answer = put(own_phone, uuid4(), prompt=str(prompt.pk), answers={"number": "x", "scale": 9})
    assert answer.status_code == 422
    fields = {each["field"] for each in answer.json()["errors"]}
    assert fields == {"answers.number", "answers.scale", "answers.text"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answers": "words"}, "answers"),
        ({"happened_at": "yesterday"}, "happened_at"),
        ({"happened_at": "2026-05-12T18:42:00"}, "happened_at"),
        ({"attachments": [{"id": "x", "item": "voice"}]}, "attachments.0.id"),
        ({"attachments": {"id": 1}}, "attachments"),
        ({"prompt": str(uuid4())}, "prompt"),
        ({"protocol_version": str(uuid4())}, "protocol_version"),
        ({"scenario": str(uuid4())}, "answers"),
    ],
)
def test_what_is_not_understood_is_named(
    own_phone: Client, protocol: ProtocolVersion, body: dict[str, Any], field: str
) -> None:
    answer = put(own_phone, uuid4(), **body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [
        ("closed", 410, "closed"),
        ("left", 410, "left"),
        ("no-consent", 403, "no-consent"),
    ],
)
def test_who_may_not_log_is_told_why(
    own_phone: Client, study: Study, p01: Participation, state: str, status: int, code: str
) -> None:
    if state == "closed":
        study.closed_at = clock.now()
        study.save()
    elif state == "left":
        withdraw(p01, kind="stop")
    else:
        factories.make_consent_document(study)
    answer = put(own_phone, uuid4())
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_without_a_session_it_is_401_and_nothing_else(study: Study) -> None:
    answer = put(Client(headers={"accept-language": "zh-CN"}), uuid4())
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_after_erasure_was_asked_for_the_phone_hears_that_it_is_gone(
    own_phone: Client, p01: Participation
) -> None:
    withdraw(p01, kind="erase")
    p01.device_sessions.update(revoked_at=clock.now())
    answer = put(own_phone, uuid4())
    assert (answer.status_code, answer.json()["code"]) == (410, "erased")


def test_a_form_of_another_site_gets_nowhere(own_phone: Client) -> None:
    url = f"/p/api/entries/{uuid4()}/"
    plain = own_phone.put(url, '{"answers": {"words": "x"}}', content_type="text/plain")
    assert plain.status_code == 415
    cross = own_phone.put(
        url,
        {"answers": {"words": "x"}},
        content_type="application/json",
        headers={"sec-fetch-site": "cross-site"},
    )
    assert cross.status_code == 403
    assert not Entry.objects.exists()


def test_no_csrf_token_is_needed_by_the_phones_own_code(p01: Participation) -> None:
    _, secret = factories.make_device(p01)
    phone = Client(enforce_csrf_checks=True)
    phone.cookies[settings.DEVICE_COOKIE_NAME] = secret
    assert put(phone, uuid4()).status_code == 201


def test_too_large_a_body_is_413(own_phone: Client) -> None:
    assert put(own_phone, uuid4(), answers={"words": "x" * 2_200_000}).status_code == 413


def test_too_many_entries_are_429_with_a_time(
    own_phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limit("few", 1, 60)
    monkeypatch.setattr("fieldstudy.web.participant.api.entries.ENTRIES_OF_PARTICIPATION", few)
    assert put(own_phone, uuid4()).status_code == 201
    answer = put(own_phone, uuid4())
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0


def test_a_full_disk_is_507(own_phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise storage.DiskFull

    monkeypatch.setattr("fieldstudy.web.participant.api.entries.submit_entry", full)
    answer = put(own_phone, uuid4())
    assert answer.status_code == 507 and answer["Retry-After"]


def test_problems_speak_the_readers_language(own_phone: Client) -> None:
    own_phone.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    with translation.override("zh-hans"):
        expected = gettext("Something in the request is not understood.")
    assert put(own_phone, uuid4(), happened_at="x").json()["title"] == expected


class TestRevisions:
    def test_a_revision_is_put_with_the_one_it_stands_on(self, own_phone: Client) -> None:
        entry_id, revision_id = uuid4(), str(uuid4())
        put(own_phone, entry_id)
        more = {"revision_id": revision_id, "base_revision": 1, "answers": {"words": "It poured."}}
        first, again = put(own_phone, entry_id, **more), put(own_phone, entry_id, **more)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["revision"] == 2
        assert Entry.objects.get().revisions.count() == 2

    def test_a_stale_base_overwrites_nothing(self, own_phone: Client) -> None:
        entry_id = uuid4()
        put(own_phone, entry_id)
        put(own_phone, entry_id, revision_id=str(uuid4()), base_revision=1, answers={"words": "b"})
        answer = put(
            own_phone, entry_id, revision_id=str(uuid4()), base_revision=1, answers={"words": "c"}
        )
        assert answer.status_code == 409
        assert (answer.json()["code"], answer.json()["latest"]) == ("stale-revision", 2)

    def test_an_unknown_entry_has_no_revisions(self, own_phone: Client) -> None:
        answer = put(own_phone, uuid4(), revision_id=str(uuid4()), base_revision=1)
        assert answer.status_code == 404


class TestReading:
    def test_only_ones_own_entries_page_by_page(
        self, own_phone: Client, p01: Participation, p02: Participation,
        monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        monkeypatch.setattr("fieldstudy.web.participant.api.entries.ON_A_PAGE", 2)
        mine = [factories.make_entry(p01, f"entry {n}") for n in range(5)]
        factories.make_entry(p02, "not mine")
        seen, following = [], ""
        while following is not None:
            query = {"before": following} if following else {}
            with django_assert_max_num_queries(8):
                page = own_phone.get("/p/api/entries/", query).json()
            seen += [each["id"] for each in page["results"]]
            following = page["next"]
        assert seen == [str(each.client_id) for each in reversed(mine)]

    def test_one_entry_by_its_own_id(self, own_phone: Client, p02: Participation) -> None:
        entry_id = uuid4()
        put(own_phone, entry_id)
        assert own_phone.get(f"/p/api/entries/{entry_id}/").json()["answers"] == {"words": "Rain."}
        other = factories.make_entry(p02)
        assert own_phone.get(f"/p/api/entries/{other.client_id}/").status_code == 404
        assert own_phone.get("/p/api/entries/?before=never").status_code == 422
