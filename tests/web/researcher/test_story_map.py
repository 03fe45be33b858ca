"""The story map's page: who sees which numbers, and where each of them leads."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldstudy.diary.models import Exclusion
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories
from tests.web.researcher.shop import Shop, open_shop

Desk = Callable[[Person], Client]
MAP = "/studies/supermarket/story-map/"
FILE = "/studies/supermarket/story-map/file.svg"


@pytest.fixture
def shop(study: Study, kofi: Person) -> Shop:
    return open_shop(study, kofi)


def page(client: Client, path: str = MAP, **choice: object) -> str:
    response = client.get(path, choice)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def desk_table(text: str) -> str:
    """The table alone, without the list for phones."""
    return text[text.index('<table class="map">') : text.index('<ol class="map-list')]


def words(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_lan_sees_what_people_do_need_and_feel(desk: Desk, lan: Person, shop: Shop) -> None:
    seen = words(desk_table(page(desk(lan))))
    for expected in ("Till", "Shelf", "10 people · 10 entries", "3 people · 3 entries"):
        assert expected in seen
    assert "To be told" in seen
    assert "coders −1.0 n = 10" in seen
    assert "competitor −1.0 n = 6" in seen
    assert "“Words of P0" in seen
    assert "2 more people for a firm point" in seen


def test_a_map_without_a_scenario_teaches_the_next_step(
    desk: Desk, lan: Person, study: Study
) -> None:
    assert "Describe a scenario" in page(desk(lan))
    assert desk(lan).get(FILE).status_code == 404


def test_a_map_without_entries_says_so(desk: Desk, lan: Person, study: Study) -> None:
    factories.make_scenario(study)
    assert "never drawn by hand" in page(desk(lan))


def test_charlie_and_strangers_see_nothing(desk: Desk, charlie: Person, shop: Shop) -> None:
    for path in (MAP, FILE, "/studies/supermarket/evidence/"):
        assert desk(charlie).get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_operators_have_no_part_in_the_map(desk: Desk, otto: Person, shop: Shop) -> None:
    assert desk(otto).get(MAP).status_code == 404


def test_quotes_need_the_quotes_scope_even_for_staff(desk: Desk, lan: Person, shop: Shop) -> None:
    assert "Words of P01" not in page(desk(lan))


def test_a_photo_needs_the_photo_scope(desk: Desk, lan: Person, shop: Shop) -> None:
    text = page(desk(lan))
    assert "9 entries with photos" in text
    assert "Photo by P01" not in text


def test_every_link_of_the_map_leads_to_as_many_as_it_says(
    desk: Desk, lan: Person, shop: Shop
) -> None:
    client = desk(lan)
    links = re.findall(
        r'<a[^>]*href="(/studies/supermarket/evidence/[^"]+)"[^>]*>(.*?)</a>',
        desk_table(page(client)),
        re.DOTALL,
    )
    counted = [
        check_link(words(page(client, unescape(address))), words(inside))
        for address, inside in links
    ]
    assert {"people and entries", "n", "entries with photos", "people"} <= set(counted)


def check_link(listed: str, said: str) -> str:
    """Compare what a link says with the head of the list it leads to; answers what it counted."""
    head = re.search(r"(\d+) (?:person|people) · (\d+) entr", listed)
    assert head is not None
    people, entries = head.groups()
    if found := re.search(r"(\d+) (?:person|people) · (\d+) entr", said):
        assert found.groups() == (people, entries)
        return "people and entries"
    if found := re.search(r"n = (\d+)", said):
        assert found.group(1) == people
        return "n"
    if found := re.search(r"(\d+) entr(?:y|ies) with photos", said):
        assert found.group(1) == entries
        return "entries with photos"
    if found := re.search(r"(\d+)(?: \d+ (?:person|people))? ?$", said):
        assert found.group(1) == people
        return "people"
    return "a name or a drawing"


def test_a_segment_is_a_link_and_only_its_people(desk: Desk, lan: Person, shop: Shop) -> None:
    seen = words(desk_table(page(desk(lan), segment=shop.mornings.pk)))
    assert "6 people · 6 entries" in seen


def test_one_brand_has_no_competitor_beside_it(desk: Desk, lan: Person, shop: Shop) -> None:
    seen = words(desk_table(page(desk(lan), brand=shop.rival.pk)))
    assert "6 people · 6 entries" in seen
    assert "competitor" not in seen


def test_source_and_days_narrow_the_map(desk: Desk, lan: Person, shop: Shop) -> None:
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).date().isoformat()
    assert "Nothing fits this choice" in page(desk(lan), source="interview")
    assert "Nothing fits this choice" in page(desk(lan), **{"from": tomorrow})
    assert "10 people · 10 entries" in words(page(desk(lan), to=tomorrow, source="diary"))


def test_a_day_that_is_none_is_said_beside_its_field(desk: Desk, lan: Person, shop: Shop) -> None:
    text = page(desk(lan), **{"from": "yesterday"})
    assert "Enter a valid date" in text
    assert "10 people" in text


def test_parts_of_another_study_do_not_exist(desk: Desk, lan: Person, shop: Shop) -> None:
    other = factories.make_scenario(factories.make_study("another"))
    for choice in ({"scenario": other.pk}, {"scenario": "x"}, {"segment": other.pk}):
        assert desk(lan).get(MAP, choice).status_code == 404


def test_an_excluded_entry_leaves_the_map_and_is_listed_with_its_reason(
    desk: Desk, lan: Person, shop: Shop
) -> None:
    Exclusion.objects.create(
        study=shop.study, entry=shop.entries[0], by=lan, reason="written by a child"
    )
    assert "9 people · 9 entries" in words(page(desk(lan)))
    asked = {"show": "own", "touchpoint": shop.till.pk}
    listed = page(desk(lan), "/studies/supermarket/evidence/", **asked)
    assert "9 people · 9 entries" in words(listed)
    assert "written by a child" in listed


def test_vera_sees_no_small_number_and_no_label(desk: Desk, vera: Person, shop: Shop) -> None:
    text = page(desk(vera))
    seen = words(desk_table(text))
    assert "10 people · 10 entries" in seen
    assert "fewer than 5 people" in seen
    assert "at the shelf" not in text
    assert not re.search(r"\bP\d\d\b", words(text).replace("Words of P", ""))


def test_vera_sees_only_words_and_photos_agreed_for_clients(
    desk: Desk, vera: Person, shop: Shop
) -> None:
    text = page(desk(vera))
    assert "Words of P" in text
    assert "Words of P01" not in text and "Words of P02" not in text


def test_vera_has_no_filter_that_could_tell_people_apart(
    desk: Desk, vera: Person, shop: Shop
) -> None:
    client = desk(vera)
    for beyond in ({"brand": shop.own.pk}, {"source": "diary"}, {"from": "2026-05-01"}):
        for path in (MAP, FILE, "/studies/supermarket/evidence/"):
            assert client.get(path, beyond).status_code == 404
    assert 'name="source"' not in page(client)


def test_vera_cannot_subtract_one_segment_from_all(desk: Desk, vera: Person, shop: Shop) -> None:
    """Six of ten come in the mornings: their map would leave four."""
    seen = words(desk_table(page(desk(vera), segment=shop.mornings.pk)))
    assert "6 people" not in seen
    assert "fewer than 5 people" in seen


def test_pages_cost_the_same_however_much_there_is(
    desk: Desk, lan: Person, kofi: Person, shop: Shop
) -> None:
    client = desk(lan)

    def queries(path: str, **choice: object) -> int:
        page(client, path, **choice)
        with CaptureQueriesContext(connection) as seen:
            page(client, path, **choice)
        return len(seen)

    evidence = {"show": "entries", "touchpoint": shop.till.pk}
    before = queries(MAP), queries("/studies/supermarket/evidence/", **evidence)
    for person in shop.people:
        for _ in range(3):
            entry = factories.make_entry(
                person, "Again.", scenario=shop.scenario, touchpoint=shop.till, valence=0
            )
            factories.make_coding(entry, shop.pain, kofi, strength=3, span=(0, 5))
            factories.make_attachment(entry, state="ready")
    after = queries(MAP), queries("/studies/supermarket/evidence/", **evidence)
    assert before == after
    assert before[0] <= 24


def test_the_file_is_a_drawing_with_the_page_s_numbers(desk: Desk, lan: Person, shop: Shop) -> None:
    response = desk(lan).get(FILE)
    assert response["Content-Type"] == "image/svg+xml"
    assert re.fullmatch(
        r'attachment; filename="supermarket-story-map-\d{4}-\d\d-\d\d.svg"',
        response["Content-Disposition"],
    )
    svg = ElementTree.fromstring(response.content)
    said = "\n".join("".join(one.itertext()) for one in svg.iter())
    for expected in ("Weekday dinner shop", "Till", "10 people · 10 entries", "competitor −1.0"):
        assert expected in said
    assert "Words of" not in said


def test_the_map_speaks_chinese(desk: Desk, lan: Person, shop: Shop) -> None:
    client = desk(lan)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    text = page(client)
    assert '<html lang="zh-Hans"' in text
    assert text.index("中·Till") < text.index(">Till<")


def test_nothing_in_the_page_needs_inline_style_or_script(
    desk: Desk, lan: Person, shop: Shop
) -> None:
    text = page(desk(lan))
    assert " style=" not in text
    assert not re.search(r"<script(?![^>]+src=)", text)
