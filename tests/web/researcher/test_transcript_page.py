"""Correcting and accepting transcripts at the desk."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fieldstudy.coding.actions import put_code
from fieldstudy.coding.anchors import TranscriptSpan
from fieldstudy.core.scope import every_study
from fieldstudy.diary.models import Entry
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance
from fieldstudy.web.researcher.coding import transcripts
from tests import factories

Desk = Callable[[Person], Client]


def make_transcript(entry: Entry, *lines: str) -> Transcript:
    """A machine's transcript, one utterance a second."""
    recording = factories.make_attachment(
        entry, "recording", duration_ms=1000 * len(lines), state="ready"
    )
    transcript = Transcript.objects.create(study=entry.study, attachment=recording)
    transcript.latest = TranscriptVersion.objects.create(
        study=entry.study,
        transcript=transcript,
        number=1,
        origin="machine",
        text="\n".join(lines),
        flags=["loop", "unsure"],
    )
    transcript.save()
    start = 0
    for position, words in enumerate(lines):
        Utterance.objects.create(
            study=entry.study,
            version=transcript.latest,
            position=position,
            start=start,
            end=start + len(words),
            start_ms=position * 1000,
            end_ms=position * 1000 + 900,
            text=words,
            words=[[start, start + 1, position * 1000, position * 1000 + 300, 0.2]],
        )
        start += len(words) + 1
    return transcript


@pytest.fixture
def transcript(entry: Entry) -> Transcript:
    return make_transcript(entry, "它就一直闪红灯", "我就站在那儿")


def at(name: str, transcript: Transcript) -> str:
    attachment = transcript.attachment
    key = [attachment.entry.study.slug, attachment.entry.pk, attachment.pk]
    return reverse(f"researcher:{name}", args=key)


def test_lines_stand_in_fields_with_their_times(
    desk: Desk, kofi: Person, transcript: Transcript
) -> None:
    page = desk(kofi).get(at("transcript", transcript)).content.decode()
    assert page.count('name="text"') == 2
    assert 'data-seek="1000"' in page
    assert '<span class="unsure">我</span>' in page


def test_a_correction_becomes_a_version_and_takes_the_codes_along(
    desk: Desk, kofi: Person, study: Study, transcript: Transcript
) -> None:
    assert transcript.latest is not None
    entry, code = transcript.attachment.entry, factories.make_code(study, "Fairness", "theme")
    for start, end in [(0, 3), (8, 14)]:
        words = transcript.latest.text[start:end]
        put_code(
            entry,
            code=code,
            anchor=TranscriptSpan(transcript.latest.pk, start, end, words),
            by=kofi,
            coding_id=uuid4(),
            excerpt_id=uuid4(),
        )
    client = desk(kofi)
    assert (
        "2 pieces of this wording are coded."
        in client.get(at("transcript", transcript)).content.decode()
    )
    body = {"number": "1", "text": ["它一直闪着红灯", "我就站在那儿"]}
    page = client.post(at("transcript", transcript), body, follow=True).content.decode()
    transcript.refresh_from_db()
    assert transcript.latest is not None
    assert (transcript.latest.text, transcript.latest.author) == (
        "它一直闪着红灯\n我就站在那儿",
        kofi,
    )
    assert "1 coded piece kept its place." in page
    assert "1 coded piece touches a change" in page
    assert "Transcript corrected by Kofi" in page
    assert '<q class="voice">它就一</q>' in page


def test_whoever_comes_second_loses_no_words_and_changes_nothing(
    desk: Desk, kofi: Person, mira: Person, transcript: Transcript
) -> None:
    url = at("transcript", transcript)
    desk(mira).post(url, {"number": "1", "text": ["红灯闪", "我站着"]})
    answer = desk(kofi).post(url, {"number": "1", "text": ["它闪红灯", "我就站着"]})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody corrected this transcript meanwhile." in page
    assert "<li>它闪红灯</li>" in page
    assert 'name="number" value="2"' in page
    assert transcript.versions.count() == 2
    odd = desk(kofi).post(url, {"number": "2", "text": ["only one"]})
    assert odd.status_code == 409
    assert transcript.versions.count() == 2


def test_a_wording_is_accepted_by_who_listened(
    desk: Desk, kofi: Person, transcript: Transcript
) -> None:
    entry = transcript.attachment.entry
    client = desk(kofi)
    desk_page = reverse("researcher:coding_entry", args=[entry.study.slug, entry.pk])
    before = client.get(desk_page).content.decode()
    assert at("transcript_acceptance", transcript) in before
    assert "Repeated words were left out." in before
    client.post(at("transcript_acceptance", transcript), {"number": "1"})
    after = client.get(desk_page).content.decode()
    assert "accepted by Kofi" in after
    assert at("transcript_acceptance", transcript) not in after
    assert client.post(at("transcript_acceptance", transcript), {"number": "9"}).status_code == 404
    assert client.post(at("transcript_acceptance", transcript), {"number": ""}).status_code == 400


def test_a_long_interview_is_corrected_page_by_page(
    desk: Desk, kofi: Person, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcripts, "PAGE", 2)
    transcript = make_transcript(entry, "一", "二", "三", "四", "五")
    url, client = at("transcript", transcript), desk(kofi)
    page = client.get(url + "?from=3").content.decode()
    assert ">三</textarea>" in page and ">四</textarea>" in page
    assert page.count('name="text"') == 2
    assert 'href="?from=0"' in page and 'href="?from=4"' in page
    client.post(url + "?from=2", {"number": "1", "text": ["三三", "四"]})
    transcript.refresh_from_db()
    assert transcript.latest is not None
    assert transcript.latest.text == "一\n二\n三三\n四\n五"
    assert ">五</textarea>" in client.get(url + "?from=99").content.decode()


@pytest.mark.parametrize("who", ["vera", "otto", "charlie"])
def test_others_find_no_transcript(
    desk: Desk, transcript: Transcript, who: str, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    assert client.get(at("transcript", transcript)).status_code == 404
    assert client.post(at("transcript_acceptance", transcript), {"number": "1"}).status_code == 404


def test_another_studys_transcript_does_not_exist_here(
    desk: Desk, kofi: Person, study: Study, entry: Entry
) -> None:
    with every_study():
        other = factories.make_study("elsewhere")
        stranger = factories.make_entry(factories.make_participation(other), "Words.")
        transcript = make_transcript(stranger, "红灯")
    for owner in (stranger.pk, entry.pk):
        url = reverse("researcher:transcript", args=[study.slug, owner, transcript.attachment_id])  # type: ignore[attr-defined]
        assert desk(kofi).get(url).status_code == 404


def test_the_number_of_queries_does_not_grow(
    desk: Desk,
    kofi: Person,
    entry: Entry,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = desk(kofi)
    short, long = make_transcript(entry, "一"), make_transcript(entry, *"一二三四五六七八九")
    client.get(at("transcript", short))
    with django_assert_max_num_queries(16) as counted:
        client.get(at("transcript", short))
    with django_assert_max_num_queries(len(counted)):
        assert client.get(at("transcript", long)).status_code == 200


def test_a_recording_without_a_transcript_has_none_to_correct(
    desk: Desk, kofi: Person, entry: Entry
) -> None:
    recording: Any = factories.make_attachment(entry, "recording")
    url = reverse("researcher:transcript", args=[entry.study.slug, entry.pk, recording.pk])
    assert desk(kofi).get(url).status_code == 404
