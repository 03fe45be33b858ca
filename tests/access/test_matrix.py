"""Who gets in where: every address × every role, read from the resolver, so nothing can be forgotten."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.access.actions import ACTIONS, NOT_OF_A_STUDY
from fieldstudy.core.scope import study_scope
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role, Study
from tests import factories
from tests.access.routes import Route, routes
from tests.access.world import Samples, furnish

Desk = Callable[[Person], Client]
UNDECLARED = {"api:schema"}
"""Addresses of others: the schema holds no data and is for everybody."""
ROUTES = routes()
OF_A_STUDY = [route for route in ROUTES if route.is_of_a_study]
NO_SUCH = {"upload", "log_upload", "coding_memo", "new_log_answer"}
"""A key that nobody made is no 404 here: uploads are named by their sender, taking off what is not
there is done already, and an unknown prompt asks what a free entry asks."""
WANT_MORE = {
    "new_item", "item_wording", "member_link", "coding_item", "coding_codings", "code_new",
    "story_map_file", "evidence",
}  # fmt: skip
"""An empty request answers 404 here even for who may come in: it names no kind, code, person or
touchpoint, or there are too few people to show."""


def address(route: Route, study: Study, samples: Samples) -> str:
    """The address with a key for each parameter."""
    values: dict[str, Any] = {}
    for name in route.parameters - {"slug"}:
        key = route.name if name == "key" and route.name in samples else name
        if name == "kind" and "media" in route.name:
            values[name] = "display"
            continue
        assert key in samples, f"{route.name}: add a sample for <{name}> to tests/access/world.py"
        values[name] = samples[key]
    if route.is_of_a_study:
        values["slug"] = study.slug
    return reverse(route.name, kwargs=values)


def ask(client: Client, url: str) -> int:
    """GET, or the first method that is answered here."""
    status = 405
    for method in (client.get, client.post, client.delete, client.put):
        if status == 405:
            status = method(url).status_code
    return status


def test_every_address_declares_what_it_does() -> None:
    undeclared = {route.name for route in ROUTES if route.action is None}
    assert undeclared == UNDECLARED


def test_every_declared_action_stands_in_the_table() -> None:
    declared = {route.action for route in ROUTES if route.action is not None}
    assert declared <= set(ACTIONS) | NOT_OF_A_STUDY


def test_every_address_of_a_study_asks_for_an_action_of_a_study() -> None:
    assert {route.name for route in OF_A_STUDY if route.action not in ACTIONS} == set()


@pytest.fixture
def samples(study: Study, lan: Person) -> Samples:
    return furnish(study, lan)


@pytest.mark.parametrize("role", Role.values)
def test_each_role_gets_where_the_table_says_and_nowhere_else(
    role: str, study: Study, samples: Samples, desk: Desk
) -> None:
    person = factories.make_person("Rowan")
    factories.make_member(study, person, role)
    client = desk(person)
    wrong = []
    for route in OF_A_STUDY:
        allowed = role in ACTIONS[str(route.action)]
        refused = {404, 403} if route.is_api else {404}
        if allowed and route.name.split(":")[-1] in NO_SUCH | WANT_MORE:
            continue
        status = ask(client, address(route, study, samples))
        if (status in refused) == allowed or status >= 500:
            wrong.append((route.name, status))
    assert wrong == [], wrong


def test_an_outsider_finds_no_such_address(
    charlie: Person, study: Study, samples: Samples, desk: Desk
) -> None:
    client = desk(charlie)
    found = [
        route.name for route in OF_A_STUDY if ask(client, address(route, study, samples)) != 404
    ]
    assert found == []


def test_nobody_is_let_in_without_signing_in(study: Study, samples: Samples) -> None:
    client = Client()
    for route in OF_A_STUDY:
        url = address(route, study, samples)
        answer = client.get(url)
        if route.is_api:
            assert answer.status_code == 401, route.name
        else:
            assert answer.status_code == 302 and "/accounts/login/" in answer["Location"], (
                route.name
            )


def test_keys_of_another_study_open_nothing(
    study: Study, lan: Person, samples: Samples, desk: Desk
) -> None:
    there = factories.make_study("there")
    stranger = factories.make_person("Stranger")
    factories.make_member(there, stranger, Role.OWNER)
    with study_scope(there):
        theirs = furnish(there, stranger)
    client, opened = desk(lan), []
    for route in OF_A_STUDY:
        if route.parameters - {"slug", "kind"} and route.name.split(":")[-1] not in NO_SUCH:
            status = ask(client, address(route, study, theirs))
            if status != 404:
                opened.append((route.name, status))
    assert opened == [], opened
    with study_scope(there):
        assert there.memos.count() == there.entries.count() == there.exports.count() == 1


def test_a_phone_without_a_session_is_sent_to_the_door(study: Study, samples: Samples) -> None:
    client = Client()
    for route in ROUTES:
        if route.action == "participant":
            answer = client.get(address(route, study, samples))
            if route.pattern.startswith("p/api/"):
                assert answer.status_code == 401, route.name
            else:
                assert answer.status_code == 302 and answer["Location"] == "/p/join/", route.name


def test_another_participants_things_do_not_exist(
    study: Study, samples: Samples, phone: Callable[[Any], Client]
) -> None:
    other = factories.make_participation(study, "P91")
    factories.make_consent(other)
    client, opened = phone(other), []
    for route in ROUTES:
        names = route.parameters & {"entry_id", "attachment_id", "device_id"}
        if route.action == "participant" and names:
            status = ask(client, address(route, study, samples))
            if status != 404:
                opened.append((route.name, status))
    assert opened == [], opened


def test_staff_pages_outside_a_study_ask_for_a_person(study: Study, samples: Samples) -> None:
    for route in ROUTES:
        if route.action == "staff":
            url = address(route, study, {**samples, "token_id": uuid4()})
            answer = Client().get(url)
            assert answer.status_code == 302 and "/accounts/login/" in answer["Location"], (
                route.name
            )
