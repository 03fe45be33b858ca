"""The queue of entries to code."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fieldstudy.coding.actions import mark_done
from fieldstudy.coding.models import Assignment
from fieldstudy.core import clock
from fieldstudy.diary.models import Entry, Exclusion, Retraction
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import Transcript, TranscriptVersion
from fieldstudy.web.researcher.coding import queue
from tests import factories

Desk = Callable[[Person], Client]
URL = "/studies/supermarket/coding/"


def listed(client: Client, query: str = "") -> list[str]:
    """The snippets of the queue, in order."""
    page = client.get(URL + query).content.decode()
    return re.findall(r'<span class="snippet"[^>]*>(?:<[^>]*>)?([^<]*)', page)


@pytest.fixture
def three(p01: Any, p02: Any) -> list[Entry]:
    """Three entries of two people, a day apart, logged in another order."""
    noon = dt.datetime(2026, 5, 12, 4, 0, tzinfo=dt.UTC)
    days = [(p02, "second", 1), (p01, "first", 0), (p01, "third", 2)]
    return [
        factories.make_entry(who, words, happened_at=noon + dt.timedelta(days=day))
        for who, words, day in days
    ]


def test_entries_stand_as_things_happened(desk: Desk, kofi: Person, three: list[Entry]) -> None:
    assert listed(desk(kofi)) == ["first", "second", "third"]


def test_what_is_no_data_is_not_there(
    desk: Desk, kofi: Person, study: Study, three: list[Entry]
) -> None:
    second, first, third = three
    Retraction.objects.create(study=study, entry=first)
    Exclusion.objects.create(study=study, entry=second, by=kofi, reason="A test.")
    third.is_rehearsal = True
    third.save()
    assert listed(desk(kofi)) == []


def test_filters_by_everything_an_entry_has(
    desk: Desk, kofi: Person, study: Study, three: list[Entry], p02: Any
) -> None:
    second, first, third = three
    scenario, brand = factories.make_scenario(study), factories.make_brand(study)
    touchpoint, prompt = factories.make_touchpoint(study), factories.make_prompt(study)
    third.scenario, third.brand = scenario, brand
    third.touchpoint, third.prompt, third.source = touchpoint, prompt, "interview"
    third.save()
    client = desk(kofi)
    chosen = {
        "scenario": scenario,
        "brand": brand,
        "touchpoint": touchpoint,
        "prompt": prompt,
    }
    for name, row in chosen.items():
        assert listed(client, f"?{name}={row.pk}") == ["third"], name
    assert listed(client, "?source=interview") == ["third"]
    assert listed(client, f"?participation={p02.pk}") == ["second"]
    assert listed(client, "?since=2026-05-13") == ["second", "third"]
    assert listed(client, "?until=2026-05-13") == ["first", "second"]
    assert listed(client, f"?source=diary&participation={first.participation_id}") == ["first"]  # type: ignore[attr-defined]
    assert listed(client, f"?until=2026-05-12&source={second.source}&brand={brand.pk}") == []


def test_days_are_those_of_the_study(desk: Desk, kofi: Person, p01: Any) -> None:
    factories.make_entry(
        p01, "late", happened_at=dt.datetime(2026, 5, 12, 16, 30, tzinfo=dt.UTC)
    )  # half past midnight in Shanghai
    assert listed(desk(kofi), "?since=2026-05-13&until=2026-05-13") == ["late"]


def test_a_wrong_choice_is_named_and_filters_nothing(
    desk: Desk, kofi: Person, three: list[Entry]
) -> None:
    page = desk(kofi).get(URL + "?since=yesterday&brand=7").content.decode()
    assert page.count('class="problem"') == 2
    assert len(listed(desk(kofi), "?since=yesterday&brand=7")) == 3


def test_the_state_is_ones_own(
    desk: Desk, kofi: Person, mira: Person, study: Study, three: list[Entry]
) -> None:
    second, first, third = three
    code = factories.make_code(study)
    factories.make_coding(first, code, mira)
    factories.make_coding(second, code, kofi)
    factories.make_coding(third, code, kofi, removed_at=clock.now())
    mark_done(second, by=kofi)
    mark_done(first, by=mira)
    Assignment.objects.create(study=study, entry=third, coder=kofi)
    client = desk(kofi)
    expected = {
        "open": ["first", "third"],
        "done": ["second"],
        "uncoded": ["third"],
        "coded": ["first", "second"],
        "mine": ["second"],
        "assigned": ["second", "third"],
        "": ["first", "second", "third"],
    }
    for state, snippets in expected.items():
        assert listed(client, f"?state={state}") == snippets, state


def test_progress_counts_what_the_filters_leave_but_not_the_state(
    desk: Desk, kofi: Person, three: list[Entry], p01: Any
) -> None:
    mark_done(three[1], by=kofi)
    client = desk(kofi)
    assert "1 of 3 done" in client.get(URL + "?state=open").content.decode()
    assert "1 of 2 done" in client.get(f"{URL}?participation={p01.pk}").content.decode()


def test_a_voice_note_shows_its_first_words(
    desk: Desk, kofi: Person, study: Study, p01: Any
) -> None:
    entry = factories.make_entry(p01, "")
    transcript = Transcript.objects.create(
        study=study, attachment=factories.make_attachment(entry, "recording")
    )
    transcript.latest = TranscriptVersion.objects.create(
        study=study, transcript=transcript, number=1, origin="machine", text="它就一直闪红灯" * 40
    )
    transcript.save()
    assert listed(desk(kofi)) == [("它就一直闪红灯" * 40)[:80]]
    factories.make_entry(p01, "")
    assert listed(desk(kofi))[-1] == "Without words"


def test_pages_go_on_where_the_last_one_ended_even_when_entries_arrive(
    desk: Desk, kofi: Person, p01: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 3)
    noon = clock.now().replace(microsecond=0)
    for number in range(8):
        # Two at a time share a moment: the key decides between them.
        at = noon + dt.timedelta(minutes=number // 2)
        factories.make_entry(p01, f"e{number}", happened_at=at)
    client = desk(kofi)

    def follow(page: str, rel: str) -> str:
        found = re.search(rf'rel="{rel}" href="([^"]*)"', page)
        assert found
        return found[1].replace("&amp;", "&")

    def words(page: str) -> list[str]:
        return re.findall(r'class="snippet">(e\d|late)', page)

    first = client.get(URL + "?source=diary").content.decode()
    factories.make_entry(p01, "late", happened_at=noon - dt.timedelta(days=1))
    second = client.get(URL + follow(first, "next")).content.decode()
    third = client.get(URL + follow(second, "next")).content.decode()
    back = client.get(URL + follow(third, "prev")).content.decode()
    assert words(first) == ["e0", "e1", "e2"]
    assert words(second) == words(back) == ["e3", "e4", "e5"]
    assert words(third) == ["e6", "e7"]
    assert "source=diary" in follow(second, "next")
    assert words(client.get(URL + follow(second, "prev")).content.decode()) == ["e0", "e1", "e2"]
    assert 'rel="next"' not in third


def test_a_page_that_begins_nowhere_does_not_exist(desk: Desk, kofi: Person, study: Study) -> None:
    for query in ("?after=7", "?before=01a2137d-cbad-721e-b5cc-b0986c3cf417"):
        assert desk(kofi).get(URL + query).status_code == 404


def test_an_empty_study_teaches_the_next_step(desk: Desk, kofi: Person, study: Study) -> None:
    page = desk(kofi).get(URL).content.decode()
    assert "Begin with the starter codebook" in page
    assert "No entries yet." in page
    assert reverse("researcher:codebook", args=[study.slug]) in page


def test_the_number_of_queries_does_not_grow(
    desk: Desk,
    kofi: Person,
    study: Study,
    p01: Any,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = desk(kofi)
    factories.make_entry(p01, "one")
    client.get(URL)
    with django_assert_max_num_queries(16) as counted:
        client.get(URL)
    for number in range(20):
        entry = factories.make_entry(p01, f"more {number}")
        factories.make_coding(entry, factories.make_code(study, f"Code {number}"), kofi)
    with django_assert_max_num_queries(len(counted)):
        assert len(listed(client)) == 21
