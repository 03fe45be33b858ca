"""The studies one works on."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role, Study
from tests import factories

Desk = Callable[[Person], Client]


def test_lan_sees_her_study_and_her_role(desk: Desk, lan: Person) -> None:
    page = desk(lan).get("/").content.decode()
    assert "Neighbourhood supermarket" in page
    assert "Owner" in page
    assert "Open since" in page


def test_charlie_does_not(desk: Desk, study: Study, charlie: Person) -> None:
    page = desk(charlie).get("/").content.decode()
    assert 'href="/studies/elsewhere/"' in page
    assert f"/studies/{study.slug}/" not in page
    assert desk(charlie).get(f"/studies/{study.slug}/").status_code == 404


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get("/").headers["Location"] == "/accounts/login/?next=/"


def test_a_long_list_costs_no_more_than_a_short_one(
    desk: Desk, lan: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = desk(lan)
    client.get("/")
    with django_assert_num_queries(3):  # session, person, memberships with their studies
        client.get("/")
    for number in range(20):
        study = factories.make_study(f"study-{number}")
        factories.make_member(study, lan, Role.CODER)
    with django_assert_num_queries(3):
        assert client.get("/").content.decode().count("<article>") == 21


def test_a_study_whose_name_is_in_one_language_is_marked(desk: Desk, lan: Person) -> None:
    Study.objects.update(name={"zh": "社区超市体验研究", "en": ""})
    assert '<span lang="zh-Hans">社区超市体验研究</span>' in desk(lan).get("/").content.decode()
