"""The entries behind a number."""

from collections.abc import Callable

import pytest
from django.test import Client

from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.web.researcher.story_map import evidence
from tests import factories
from tests.web.researcher.shop import Shop, open_shop

Desk = Callable[[Person], Client]
EVIDENCE = "/studies/supermarket/evidence/"


@pytest.fixture
def shop(study: Study, kofi: Person) -> Shop:
    return open_shop(study, kofi)


def test_what_people_wrote_and_what_coders_put_on_it(desk: Desk, lan: Person, shop: Shop) -> None:
    asked = {"show": "pain", "touchpoint": shop.till.pk}
    text = desk(lan).get(EVIDENCE, asked).content.decode()
    assert "Words of P01 at the till." in text
    assert "Nobody came" in text
    assert "strength 2" in text


def test_pages_go_on_where_the_last_one_ended(
    desk: Desk, lan: Person, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "PAGE", 4)
    client, seen = desk(lan), []
    response = client.get(EVIDENCE, {"show": "own", "touchpoint": shop.till.pk})
    while True:
        seen += [piece.entry.pk for piece in response.context["pieces"]]
        if not (last := response.context["next"]):
            break
        response = client.get(f"{EVIDENCE}?{response.context['query']}&after={last}")
    assert len(seen) == len(set(seen)) == 10


def test_what_is_no_number_of_the_map_does_not_exist(desk: Desk, lan: Person, shop: Shop) -> None:
    other = factories.make_touchpoint(factories.make_study("another"))
    for asked in (
        {"show": "everything"},
        {"show": "own"},
        {"show": "own", "touchpoint": other.pk},
        {"show": "own", "touchpoint": "x"},
        {"show": "code", "touchpoint": shop.till.pk},
        {"show": "nowhere", "touchpoint": shop.till.pk},
        {"show": "own", "touchpoint": shop.till.pk, "after": other.pk},
    ):
        assert desk(lan).get(EVIDENCE, asked).status_code == 404, asked


def test_vera_sees_entries_only_of_people_who_allow_it(
    desk: Desk, vera: Person, shop: Shop
) -> None:
    asked = {"show": "own", "touchpoint": shop.till.pk}
    text = desk(vera).get(EVIDENCE, asked).content.decode()
    assert "9 of them may be shown to you." in text
    assert "Words of P03 at the till." in text
    assert "Words of P02" not in text, "does not allow viewing by the client"
    assert "Words of P01" not in text, "does not allow quotes"
    assert ">P03<" not in text and "Nobody came" not in text


@pytest.mark.parametrize("show", ["entries", "own", "coder", "pain", "photos"])
def test_vera_gets_no_evidence_of_what_is_withheld(
    desk: Desk, vera: Person, shop: Shop, show: str
) -> None:
    asked = {"show": show, "touchpoint": shop.shelf.pk}
    assert desk(vera).get(EVIDENCE, asked).status_code == 404
    assert desk(vera).get(EVIDENCE, {"show": "nowhere"}).status_code == 404
