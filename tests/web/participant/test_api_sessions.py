"""Joining, agreeing, the bundle and leaving, over the wire."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from fieldstudy.core.secrets import hash_secret
from fieldstudy.participants.models import ConsentAct, Participation, Withdrawal
from fieldstudy.studies.models import ProtocolVersion, Study
from tests import factories

CODE = "A3C4D6E7F9"
JSON = "application/json"


@pytest.fixture
def invited(study: Study) -> Participation:
    return factories.make_participation(
        study, "P20", joined_at=None, join_code_hash=hash_secret(CODE)
    )


def post(phone: Client, path: str, **body: Any) -> Any:
    return phone.post(f"/p/api/{path}/", body, content_type=JSON)


def test_a_code_is_answered_with_a_session(invited: Participation) -> None:
    phone = Client(enforce_csrf_checks=True)
    answer = post(phone, "join", code="a3c4d 6e7f9", language="en", time_zone="Asia/Tokyo")
    assert answer.status_code == 201
    assert answer.json()["label"] == "P20"
    assert phone.cookies[settings.DEVICE_COOKIE_NAME]["httponly"]
    assert phone.get("/p/api/bundle/").status_code == 200
    invited.refresh_from_db()
    assert (invited.language, invited.time_zone) == ("en", "Asia/Tokyo")


def test_a_wrong_code_is_404_then_429(study: Study) -> None:
    answers = [post(Client(), "join", code="WRONG") for _ in range(6)]
    assert [each.status_code for each in answers] == [404] * 5 + [429]
    assert answers[0].json()["field"] == "code"
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_withdrawn_invitation_opens_nothing(invited: Participation) -> None:
    invited.join_code_hash = None
    invited.save()
    assert post(Client(), "join", code=CODE).status_code == 404


class TestBundle:
    def test_it_holds_what_is_asked_and_agreed(
        self, own_phone: Client, protocol: ProtocolVersion
    ) -> None:
        bundle = own_phone.get("/p/api/bundle/").json()
        assert bundle["protocol"]["id"] == str(protocol.pk)
        assert bundle["protocol"]["prompts"] == protocol.document["prompts"]
        assert bundle["may_log"] == {"now": True, "reason": None}
        assert "photos" in bundle["consent"]["act"]["scopes"]
        assert bundle["participant"]["label"] == "P01"

    def test_it_is_sent_again_only_when_it_changed(
        self, own_phone: Client, p01: Participation
    ) -> None:
        first = own_phone.get("/p/api/bundle/")
        seen = {"if-none-match": first["ETag"]}
        assert own_phone.get("/p/api/bundle/", headers=seen).status_code == 304
        factories.make_consent_document(p01.study)
        changed = own_phone.get("/p/api/bundle/", headers=seen)
        assert changed.status_code == 200
        assert changed.json()["may_log"] == {"now": False, "reason": "no-consent"}

    def test_it_names_no_secret_and_no_other_person(
        self, own_phone: Client, p02: Participation, protocol: ProtocolVersion
    ) -> None:
        text = own_phone.get("/p/api/bundle/").text
        assert "hash" not in text and str(p02.pk) not in text


class TestConsents:
    @pytest.fixture
    def phone(self, invited: Participation) -> Client:
        _, secret = factories.make_device(invited)
        phone = Client()
        phone.cookies[settings.DEVICE_COOKIE_NAME] = secret
        return phone

    def test_an_answer_is_kept_once(self, phone: Client, study: Study) -> None:
        document = factories.make_consent_document(study)
        body = {"id": str(uuid4()), "document": str(document.pk), "scopes": ["voice", "nonsense"]}
        first, again = post(phone, "consents", **body), post(phone, "consents", **body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert ConsentAct.objects.get().scopes == ["voice"]

    def test_an_old_text_cannot_be_agreed_to(self, phone: Client, study: Study) -> None:
        old = factories.make_consent_document(study)
        factories.make_consent_document(study)
        answer = post(phone, "consents", id=str(uuid4()), document=str(old.pk))
        assert (answer.status_code, answer.json()["code"]) == (409, "other-version")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "id"),
            ({"id": "x"}, "id"),
            ({"document": None}, "document"),
            ({"language": "fr"}, "language"),
            ({"scopes": "photos"}, "scopes"),
        ],
    )
    def test_what_is_not_understood_is_named(
        self, phone: Client, study: Study, body: dict[str, Any], field: str
    ) -> None:
        document = factories.make_consent_document(study)
        sound = {"id": str(uuid4()), "document": str(document.pk)}
        if body == {}:
            sound.pop("id")
        answer = post(phone, "consents", **{**sound, **body})
        assert (answer.status_code, answer.json()["field"]) == (422, field)

    def test_another_studys_text_does_not_exist(self, phone: Client, study: Study) -> None:
        elsewhere = factories.make_study("elsewhere")
        document = factories.make_consent_document(elsewhere)
        answer = post(phone, "consents", id=str(uuid4()), document=str(document.pk))
        assert (answer.status_code, answer.json()["field"]) == (422, "document")


class TestWithdrawal:
    def test_leaving_is_answered_again_with_the_first_answer(self, own_phone: Client) -> None:
        body = {"id": str(uuid4()), "kind": "stop"}
        first, again = (post(own_phone, "withdrawal", **body) for _ in range(2))
        assert first.status_code == 200 and first.json() == again.json()
        assert Withdrawal.objects.count() == 1

    def test_it_says_what_it_takes(self, own_phone: Client) -> None:
        answer = post(own_phone, "withdrawal", id=str(uuid4()), kind="maybe")
        assert (answer.status_code, answer.json()["field"]) == (422, "kind")


@pytest.mark.parametrize("text", [" ", "{", "[]", "null"])
def test_what_is_no_object_is_told_so(own_phone: Client, text: str) -> None:
    answer = own_phone.post("/p/api/withdrawal/", text, content_type=JSON)
    assert answer.status_code == 422
