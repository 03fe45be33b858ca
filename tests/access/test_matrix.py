"""Every address × everybody: the table of actions decides, and nothing else lets in.

``test_an_open_door_is_seen`` takes the guard away and expects these very checks to complain.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from fieldstudy.access.actions import ACTIONS, NOT_OF_A_STUDY
from fieldstudy.core.scope import study_scope
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role, Study
from tests import factories
from tests.access.addresses import ADDRESSES, PARTICIPANT, STUDY, Address
from tests.access.world import World

Desk = Callable[[Person], Client]
CAST = {
    Role.OWNER: "lan",
    Role.RESEARCHER: "rosa",
    Role.CODER: "kofi",
    Role.VIEWER: "vera",
    Role.OPERATOR: "otto",
}
NOT_OURS = {"api:schema"}
PUBLIC = {
    "healthz", "readyz", "authority", "choose_language", "choose_theme", "account_login",
    "account_logout", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "participant:join",
    "participant:left", "participant:api_join",
}  # fmt: skip
SAME_AGAIN = {"researcher:coding_item", "researcher:coding_memo"}
"""Throwing away what is not there is done already: 204, and the other study's row stands."""


def asked(address: Address, client: Client, arguments: dict[str, Any], method: str = "GET") -> Any:
    """The answer; what asking changed is taken back."""
    with transaction.atomic():
        answer = address.ask(client, arguments, method)
        transaction.set_rollback(True)
    return answer


def wrongly_answered(world: World, client: Client, role: Role | None) -> Iterator[str]:
    """One line for every address that answers this role otherwise than the table says."""
    for address in STUDY:
        arguments = world.arguments(address)
        for method, action in address.actions().items():
            is_allowed = role in ACTIONS[action]
            if is_allowed and not address.is_api and method != "GET":
                continue
            status = asked(address, client, arguments, method).status_code
            refused = 403 if address.is_api and role else 404
            if status in {403, 404, 500} if is_allowed else status != refused:
                yield f"{method} {address.name}: {status} for {role or 'an outsider'} ({action})"


def test_every_address_declares_what_it_does() -> None:
    undeclared = {each.name for each in ADDRESSES if each.action is None}
    assert undeclared == NOT_OURS
    unknown = {
        f"{each.name}: {action}"
        for each in ADDRESSES
        if each.name not in NOT_OURS
        for action in each.actions().values()
        if action not in (ACTIONS if each.of_study else {*ACTIONS, *NOT_OF_A_STUDY})
    }
    assert not unknown


def test_no_more_is_public_than_must_be() -> None:
    assert {each.name for each in ADDRESSES if each.action == "public"} == PUBLIC


@pytest.mark.parametrize("role", CAST)
def test_the_table_decides(
    request: pytest.FixtureRequest, study: Study, p01: Participation, desk: Desk, role: Role
) -> None:
    person: Person = request.getfixturevalue(CAST[role])
    assert not list(wrongly_answered(World(study, person, p01), desk(person), role))


def test_for_an_outsider_the_study_does_not_exist(
    study: Study, lan: Person, p01: Participation, charlie: Person, desk: Desk
) -> None:
    assert not list(wrongly_answered(World(study, lan, p01), desk(charlie), None))


def test_nobody_enters_without_signing_in(study: Study, lan: Person, p01: Participation) -> None:
    world = World(study, lan, p01)
    entered = []
    for address in (*STUDY, *(each for each in ADDRESSES if each.action in {"staff", "instance"})):
        arguments = {"token_id": lan.pk} if address.objects == {"token_id"} else None
        answer = asked(address, Client(), arguments or world.arguments(address))
        sent_to_sign_in = answer.status_code == 302 and answer["Location"].startswith(
            reverse("account_login")
        )
        if answer.status_code != 401 if address.is_api else not sent_to_sign_in:
            entered.append(f"{address.name}: {answer.status_code}")
    assert not entered


