"""Today, one's own entries, settings, phones and leaving."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from fieldstudy.core import clock
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.jobs.models import Job
from fieldstudy.media.models import Rendition
from fieldstudy.participants.models import Participation, Withdrawal
from fieldstudy.studies.models import Prompt, ProtocolVersion, Study
from fieldstudy.web.participant.receipt import slip_of
from tests import factories


def add_photo(entry: Entry, *, is_ready: bool = True) -> Attachment:
    photo = factories.make_attachment(entry, state="ready" if is_ready else "waiting")
    if is_ready:
        for kind in (Rendition.Kind.THUMBNAIL, Rendition.Kind.DISPLAY):
            Rendition.objects.create(
                study=entry.study, attachment=photo, kind=kind, storage_key=f"tests/{kind}"
            )
    return photo


class TestToday:
    def test_it_shows_tasks_day_and_the_thread(
        self, own_phone: Client, p01: Participation, prompt: Prompt, protocol: ProtocolVersion
    ) -> None:
        entry = factories.make_entry(p01, "今天很顺。", valence=1)
        photo = add_photo(entry)
        page = own_phone.get("/p/").text
        assert "Day 3 of 10" in page and "1 entry so far" in page
        assert f'href="/p/entries/new/{prompt.pk}/"' in page and "13 questions" in page
        assert "今天很顺。" in page and f"/p/media/{photo.pk}/thumbnail/" in page

    def test_a_task_done_today_becomes_a_line(
        self, own_phone: Client, p01: Participation, prompt: Prompt, protocol: ProtocolVersion
    ) -> None:
        factories.make_entry(p01, prompt=prompt)
        page = own_phone.get("/p/")
        assert not page.context["open_tasks"]
        assert [task.id for task in page.context["done_tasks"]] == [str(prompt.pk)]

    def test_the_day_is_the_participants_own(self, own_phone: Client, p01: Participation) -> None:
        """23:30 in Berlin is the next day in Shanghai."""
        p01.time_zone = "Europe/Berlin"
        p01.joined_at = dt.datetime(2026, 5, 12, 21, 30, tzinfo=dt.UTC)
        p01.save()
        with time_machine.travel(dt.datetime(2026, 5, 12, 21, 45, tzinfo=dt.UTC)):
            assert own_phone.get("/p/").context["day"].number == 1
        with time_machine.travel(dt.datetime(2026, 5, 12, 22, 15, tzinfo=dt.UTC)):
            assert own_phone.get("/p/").context["day"].number == 2

    def test_after_the_last_day_it_says_so(self, own_phone: Client, p01: Participation) -> None:
        p01.joined_at = clock.now() - dt.timedelta(days=40)
        p01.save()
        assert "Your days are over" in own_phone.get("/p/").text

    def test_each_visit_keeps_the_phone_signed_in(self, own_phone: Client) -> None:
        cookie = own_phone.get("/p/").cookies[settings.DEVICE_COOKIE_NAME]
        assert cookie["max-age"] == 180 * 24 * 3600

    def test_the_number_of_queries_does_not_grow(
        self, own_phone: Client, p01: Participation, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(8):
            add_photo(factories.make_entry(p01, f"entry {number}"))
        for path in ("/p/", "/p/entries/"):
            with django_assert_max_num_queries(15):
                own_phone.get(path)


class TestEntries:
    def test_one_entry_shows_its_answers_by_question(
        self, own_phone: Client, prompt: Prompt, protocol: ProtocolVersion
    ) -> None:
        place = protocol.document["touchpoints"][0]
        own_phone.post(
            f"/p/entries/new/{prompt.pk}/",
            {
                "item-text": "<script>alert(1)</script>",
                "item-touchpoint": place["id"],
                "item-emotion": "-2",
                "item-emotion-named": "annoyed",
                "item-multiple": ["yes", "no"],
                "item-single": "yes",
                "item-scale": "6",
                "item-number": "12",
            },
        )
        page = own_phone.get(f"/p/entries/{Entry.objects.get().pk}/").text
        assert "&lt;script&gt;" in page and "<script>alert" not in page
        for words in (place["name"]["en"], "Very bad", "Annoyed", "6 of 7", "12 minutes"):
            assert words in page

    def test_media_in_each_state(self, own_phone: Client, p01: Participation) -> None:
        entry = factories.make_entry(p01)
        ready, waiting = add_photo(entry), add_photo(entry, is_ready=False)
        note = factories.make_attachment(entry, "recording", state="ready", duration_ms=42_000)
        factories.make_attachment(entry, "video", state="failed", reason="damaged")
        page = own_phone.get(f"/p/entries/{entry.pk}/").text
        assert f"/p/media/{ready.pk}/display/" in page
        assert f"/p/media/{waiting.pk}/" not in page and "being made ready" in page
        assert f"/p/media/{note.pk}/listening/" in page and "0:42" in page
        assert "One file arrived but cannot be opened" in page

    def test_the_list_is_only_ones_own(
        self, own_phone: Client, p01: Participation, p02: Participation
    ) -> None:
        factories.make_entry(p01, "mine")
        factories.make_entry(p02, "theirs")
        page = own_phone.get("/p/entries/").text
        assert "mine" in page and "theirs" not in page

    def test_the_receipt_counts_what_arrived(self, own_phone: Client, p01: Participation) -> None:
        entry = factories.make_entry(p01, "四个汉字", valence=-1)
        for kind in ("photo", "photo", "recording"):
            factories.make_attachment(entry, kind)
        lines = {str(what): str(amount) for what, amount in slip_of(entry).lines}
        assert lines["Photos"] == "2" and lines["Voice notes"] == "1"
        assert lines["Your words"] == "4 characters" and "−1" in lines["How it felt"]
        assert "Everything is safe" in own_phone.get(f"/p/entries/{entry.pk}/receipt/").text


class TestSettings:
    def test_it_shows_what_holds(self, own_phone: Client, p01: Participation) -> None:
        page = own_phone.get("/p/settings/").text
        assert "Voice notes" in page and "allowed" in page and "this one" in page

    def test_another_phone_can_be_shut_out(
        self, own_phone: Client, p01: Participation, phone: Any
    ) -> None:
        lost = phone(p01)
        assert lost.get("/p/").status_code == 200
        device = p01.device_sessions.order_by("created_at").last()
        own_phone.post(f"/p/phones/{device.pk}/revocation/")
        assert lost.get("/p/")["Location"] == "/p/join/"
        assert own_phone.get("/p/").status_code == 200

    def test_signing_out_takes_the_cookie(self, own_phone: Client, p01: Participation) -> None:
        device = p01.device_sessions.get()
        answer = own_phone.post(f"/p/phones/{device.pk}/revocation/")
        assert answer["Location"] == "/p/join/"
        assert answer.cookies[settings.DEVICE_COOKIE_NAME]["max-age"] == 0
        assert own_phone.get("/p/")["Location"] == "/p/join/"

    def test_somebody_elses_phone_does_not_exist(
        self, own_phone: Client, p02: Participation
    ) -> None:
        device, _ = factories.make_device(p02)
        assert own_phone.post(f"/p/phones/{device.pk}/revocation/").status_code == 404


class TestLeaving:
    def test_it_takes_no_more_than_three_taps(self, own_phone: Client) -> None:
        """Menu, “Leave the study”, and one of two buttons."""
        assert 'href="/p/withdrawal/"' in own_phone.get("/p/").text
        page = own_phone.get("/p/withdrawal/").text
        assert page.count('name="kind"') == 2 and "confirm" not in page
        assert own_phone.post("/p/withdrawal/", {"kind": "stop"})["Location"] == "/p/left/"
        assert Withdrawal.objects.get().kind == "stop"

    def test_after_stopping_one_can_read_and_still_have_it_deleted(
        self, own_phone: Client, entry: Entry
    ) -> None:
        own_phone.post("/p/withdrawal/", {"kind": "stop"})
        assert own_phone.get("/p/")["Location"] == "/p/left/"
        assert own_phone.get(f"/p/entries/{entry.pk}/").status_code == 200
        own_phone.post("/p/withdrawal/", {"kind": "erase"})
        assert Withdrawal.objects.get().kind == "erase"
        assert Job.objects.filter(name="erase_if_asked").exists()
        assert "being deleted" in own_phone.get("/p/left/").text

    def test_once_everything_is_gone_the_farewell_still_opens(
        self, own_phone: Client, p01: Participation
    ) -> None:
        p01.delete()
        assert "being deleted" in own_phone.get("/p/left/").text

    def test_who_never_joined_has_nothing_to_leave(self, study: Study) -> None:
        assert Client().get("/p/left/")["Location"] == "/p/"

    @pytest.mark.parametrize("kind", ["", "pause"])
    def test_another_wish_is_not_understood(self, own_phone: Client, kind: str) -> None:
        assert own_phone.post("/p/withdrawal/", {"kind": kind}).status_code == 400
        assert not Withdrawal.objects.exists()
