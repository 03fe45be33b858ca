"""The codebook and its editor."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fieldstudy.coding.models import Code
from fieldstudy.core.scope import every_study
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories

Desk = Callable[[Person], Client]
URL = "/studies/supermarket/codebook/"


def fields(en: str, zh: str = "", **more: str) -> dict[str, str]:
    """A filled editor."""
    empty = {
        f"{name}_{side}": ""
        for name in ("definition", "include", "exclude", "example")
        for side in ("zh", "en")
    }
    return empty | {"name_zh": zh, "name_en": en, "key": "", "colour": ""} | more


def at(name: str, study: Study, *rest: object) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *rest])


def test_an_empty_codebook_offers_the_starter_to_who_may(
    desk: Desk, rosa: Person, kofi: Person, study: Study
) -> None:
    assert "Begin with the starter codebook" in desk(rosa).get(URL).content.decode()
    assert "Begin with the starter codebook" not in desk(kofi).get(URL).content.decode()
    factories.make_touchpoint(study, "Self-checkout")
    client = desk(rosa)
    client.post(at("codebook_starter", study))
    page = client.get(URL).content.decode()
    assert "Self-checkout" in page
    made = study.codes.count()
    client.post(at("codebook_starter", study))
    assert study.codes.count() == made
    assert "This study already has codes." in client.get(URL).content.decode()


def test_new_touchpoints_get_their_codes_by_one_button(
    desk: Desk, rosa: Person, study: Study
) -> None:
    client = desk(rosa)
    client.post(at("codebook_starter", study))
    factories.make_touchpoint(study, "Service desk")
    assert "1 touchpoint has no code yet." in client.get(URL).content.decode()
    client.post(at("codebook_touchpoints", study))
    assert study.codes.get(kind="touchpoint").name.en == "Service desk"
    assert "no code yet" not in client.get(URL).content.decode()


def test_a_code_is_made_in_both_languages(desk: Desk, rosa: Person, study: Study) -> None:
    client = desk(rosa)
    body = fields("Fairness", "公平", key="T", colour="#9a6a00", definition_en="What feels fair.")
    answer = client.post(at("code_new", study) + "?kind=theme", body)
    code = study.codes.get()
    assert answer.url == at("code", study, code.pk)
    assert (code.name.zh, code.name.en, code.key, code.colour) == (
        "公平",
        "Fairness",
        "t",
        "#9a6a00",
    )
    under = client.post(f"{at('code_new', study)}?under={code.pk}", fields("Small losses"))
    child = study.codes.get(parent=code)
    assert under.url == at("code", study, child.pk)
    assert child.kind == "theme"


def test_each_kind_has_its_own_field(desk: Desk, rosa: Person, study: Study) -> None:
    client = desk(rosa)
    till = factories.make_touchpoint(study, "Self-checkout")
    new = at("code_new", study)
    client.post(new + "?kind=emotion", fields("Bad", valence="-1"))
    client.post(new + "?kind=reaction", fields("Praise", reaction="praise"))
    client.post(new + "?kind=touchpoint", fields("Till", touchpoint=str(till.pk)))
    assert study.codes.get(kind="emotion").valence == -1
    assert study.codes.get(kind="reaction").reaction == "praise"
    assert study.codes.get(kind="touchpoint").touchpoint == till
    praise = study.codes.get(kind="reaction")
    client.post(f"{new}?under={praise.pk}", fields("Friendly"))
    assert study.codes.get(parent=praise).reaction == "praise"
    assert client.get(new + "?kind=mood").status_code == 404


def test_a_refusal_stands_beside_its_field(desk: Desk, rosa: Person, study: Study) -> None:
    client = desk(rosa)
    factories.make_code(study, "Fairness", "theme", key="t")
    new = at("code_new", study) + "?kind=theme"
    for body, words in [
        (fields("Trust", key="t"), "Another code already has this key."),
        (fields("Trust", key="j"), "a letter that the desk does not use itself"),
        (fields("fairness"), "A code of this name already stands at this place."),
        (fields(""), "This field is required."),
    ]:
        page = client.post(new, body).content.decode()
        assert words in page
    assert study.codes.count() == 1


def test_a_code_is_changed_and_what_was_typed_survives_a_refusal(
    desk: Desk, rosa: Person, study: Study
) -> None:
    client = desk(rosa)
    code = factories.make_code(study, "Fairness", "theme", colour="#123456")
    factories.make_code(study, "Trust", "theme", key="t")
    url = at("code", study, code.pk)
    page = client.post(url, fields("Fair play", key="t", colour="#123456")).content.decode()
    assert 'value="Fair play"' in page
    code.refresh_from_db()
    assert code.name.en == "Fairness"
    client.post(url, fields("Fair play", "公道", colour="#123456"))
    code.refresh_from_db()
    assert (code.name.zh, code.colour) == ("公道", "#123456")


def test_codes_move_by_buttons(desk: Desk, rosa: Person, study: Study) -> None:
    client = desk(rosa)
    a, b, c = (factories.make_code(study, name, "theme") for name in "ABC")
    client.post(at("code_place", study, c.pk), {"step": "-1"})

    def order() -> list[str]:
        codes = study.codes.filter(kind="theme", parent=None).order_by("position")
        return [code.name.en for code in codes]

    assert order() == ["A", "C", "B"]
    client.post(at("code_place", study, c.pk), {"step": "1"})
    assert order() == ["A", "B", "C"]
    client.post(at("code_place", study, b.pk), {"under": str(a.pk)})
    assert order() == ["A", "C"]
    page = client.get(at("code", study, a.pk)).content.decode()
    assert f'<option value="{c.pk}"' in page
    assert f'<option value="{b.pk}"' not in page
    client.post(at("code_place", study, a.pk), {"under": str(b.pk)})
    assert "A code cannot stand under itself." in client.get(URL).content.decode()
    client.post(at("code_place", study, b.pk), {"under": ""})
    assert order() == ["A", "C", "B"]
    assert client.post(at("code_place", study, b.pk), {"under": "7"}).status_code == 404


def test_a_code_is_archived_and_brought_back(desk: Desk, rosa: Person, study: Study) -> None:
    client = desk(rosa)
    code = factories.make_code(study, "Fairness", "theme")
    client.post(at("code_archive", study, code.pk))
    page = client.get(URL).content.decode()
    assert "1 archived" in page
    assert client.get(at("code", study, code.pk)).status_code == 404
    client.post(at("code_archive", study, code.pk), {"restore": ""})
    assert client.get(at("code", study, code.pk)).status_code == 200


@pytest.mark.parametrize("who", ["kofi", "vera", "otto", "charlie"])
def test_only_leads_change_codes(
    desk: Desk, study: Study, who: str, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    code = factories.make_code(study, "Fairness", "theme")
    for name, rest in [
        ("codebook_starter", ()),
        ("codebook_touchpoints", ()),
        ("code_new", ()),
        ("code", (code.pk,)),
        ("code_place", (code.pk,)),
        ("code_archive", (code.pk,)),
    ]:
        assert client.post(at(name, study, *rest)).status_code == 404, name
    assert client.get(URL).status_code == (200 if who == "kofi" else 404)


def test_another_studys_codes_do_not_exist_here(desk: Desk, rosa: Person, study: Study) -> None:
    with every_study():
        code = factories.make_code(factories.make_study("elsewhere"), "Fairness", "theme")
    client = desk(rosa)
    for name in ("code", "code_place", "code_archive"):
        assert client.post(at(name, study, code.pk), {"step": "1"}).status_code == 404
    assert client.get(f"{at('code_new', study)}?under={code.pk}").status_code == 404


def test_the_number_of_queries_does_not_grow(
    desk: Desk,
    rosa: Person,
    study: Study,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = desk(rosa)
    code = factories.make_code(study, "Fairness", "theme")
    client.get(at("code", study, code.pk))
    with django_assert_max_num_queries(10) as counted:
        client.get(at("code", study, code.pk))
    for number in range(20):
        factories.make_code(study, f"Code {number}", "theme", parent=code if number % 2 else None)
    with django_assert_max_num_queries(len(counted)):
        assert client.get(at("code", study, code.pk)).status_code == 200
    assert Code.objects.count() == 21
