"""Into the study: by code, by link, in one's language; and what happens when it does not work."""

import pytest
from django.conf import settings
from django.test import Client

from fieldstudy.core import clock
from fieldstudy.core.secrets import hash_secret
from fieldstudy.participants.models import ConsentAct, DeviceSession, Participation
from fieldstudy.studies.models import Study
from tests import factories

CODE, SECRET = "A3C4D6E7F9", "a-secret-of-a-link-in-its-length"


@pytest.fixture
def invited(study: Study) -> Participation:
    return factories.make_participation(
        study,
        "P20",
        joined_at=None,
        join_secret_hash=hash_secret(SECRET),
        join_code_hash=hash_secret(CODE),
    )


@pytest.mark.parametrize("typed", [CODE, "a3c4d 6e7f9", SECRET])
def test_link_and_code_lead_to_the_first_page(invited: Participation, typed: str) -> None:
    factories.make_consent_document(invited.study)
    phone = Client(headers={"accept-language": "en"})
    answer = phone.post(
        "/p/join/", {"code": typed, "language": "en", "time_zone": "Europe/Berlin"}, follow=True
    )
    assert [url for url, _ in answer.redirect_chain] == ["/p/", "/p/consent/"]
    assert "What you agree to" in answer.text
    cookie = phone.cookies[settings.DEVICE_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    invited.refresh_from_db()
    assert (invited.language, invited.time_zone) == ("en", "Europe/Berlin")


def test_looking_at_the_page_opens_nothing(invited: Participation) -> None:
    for _ in range(3):
        assert Client().get(f"/p/join/?code={CODE}").status_code == 200
    assert not DeviceSession.objects.exists()


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(study: Study) -> None:
    answer = Client(headers={"accept-language": "en"}).post("/p/join/", {"code": "WRONG"})
    assert answer.status_code == 422
    assert "No study has that code" in answer.text and 'value="WRONG"' in answer.text


def test_guessing_is_told_to_wait(study: Study) -> None:
    phone = Client(headers={"accept-language": "zh-CN"})
    statuses = [phone.post("/p/join/", {"code": f"WRONG{n}"}).status_code for n in range(6)]
    assert statuses == [422] * 5 + [429]


def test_the_page_speaks_the_language_that_was_tapped(study: Study) -> None:
    phone = Client(headers={"accept-language": "zh-CN"})
    assert 'lang="zh-Hans"' in phone.get("/p/join/").text
    assert '<html lang="en"' in phone.get("/p/join/?language=en").text
    assert '<html lang="en"' in phone.get("/p/join/").text


def test_a_dead_link_does_not_print_its_secret(study: Study) -> None:
    answer = Client().post("/p/join/", {"code": SECRET})
    assert answer.status_code == 422 and SECRET not in answer.text


def test_without_a_session_every_page_leads_to_the_code(study: Study) -> None:
    for page in ("/p/", "/p/entries/", "/p/settings/", "/p/entries/new/"):
        assert Client().get(page)["Location"] == "/p/join/"


def test_an_ended_session_keeps_the_words_until_the_code_is_typed(invited: Participation) -> None:
    factories.make_consent(invited)
    phone = Client(headers={"accept-language": "en"})
    asked = phone.post("/p/entries/new/", {"item-words": "排队 <b>20</b> minutes", "when": "now"})
    assert asked.status_code == 401
    assert "What you wrote is kept" in asked.text
    kept = {"kept": asked.context["kept"], "next": asked.context["next"]}
    wrong = phone.post("/p/join/", {"code": "WRONG", **kept})
    assert wrong.context["kept"] == kept["kept"]
    back = phone.post("/p/join/", {"code": CODE, **kept})
    assert "Welcome back" in back.text and "排队 &lt;b&gt;20" in back.text
    fields = dict(back.context["fields"])
    assert fields["item-words"] == "排队 <b>20</b> minutes"
    sent = phone.post(back.context["next"], fields)
    assert sent.status_code == 302 and sent["Location"].endswith("/receipt/")


def test_what_was_kept_goes_to_a_page_of_ours_only(invited: Participation) -> None:
    phone = Client(headers={"accept-language": "en"})
    kept = {"kept": '{"a": ["1"]}', "next": "https://elsewhere.example/"}
    answer = phone.post("/p/join/", {"code": CODE, **kept})
    assert answer.context["next"] == "/p/"


class TestConsent:
    @pytest.fixture
    def phone(self, invited: Participation) -> Client:
        factories.make_consent_document(invited.study)
        _, secret = factories.make_device(invited)
        phone = Client(headers={"accept-language": "en"})
        phone.cookies[settings.DEVICE_COOKIE_NAME] = secret
        return phone

    def send(self, phone: Client, **fields: object) -> object:
        page = phone.get("/p/consent/")
        data = {
            "document": page.context["document"].pk,
            "form_id": page.context["form_id"],
            "begin": "yes",
            **fields,
        }
        return phone.post("/p/consent/", data)

    def test_no_tick_is_set_beforehand(self, phone: Client) -> None:
        assert " checked" not in phone.get("/p/consent/").text

    def test_each_tick_is_its_own(self, phone: Client, invited: Participation) -> None:
        answer = self.send(phone, agree="yes", scopes=["photos", "quotes"])
        assert answer["Location"] == "/p/"  # type: ignore[index]
        act = ConsentAct.objects.get()
        assert act.scopes == ["photos", "quotes"]
        assert act.language == "en"

    def test_without_agreeing_nothing_begins_and_ticks_stay(self, phone: Client) -> None:
        answer = self.send(phone, scopes=["voice"])
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "Without this tick" in answer.text  # type: ignore[attr-defined]
        assert [t.key for t in answer.context["ticks"] if t.is_ticked] == ["voice"]  # type: ignore[attr-defined]
        assert not ConsentAct.objects.exists()

    def test_the_same_form_twice_is_one_act(self, phone: Client) -> None:
        page = phone.get("/p/consent/")
        data = {
            "document": page.context["document"].pk,
            "form_id": page.context["form_id"],
            "begin": "yes",
            "agree": "yes",
        }
        for _ in range(2):
            assert phone.post("/p/consent/", data)["Location"] == "/p/"
        assert ConsentAct.objects.count() == 1

    def test_a_newer_text_asks_again_with_empty_ticks(
        self, phone: Client, invited: Participation
    ) -> None:
        self.send(phone, agree="yes", scopes=["photos"])
        factories.make_consent_document(invited.study)
        assert phone.get("/p/")["Location"] == "/p/consent/"
        page = phone.get("/p/consent/").text
        assert "The text has changed" in page and " checked" not in page

    def test_a_text_replaced_while_reading_is_shown_again(
        self, phone: Client, invited: Participation
    ) -> None:
        page = phone.get("/p/consent/")
        factories.make_consent_document(invited.study)
        data = {"document": page.context["document"].pk, "agree": "yes", "begin": "yes"}
        answer = phone.post("/p/consent/", data, follow=True)
        assert "Read it once more" in answer.text
        assert not ConsentAct.objects.exists()

    def test_later_the_ticks_show_what_holds(self, phone: Client) -> None:
        self.send(phone, agree="yes", scopes=["photos"])
        page = phone.get("/p/consent/")
        assert [tick.key for tick in page.context["ticks"] if tick.is_ticked] == ["photos"]
        phone.post("/p/consent/", {"document": page.context["document"].pk, "scopes": ["voice"]})
        assert [act.scopes for act in ConsentAct.objects.all()] == [["photos"], ["voice"]]

    def test_a_study_without_a_text_says_so(self, invited: Participation) -> None:
        _, secret = factories.make_device(invited)
        phone = Client(headers={"accept-language": "en"})
        phone.cookies[settings.DEVICE_COOKIE_NAME] = secret
        assert "not ready for you yet" in phone.get("/p/", follow=True).text


def test_a_closed_study_can_still_be_read(own_phone: Client, study: Study) -> None:
    study.closed_at = clock.now()
    study.save()
    page = own_phone.get("/p/").text
    assert "The study is over" in page and "Log what just happened" not in page
