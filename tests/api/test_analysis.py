"""Programs get the map's figures as their person's role may see them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fieldstudy.coding.models import Assignment
from fieldstudy.core import clock
from fieldstudy.people.actions import create_token
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories
from tests.web.researcher.shop import Shop, open_shop

Program = Callable[[Person], Client]
MAP = "/api/v1/studies/supermarket/story-map/"
AGREEMENT = "/api/v1/studies/supermarket/agreement/"


@pytest.fixture
def program() -> Program:
    def with_token(person: Person) -> Client:
        _, secret = create_token(person, name="test", by=person)
        return Client(headers={"authorization": f"Token {secret}", "accept-language": "en"})

    return with_token


@pytest.fixture
def shop(study: Study, kofi: Person) -> Shop:
    return open_shop(study, kofi)


def touchpoints(client: Client, **query: Any) -> dict[str, Any]:
    answer = client.get(MAP, query)
    assert answer.status_code == 200, answer.content
    return {each["name"]: each for each in answer.json()["touchpoints"]}


def test_the_map_as_figures(program: Program, lan: Person, shop: Shop) -> None:
    till = touchpoints(program(lan), scenario=shop.scenario.pk)["Till"]
    assert (till["people"], till["entries"]) == (10, 10)
    own = till["series"]["own"]
    assert (own["state"], own["people"]) == ("solid", 10)
    assert own["mean"] == pytest.approx(-1)
    assert own["low"] < own["mean"] < own["high"]
    assert till["series"]["competitor"]["people"] == 6
    assert till["reactions"]["pain"]["affected"] == 10
    assert till["needs"] == [{"code": str(shop.need.pk), "name": "To be told", "people": 10}]


def test_a_client_s_program_sees_no_more_than_the_client(
    program: Program, vera: Person, shop: Shop
) -> None:
    found = touchpoints(program(vera))
    assert found["Shelf"]["withheld"]
    assert set(found["Shelf"]) == {
        "touchpoint", "name", "stage", "is_moment_of_truth", "withheld",
    }  # fmt: skip
    assert found["Till"]["series"]["own"]["shares"] is None
    refused = program(vera).get(MAP, {"source": "diary"})
    assert refused.status_code == 422
    assert "Clients cannot filter by this." in refused.content.decode()


def test_parts_of_other_studies_and_people_outside(
    program: Program, lan: Person, charlie: Person, otto: Person, shop: Shop
) -> None:
    other = factories.make_scenario(factories.make_study("another"))
    assert program(lan).get(MAP, {"scenario": other.pk}).status_code == 404
    assert program(lan).get(MAP, {"since": "soon"}).status_code == 422
    assert program(charlie).get(MAP).status_code == 404
    assert program(otto).get(MAP).status_code == 403


def test_agreement_of_two_coders_on_whole_entries(
    program: Program, lan: Person, kofi: Person, mira: Person, shop: Shop
) -> None:
    """Kofi put the pain on all of four entries; Mira, who finished them too, on two."""
    entries = [entry for entry in shop.entries if entry.valence is not None][:4]
    Assignment.objects.bulk_create(
        Assignment(study=shop.study, entry=entry, coder=coder, done_at=clock.now())
        for entry in entries
        for coder in (kofi, mira)
    )
    coded = [entry for entry in entries if entry.codings.filter(code=shop.pain).exists()]
    factories.make_coding(coded[0], shop.pain, mira, strength=1)
    found = program(lan).get(AGREEMENT).json()["codes"]
    pain = next(each for each in found if each["code"] == str(shop.pain.pk))
    assert pain["entries"] == 4
    assert pain["percent"] == pytest.approx(1 - (len(coded) - 1) / 4)
    assert program(kofi).get(AGREEMENT).status_code == 403
