"""A photo or a voice is for those it was meant for; everybody else finds nothing there."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.core import clock, storage
from fieldstudy.diary.models import Attachment, Entry, Exclusion, Retraction
from fieldstudy.events.models import Event
from fieldstudy.media.models import Rendition
from fieldstudy.participants.models import DeviceSession, Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories

ORIGINAL = b"as the phone sent it, with the place in it"
COPY = bytes(range(200))
Desk = Callable[[Person], Client]
Phone = Callable[[Participation], Client]


def make_note(entry: Entry, kind: str = "recording", **fields: object) -> Attachment:
    """A voice note with a listening copy and a waveform."""
    attachment = factories.make_attachment(
        entry, kind, ORIGINAL, content_type="audio/webm", duration_ms=2000, **fields
    )
    storage.save(attachment.storage_key, [ORIGINAL])
    key = f"renditions/{attachment.pk}-listening"
    Rendition.objects.create(
        study=entry.study,
        attachment=attachment,
        kind="listening",
        storage_key=key,
        content_type="audio/mp4",
        size=len(COPY),
        sha256=storage.save(key, [COPY]),
    )
    Rendition.objects.create(
        study=entry.study, attachment=attachment, kind="peaks", data=[0, 128, 255]
    )
    return attachment


@pytest.fixture
def note(entry: Entry) -> Attachment:
    return make_note(entry)


def listen(client: Client, note: Attachment, kind: str = "listening", **headers: str) -> Any:
    address = reverse("study_media", args=[note.study.slug, note.pk, kind])
    return client.get(address, headers=headers)


def listen_on_phone(client: Client, note: Attachment, kind: str = "listening") -> Any:
    return client.get(reverse("participant:media", args=[note.pk, kind]))


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("who", ["lan", "rosa", "kofi", "vera"])
def test_the_team_hears_a_voice_note(
    request: pytest.FixtureRequest, desk: Desk, note: Attachment, who: str
) -> None:
    response = listen(desk(request.getfixturevalue(who)), note)

    assert response.status_code == 200
    assert body(response) == COPY
    assert response["Content-Type"] == "audio/mp4"


@pytest.mark.parametrize("who", ["charlie", "otto"])
def test_an_outsider_and_an_operator_hear_nothing(
    request: pytest.FixtureRequest, desk: Desk, note: Attachment, who: str
) -> None:
    assert listen(desk(request.getfixturevalue(who)), note).status_code == 404


def test_somebody_not_signed_in_is_asked_to(client: Client, note: Attachment) -> None:
    assert listen(client, note).status_code == 302


def test_a_note_is_not_found_under_another_studys_address(
    desk: Desk, charlie: Person, note: Attachment
) -> None:
    address = reverse("study_media", args=["elsewhere", note.pk, "listening"])

    assert desk(charlie).get(address).status_code == 404


def test_participants_hear_their_own_and_nobody_elses(
    phone: Phone, p01: Participation, p02: Participation, note: Attachment
) -> None:
    assert body(listen_on_phone(phone(p01), note)) == COPY
    assert listen_on_phone(phone(p02), note).status_code == 404


def test_a_phone_that_was_shut_out_hears_nothing_more(
    phone: Phone, p01: Participation, note: Attachment
) -> None:
    client = phone(p01)
    assert listen_on_phone(client, note).status_code == 200

    DeviceSession.objects.update(revoked_at=clock.now())
    client.raise_request_exception = False

    assert listen_on_phone(client, note).status_code != 200


def test_the_browser_must_ask_again_each_time(desk: Desk, lan: Person, note: Attachment) -> None:
    client = desk(lan)
    first = listen(client, note)
    assert first["Cache-Control"] == "private, no-cache"

    again = listen(client, note, **{"if-none-match": first["ETag"]})
    assert again.status_code == 304

    lan.memberships.all().delete()
    assert listen(client, note, **{"if-none-match": first["ETag"]}).status_code == 404


def test_sound_can_be_played_from_the_middle(desk: Desk, kofi: Person, note: Attachment) -> None:
    response = listen(desk(kofi), note, range="bytes=150-")

    assert response.status_code == 206
    assert response["Content-Range"] == "bytes 150-199/200"
    assert body(response) == COPY[150:]
    assert listen(desk(kofi), note, range="bytes=200-").status_code == 416
    assert body(listen(desk(kofi), note, range="bytes=0-1,4-5")) == COPY


def test_a_file_opened_alone_can_do_nothing(desk: Desk, kofi: Person, note: Attachment) -> None:
    response = listen(desk(kofi), note)

    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "filename" not in response.get("Content-Disposition", "")


def test_the_waveform_comes_as_numbers(desk: Desk, kofi: Person, note: Attachment) -> None:
    response = listen(desk(kofi), note, "peaks")

    assert response.json() == {"peaks": [0, 128, 255], "duration_ms": 2000}
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("kind", ["display", "original", "..", "nonsense"])
def test_a_copy_that_was_not_made_is_not_found(
    desk: Desk, kofi: Person, note: Attachment, kind: str
) -> None:
    address = f"/studies/{note.study.slug}/media/{note.pk}/{kind}/"

    assert desk(kofi).get(address).status_code in {404, 405}


def test_a_row_whose_file_is_missing_is_not_found(
    desk: Desk, kofi: Person, note: Attachment
) -> None:
    storage.delete(note.renditions.get(kind="listening").storage_key)

    assert listen(desk(kofi), note).status_code == 404


def test_what_was_taken_back_is_not_shown_at_the_desk(
    study: Study, desk: Desk, lan: Person, note: Attachment
) -> None:
    Retraction.objects.create(study=study, entry=note.entry)

    assert listen(desk(lan), note).status_code == 404


def test_a_file_taken_off_its_entry_is_shown_to_nobody(
    desk: Desk, phone: Phone, lan: Person, p01: Participation, note: Attachment
) -> None:
    note.removed_at = clock.now()
    note.save()

    assert listen(desk(lan), note).status_code == 404
    assert listen_on_phone(phone(p01), note).status_code == 404


@pytest.mark.parametrize(
    ("kind", "scopes", "status"),
    [
        ("recording", ["voice", "client_viewing"], 200),
        ("recording", ["voice"], 404),
        ("recording", ["client_viewing", "photos"], 404),
        ("photo", ["photos", "client_viewing"], 200),
        ("photo", ["voice", "client_viewing"], 404),
        ("video", ["voice", "client_viewing"], 404),
        ("video", ["voice", "photos", "client_viewing"], 200),
        ("recording", [], 404),
    ],
)
def test_the_client_sees_what_the_newest_consent_allows(
    desk: Desk, vera: Person, p01: Participation, kind: str, scopes: list[str], status: int
) -> None:
    note = make_note(factories.make_entry(p01), kind)
    factories.make_consent(p01, scopes)

    assert listen(desk(vera), note).status_code == status


def test_the_client_sees_neither_rehearsals_nor_what_is_left_out(
    study: Study, desk: Desk, vera: Person, lan: Person, p01: Participation
) -> None:
    rehearsed = make_note(factories.make_entry(p01, is_rehearsal=True))
    excluded = make_note(factories.make_entry(p01))
    Exclusion.objects.create(study=study, entry=excluded.entry, by=lan, reason="twice")

    assert listen(desk(vera), rehearsed).status_code == 404
    assert listen(desk(vera), excluded).status_code == 404
    assert listen(desk(lan), excluded).status_code == 200


def test_the_client_sees_what_staff_recorded(study: Study, desk: Desk, vera: Person) -> None:
    observer = factories.make_person("Rosa")
    seen = factories.make_entry(None, study=study, author=observer, source="observation")

    assert listen(desk(vera), make_note(seen)).status_code == 200


def download(client: Client, note: Attachment) -> Any:
    return client.post(reverse("original_media", args=[note.study.slug, note.pk]))


@pytest.mark.parametrize("who", ["lan", "otto"])
def test_an_original_is_handed_out_and_that_is_written_down(
    request: pytest.FixtureRequest, desk: Desk, note: Attachment, who: str
) -> None:
    person: Person = request.getfixturevalue(who)

    response = download(desk(person), note)

    assert body(response) == ORIGINAL
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith('attachment; filename="recording-')
    assert response["ETag"] == f'"{hashlib.sha256(ORIGINAL).hexdigest()}"'
    event = Event.objects.get(verb="original.downloaded")
    assert (event.actor_id, event.subject_id) == (person.pk, note.pk)


@pytest.mark.parametrize("who", ["rosa", "kofi", "vera", "charlie"])
def test_nobody_else_gets_an_original(
    request: pytest.FixtureRequest, desk: Desk, note: Attachment, who: str
) -> None:
    assert download(desk(request.getfixturevalue(who)), note).status_code == 404
    assert not Event.objects.filter(verb="original.downloaded").exists()


def test_looking_at_the_address_of_an_original_hands_out_nothing(
    desk: Desk, lan: Person, note: Attachment
) -> None:
    response = desk(lan).get(reverse("original_media", args=[note.study.slug, note.pk]))

    assert response.status_code == 405


def test_showing_a_copy_asks_little_of_the_database(
    desk: Desk, kofi: Person, note: Attachment, django_assert_max_num_queries: Any
) -> None:
    client = desk(kofi)
    listen(client, note)
    with django_assert_max_num_queries(5):
        listen(client, note)
