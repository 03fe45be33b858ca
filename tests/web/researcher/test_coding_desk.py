"""The page on which an entry is coded."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fieldstudy.coding.models import Assignment, Coding
from fieldstudy.core import clock
from fieldstudy.diary.models import Entry, EntryRevision, Exclusion, Visit
from fieldstudy.media.models import Rendition
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance
from tests import factories

Desk = Callable[[Person], Client]


def url(entry: Entry) -> str:
    return reverse("researcher:coding_entry", args=[entry.study.slug, entry.pk])


def document(client: Client, entry: Entry) -> dict[str, Any]:
    """What the modules of the page are given."""
    page = client.get(url(entry)).content.decode()
    found = re.search(r'<script id="desk-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    given: dict[str, Any] = json.loads(found[1])
    return given


def test_words_stand_line_by_line_with_their_code_points(
    desk: Desk, kofi: Person, p01: Any
) -> None:
    entry = factories.make_entry(p01, "𠮷野家👩‍👩‍👧\n\n<b>很快</b>")
    page = desk(kofi).get(url(entry)).content.decode()
    assert (
        '<p data-start="0">𠮷野家👩‍👩‍👧</p><p data-start="10">&lt;b&gt;很快&lt;/b&gt;</p>' in page
    )


def test_ones_own_and_others_codings_are_told_apart(
    desk: Desk, kofi: Person, mira: Person, study: Study, entry: Entry
) -> None:
    code = factories.make_code(study)
    mine = factories.make_coding(entry, code, kofi, span=(0, 10), strength=2)
    theirs = factories.make_coding(entry, code, mira, span=(4, 10))
    factories.make_coding(entry, code, kofi, span=(4, 6), removed_at=clock.now())
    seen = {each["id"]: each for each in document(desk(kofi), entry)["excerpts"]}
    assert set(seen) == {str(mine.excerpt.client_id), str(theirs.excerpt.client_id)}
    own = seen[str(mine.excerpt.client_id)]
    assert own["isMine"] is True
    assert own["anchor"] == {
        "medium": "text",
        "version": str(entry.latest_id),  # type: ignore[attr-defined]
        "start": 0,
        "end": 10,
    }
    assert own["codings"] == [{"id": str(mine.client_id), "code": str(code.pk), "strength": 2}]
    other = seen[str(theirs.excerpt.client_id)]
    assert (other["isMine"], other["coder"]) == (False, "Mira")


def test_who_codes_blind_sees_only_their_own(
    desk: Desk, kofi: Person, mira: Person, study: Study, entry: Entry
) -> None:
    code = factories.make_code(study)
    mine = factories.make_coding(entry, code, kofi)
    factories.make_coding(entry, code, mira)
    Assignment.objects.create(study=study, entry=entry, coder=kofi, is_blind=True)
    seen = document(desk(kofi), entry)["excerpts"]
    assert [each["id"] for each in seen] == [str(mine.excerpt.client_id)]
    assert len(document(desk(mira), entry)["excerpts"]) == 2


def test_words_that_changed_since_are_listed_with_what_they_were(
    desk: Desk, kofi: Person, study: Study, entry: Entry
) -> None:
    factories.make_coding(entry, factories.make_code(study), kofi, span=(4, 10))
    entry.latest = EntryRevision.objects.create(
        study=study, entry=entry, number=2, text="It turned red."
    )
    entry.save()
    page = desk(kofi).get(url(entry)).content.decode()
    assert "Coded on an earlier wording" in page
    assert '<q class="voice">screen</q>' in page
    given = document(desk(kofi), entry)
    assert (given["excerpts"], len(given["earlier"])) == ([], 1)


def test_an_archived_code_that_stands_somewhere_keeps_its_name_but_cannot_be_put(
    desk: Desk, kofi: Person, study: Study, entry: Entry
) -> None:
    code = factories.make_code(study, "Old words", archived_at=clock.now())
    factories.make_coding(entry, code, kofi)
    page = desk(kofi).get(url(entry)).content.decode()
    assert f'<button type="button" disabled value="{code.pk}"' in page
    assert f'name="code" value="{code.pk}"' not in page


def test_the_transcript_stands_with_its_times_and_unsure_words(
    desk: Desk, kofi: Person, mira: Person, study: Study, entry: Entry
) -> None:
    version = make_transcript(entry, accepted_by=mira)
    page = desk(kofi).get(url(entry)).content.decode()
    assert '<span class="voice" data-start="0">一直<span class="unsure">闪灯</span></span>' in page
    assert "accepted by Mira" in page
    assert "1 unsure place" in page
    recording = str(version.transcript.attachment_id)
    assert document(desk(kofi), entry)["words"] == {
        recording: [[0, 2, 100, 800], [2, 4, 900, 1700]]
    }


def test_media_that_is_not_ready_says_so(desk: Desk, kofi: Person, entry: Entry) -> None:
    factories.make_attachment(entry, "photo")
    factories.make_attachment(entry, "recording", state="failed", reason="damaged")
    page = desk(kofi).get(url(entry)).content.decode()
    assert "This photo is being prepared." in page
    assert "This recording could not be read." in page


def test_the_visit_shows_where_the_entry_stands(
    desk: Desk, kofi: Person, study: Study, p01: Any
) -> None:
    visit = Visit.objects.create(study=study, participation=p01, started_at=clock.now())
    door, till = (
        factories.make_entry(p01, words, visit=visit) for words in ("The door.", "The till.")
    )
    page = desk(kofi).get(url(till)).content.decode()
    assert f'<a href="{url(door)}">' in page
    assert f'<a href="{url(till)}" aria-current="true">' in page


def test_an_excluded_entry_says_why(
    desk: Desk, kofi: Person, lan: Person, study: Study, entry: Entry
) -> None:
    Exclusion.objects.create(study=study, entry=entry, by=lan, reason="A test of the phone.")
    assert (
        "Left out of analysis: A test of the phone." in desk(kofi).get(url(entry)).content.decode()
    )


def test_answers_stand_with_what_was_asked(
    desk: Desk, kofi: Person, lan: Person, study: Study, p01: Any
) -> None:
    prompt = factories.make_prompt(study)
    item = {"key": "queue", "kind": "single", "wording": {"zh": "排队吗？", "en": "A queue?"}}
    options = [{"key": "long", "label": {"zh": "很长", "en": "A long one"}}]
    scale = {"key": "ease", "kind": "scale", "wording": {"zh": "顺利吗？", "en": "How easy?"}}
    frozen = {"prompts": [{"id": str(prompt.pk), "items": [item | {"options": options}, scale]}]}
    entry = factories.make_entry(
        p01,
        "Words.",
        prompt=prompt,
        protocol_version=factories.make_protocol(study, lan, frozen),
    )
    assert entry.latest is not None
    entry.latest.answers = {"queue": "long", "ease": 4.0}
    entry.latest.save()
    page = desk(kofi).get(url(entry)).content.decode()
    for words in ("A queue?", "A long one", "How easy?", "<span>4</span>"):
        assert words in page


def test_the_keys_lead_to_the_neighbours_within_the_filters(
    desk: Desk, kofi: Person, study: Study, p01: Any, p02: Any
) -> None:
    def later(minutes: int) -> Any:
        return clock.now().replace(hour=9, minute=minutes, second=0)

    first, second, third = (
        factories.make_entry(p01, f"Entry {number}.", happened_at=later(number))
        for number in range(3)
    )
    factories.make_entry(p02, "Another's.", happened_at=later(1).replace(second=30))
    factories.make_coding(second, factories.make_code(study), kofi)
    chosen = f"?participation={p01.pk}"
    page = desk(kofi).get(url(first) + chosen).content.decode()
    assert f'data-next="{url(second)}{chosen}"' in page
    assert 'data-previous=""' in page
    assert f'data-next-open="{url(third)}{chosen}"' in page
    assert page.count('<li><a href="/studies/supermarket/coding/0') == 3


def test_the_number_of_queries_does_not_grow(
    desk: Desk,
    kofi: Person,
    mira: Person,
    study: Study,
    p01: Any,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def fill(times: int) -> Entry:
        entry = factories.make_entry(p01, "The screen turned red. " * 20)
        for number in range(times):
            code = factories.make_code(study, f"Code {entry.pk} {number}")
            for coder in (kofi, mira):
                factories.make_coding(entry, code, coder, span=(number, number + 5))
            factories.make_attachment(entry, "photo")
            make_transcript(entry)
            factories.make_entry(p01, f"Neighbour {number}")
        return entry

    client = desk(kofi)
    small, large = fill(1), fill(6)
    client.get(url(small))
    with django_assert_max_num_queries(34) as counted:
        assert client.get(url(small)).status_code == 200
    with django_assert_max_num_queries(len(counted)):
        assert client.get(url(large)).status_code == 200


def make_transcript(entry: Entry, **fields: Any) -> TranscriptVersion:
    """“一直闪灯” of two words, the second one unsure, on a recording that can be heard."""
    recording = factories.make_attachment(entry, "recording", duration_ms=2000, state="ready")
    Rendition.objects.create(study=entry.study, attachment=recording, kind="listening")
    Rendition.objects.create(
        study=entry.study, attachment=recording, kind="peaks", data=[0, 128, 255]
    )
    transcript = Transcript.objects.create(study=entry.study, attachment=recording)
    version = TranscriptVersion.objects.create(
        study=entry.study,
        transcript=transcript,
        number=1,
        origin="machine",
        text="一直闪灯",
        **fields,
    )
    Utterance.objects.create(
        study=entry.study,
        version=version,
        position=0,
        start=0,
        end=4,
        start_ms=0,
        end_ms=2000,
        text="一直闪灯",
        words=[[0, 2, 100, 800, 0.9], [2, 4, 900, 1700, 0.2]],
    )
    transcript.latest = version
    transcript.save()
    return version


def test_a_viewer_of_the_map_is_not_at_the_desk(desk: Desk, vera: Person, entry: Entry) -> None:
    assert desk(vera).get(url(entry)).status_code == 404
    assert not Coding.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_speaks_both_languages(
    desk: Desk, kofi: Person, entry: Entry, language: str
) -> None:
    client = desk(kofi)
    client.cookies["fieldstudy-language"] = language
    page = client.get(url(entry)).content.decode()
    assert ("全部按键" in page) == (language == "zh-hans")
