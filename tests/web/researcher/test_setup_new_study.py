"""Beginning a study, telling about it, copying it, carrying its design in a file."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fieldstudy.core.scope import study_scope
from fieldstudy.designs.actions import create_from_starter
from fieldstudy.designs.writing import design_of
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role, Study

Desk = Callable[[Person], Client]
NEW = "/studies/new/"


def answers(**fields: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "name_zh": "",
        "name_en": "Corner shop",
        "begin_with": "blank",
        **fields,
    }


def own(lan: Person) -> Any:
    return Study.objects.of(lan).exclude(slug="supermarket")


def test_lan_begins_an_empty_study_and_owns_it(desk: Desk, lan: Person) -> None:
    answer = desk(lan).post(NEW, answers())

    study = own(lan).get()
    assert answer.headers["Location"] == f"/studies/{study.slug}/setup/"
    assert study.memberships.get().role == Role.OWNER


def test_the_same_form_sent_twice_makes_one_study(desk: Desk, lan: Person) -> None:
    client, sent = desk(lan), answers(begin_with="retail_visit")

    first, second = client.post(NEW, sent), client.post(NEW, sent)

    assert own(lan).count() == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_a_study_without_a_name_is_not_begun(desk: Desk, lan: Person) -> None:
    answer = desk(lan).post(NEW, answers(name_en=""))

    assert answer.status_code == 422
    assert "A study needs a name" in answer.content.decode()
    assert not own(lan).exists()


def test_the_template_comes_with_its_name_or_takes_another(desk: Desk, lan: Person) -> None:
    desk(lan).post(NEW, answers(begin_with="retail_visit", name_en=""))
    desk(lan).post(NEW, answers(begin_with="retail_visit", name_en="Autumn"))

    assert {study.name.en for study in own(lan)} == {"Retail visit study", "Autumn"}


def test_a_design_travels_in_a_file(desk: Desk, lan: Person) -> None:
    visit = create_from_starter("retail_visit", by=lan)
    saved = desk(lan).get(reverse("researcher:design_file", args=[visit.slug]))
    assert saved.headers["Content-Disposition"].endswith(f'"{visit.slug}.fieldstudy.json"')

    file = SimpleUploadedFile("design.json", saved.content)
    desk(lan).post(NEW, answers(begin_with="file", name_en="", file=file))

    arrived = own(lan).exclude(pk=visit.pk).get()
    with study_scope(arrived):
        assert design_of(arrived) == json.loads(saved.content)


def test_a_broken_file_is_told_place_by_place_and_nothing_is_made(desk: Desk, lan: Person) -> None:
    visit = create_from_starter("retail_visit", by=lan)
    with study_scope(visit):
        design = design_of(visit)
    design["prompts"][1]["items"][0]["kind"] = "<script>"
    design["brands"][0]["role"] = "friend"

    file = SimpleUploadedFile("design.json", json.dumps(design).encode())
    answer = desk(lan).post(NEW, answers(begin_with="file", file=file))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<code>prompts[1].items[0].kind</code>" in page
    assert "<code>brands[0].role</code>" in page
    assert "<script>" not in page.replace('<script type="module"', "")
    assert own(lan).count() == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"[]", b"{" * 5000])
def test_a_file_that_is_no_design_is_refused(desk: Desk, lan: Person, content: bytes) -> None:
    file = SimpleUploadedFile("holiday.png", content)

    answer = desk(lan).post(NEW, answers(begin_with="file", file=file))

    assert answer.status_code == 422
    assert not own(lan).exists()


def test_a_study_tells_whom_participants_can_turn_to(desk: Desk, lan: Person, study: Study) -> None:
    url = reverse("researcher:facts", args=[study.slug])
    sent = {
        "name_zh": "社区超市",
        "name_en": "Supermarket",
        "purpose_zh": "",
        "purpose_en": "To see what people do.",
        "organisation_zh": "",
        "organisation_en": "",
        "contact_name": "Lan Chen",
        "contact_details": "138 0000 1111",
        "languages": ["zh-Hans", "en"],
        "time_zone": "Asia/Shanghai",
        "days": "14",
        "voice_limit_s": "120",
        "speech_language": "",
        "script": "simplified",
        "least_people": "5",
    }

    assert desk(lan).post(url, sent).status_code == 302
    odd = desk(lan).post(url, {**sent, "time_zone": "Mars/Olympus", "languages": []})

    assert odd.status_code == 422
    assert "No time zone is called Mars/Olympus." in odd.content.decode()
    stored = Study.objects.get(pk=study.pk)
    assert (stored.contact_name, stored.days) == ("Lan Chen", 14)


def test_rosa_copies_the_study_into_one_of_her_own(desk: Desk, rosa: Person, study: Study) -> None:
    url = reverse("researcher:copy", args=[study.slug])
    suggested = desk(rosa).get(url).content.decode()
    assert "Neighbourhood supermarket (copy)" in suggested

    desk(rosa).post(url, {"name_zh": "", "name_en": "Second round"})

    copied = Study.objects.of(rosa).exclude(pk=study.pk).get()
    assert copied.name.en == "Second round"
    assert copied.memberships.get().person == rosa
