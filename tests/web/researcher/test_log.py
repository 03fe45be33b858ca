"""A field observer logs on site, with their own account."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from fieldstudy.core import clock
from fieldstudy.diary.models import Entry
from fieldstudy.participants.leaving import withdraw
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import Study
from tests import factories
from tests.web.participant.files import picture, sound

Desk = Callable[[Person], Client]
LOG = "/studies/supermarket/log/"


def fresh(**fields: Any) -> dict[str, Any]:
    return {"form_id": str(uuid4()), "when": "now", "item-words": "Eight people wait.", **fields}


@pytest.fixture
def kofis(desk: Desk, kofi: Person) -> Client:
    return desk(kofi)


@pytest.mark.parametrize("source", ["observation", "interview", "workshop"])
def test_each_source_is_kept_with_its_author_and_files(
    kofis: Client, kofi: Person, source: str
) -> None:
    fields = fresh(**{"source": source, "item-photos": picture(), "item-voice": sound()})
    answer = kofis.post(f"{LOG}new/", fields, follow=True)
    entry = Entry.objects.get()
    assert (entry.source, entry.author, entry.participation) == (source, kofi, None)
    assert entry.attachments.count() == 2
    assert "Saved, whole" in answer.text and "Eight people wait." in answer.text


def test_a_double_tap_is_one_entry(kofis: Client) -> None:
    fields = fresh()
    for _ in range(2):
        assert kofis.post(f"{LOG}new/", fields).status_code == 302
    assert Entry.objects.count() == 1


def test_one_sees_ones_own_notes_only(kofis: Client, mira: Person, desk: Desk) -> None:
    desk(mira).post(f"{LOG}new/", fresh(**{"item-words": "Mira saw this."}))
    page = kofis.get(LOG).text
    assert "Mira saw this." not in page and "Nothing yet" in page


def test_a_prompt_can_be_answered_on_site(kofis: Client, study: Study, lan: Person) -> None:
    prompt = factories.make_prompt(study, "Shop-along")
    factories.make_item(prompt, "text", is_required=True)
    factories.make_protocol(study, lan, draft_document(study))
    assert "Shop-along" in kofis.get(LOG).text
    url = f"{LOG}new/{prompt.pk}/"
    refused = kofis.post(url, fresh(**{"item-text": ""}))
    assert refused.status_code == 422 and "Write a few words" in refused.text
    kofis.post(url, fresh(**{"item-text": "She turns back."}))
    assert Entry.objects.get().prompt == prompt


def test_what_is_about_somebody_stands_under_their_consent(kofis: Client, study: Study) -> None:
    person = factories.make_participation(study, "P09")
    factories.make_consent(person, ["photos"])
    fields = fresh(about=str(person.pk))
    refused = kofis.post(f"{LOG}new/", fields | {"item-voice": sound()})
    assert refused.status_code == 422
    assert "P09 has not agreed to this." in refused.text
    assert kofis.post(f"{LOG}new/", fields).status_code == 302
    entry = Entry.objects.get()
    assert entry.participation == person and entry.consent_act is not None


def test_nothing_is_logged_about_who_has_left(kofis: Client, p01: Participation) -> None:
    withdraw(p01, kind="stop")
    assert p01.label not in kofis.get(f"{LOG}new/").text
    answer = kofis.post(f"{LOG}new/", fresh(about=str(p01.pk)))
    assert answer.status_code == 403 and "P01 has left the study." in answer.text
    assert not Entry.objects.exists()


def test_a_closed_study_takes_no_more(kofis: Client, study: Study) -> None:
    study.closed_at = clock.now()
    study.save()
    assert "nothing more is logged" in kofis.get(LOG).text
    assert kofis.post(f"{LOG}new/", fresh()).status_code == 403


def test_another_studys_participant_is_nobody(kofis: Client) -> None:
    elsewhere = factories.make_participation(factories.make_study("elsewhere"), "P01")
    kofis.post(f"{LOG}new/", fresh(about=str(elsewhere.pk)))
    assert Entry.objects.get().participation is None


def test_viewers_operators_and_outsiders_do_not_log(
    desk: Desk, study: Study, vera: Person, otto: Person, charlie: Person
) -> None:
    for person in (vera, otto, charlie):
        for path in (LOG, f"{LOG}new/"):
            assert desk(person).get(path).status_code == 404
        assert desk(person).post(f"{LOG}new/", fresh()).status_code == 404
        assert desk(person).post(f"{LOG}uploads/").status_code == 404
    assert not Entry.objects.exists()


def test_files_can_be_sent_ahead_in_pieces(kofis: Client, kofi: Person) -> None:
    content, file_id = b"a long interview", str(uuid4())
    values = {"id": file_id, "type": "audio/mp4", "sha256": hashlib.sha256(content).hexdigest()}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in values.items())
    tus = {"Tus-Resumable": "1.0.0"}
    begun = kofis.post(
        f"{LOG}uploads/",
        headers={**tus, "Upload-Length": str(len(content)), "Upload-Metadata": metadata},
    )
    assert begun.status_code == 201
    sent = kofis.patch(
        begun["Location"],
        content,
        content_type="application/offset+octet-stream",
        headers={**tus, "Upload-Offset": "0"},
    )
    assert sent.status_code == 204
    kofis.post(f"{LOG}new/", fresh(**{"source": "interview", "item-voice-upload": file_id}))
    attachment = Entry.objects.get().attachments.get()
    assert attachment.upload is not None and attachment.upload.person == kofi