def test_another_studys_rows_do_not_exist(
    study: Study, lan: Person, p01: Participation, charlie: Person, desk: Desk
) -> None:
    elsewhere = charlie.memberships.get().study
    own = World(study, lan, p01)
    other = World(elsewhere, charlie, _someone(elsewhere))
    found = []
    for address in (each for each in STUDY if each.objects and each.name not in SAME_AGAIN):
        arguments = other.arguments(address) | {"slug": study.slug}
        for method in set(address.actions()) if address.is_api else {"GET", "POST"}:
            answer = asked(address, desk(lan), arguments, method)
            if answer.status_code != 404:
                found.append(f"{method} {address.name}: {answer.status_code}")
    assert not found
    assert own.coding.pk != other.coding.pk


@pytest.mark.parametrize("name", sorted(SAME_AGAIN))
def test_throwing_away_another_studys_row_leaves_it(
    study: Study, lan: Person, charlie: Person, desk: Desk, name: str
) -> None:
    elsewhere = charlie.memberships.get().study
    other = World(elsewhere, charlie, _someone(elsewhere))
    address = next(each for each in STUDY if each.name == name)
    path = address.filled(other.arguments(address) | {"slug": study.slug})
    assert desk(lan).delete(path).status_code in {204, 404}
    with study_scope(elsewhere):
        assert elsewhere.codings.live().filter(pk=other.coding.pk).exists()
        assert elsewhere.memos.filter(pk=other.memo.pk).exists()


def test_a_phone_that_has_not_joined_is_led_to_joining(
    study: Study, lan: Person, p01: Participation
) -> None:
    world = World(study, lan, p01)
    entered = []
    for address in PARTICIPANT:
        answer = asked(address, Client(), world.arguments(address))
        if address.route.startswith("p/api/"):
            is_refused = answer.status_code == 401
        else:
            is_refused = answer.status_code == 302 and answer["Location"].startswith(
                reverse("participant:join")
            )
        if not is_refused:
            entered.append(f"{address.name}: {answer.status_code}")
    assert not entered


def test_a_phone_reaches_its_own(
    study: Study, lan: Person, p01: Participation, phone: Callable[[Participation], Client]
) -> None:
    world, client = World(study, lan, p01), phone(p01)
    refused = [
        f"{address.name}: {status}"
        for address in PARTICIPANT
        if (status := asked(address, client, world.arguments(address)).status_code)
        in {401, 403, 404}
    ]
    assert not refused


def test_a_phone_reaches_nobody_elses(
    study: Study,
    lan: Person,
    p01: Participation,
    p02: Participation,
    charlie: Person,
    phone: Callable[[Participation], Client],
) -> None:
    elsewhere = charlie.memberships.get().study
    mine, client = World(study, lan, p01), phone(p01)
    next_door, far = World(study, lan, p02), World(elsewhere, charlie, _someone(elsewhere))
    found = []
    for address in (each for each in PARTICIPANT if each.objects):
        # Prompts are the study's: only another study's are foreign.
        for other in (far,) if "prompt_id" in address.objects else (far, next_door):
            answer = asked(address, client, other.arguments(address))
            if answer.status_code != 404:
                found.append(f"{address.name}: {answer.status_code}")
    assert not found
    assert mine.rows["entry_id"] != next_door.rows["entry_id"]


def test_an_open_door_is_seen(
    monkeypatch: pytest.MonkeyPatch, study: Study, vera: Person, p01: Participation, desk: Desk
) -> None:
    for module in ("fieldstudy.access.routes", "fieldstudy.api.base"):
        monkeypatch.setattr(f"{module}.may", lambda member, action: member is not None)
    complaints = " ".join(wrongly_answered(World(study, vera, p01), desk(vera), Role.VIEWER))
    closed = {each.name for each in STUDY if Role.VIEWER not in ACTIONS[each.action or ""]}
    assert {name for name in closed if f" {name}: " not in complaints} == set()


def _someone(study: Study) -> Participation:
    with study_scope(study):
        person = factories.make_participation(study, "P09")
        factories.make_consent(person)
    return person
