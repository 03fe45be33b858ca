"""Trying a draft on one's own phone, before anything is published and after."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.scope import study_scope
from fieldstudy.designs.actions import create_from_starter, publish_design, rehearse
from fieldstudy.diary.asking import live_version
from fieldstudy.participants.consent import OtherVersion, current_document, give_consent
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import change_part, create_study, publish_protocol
from fieldstudy.studies.models import Study
from tests.factories import make_participation, text

Phone = Callable[[Participation], Client]


@pytest.fixture
def visit(lan: Person) -> Study:
    return create_from_starter("retail_visit", by=lan)


def test_a_rehearsal_answers_the_unpublished_draft_from_consent_to_receipt(
    visit: Study, lan: Person, phone: Phone
) -> None:
    with study_scope(visit):
        made = rehearse(visit, by=lan).participation
        document = current_document(visit, rehearsing=True)
        assert document is not None
        give_consent(made, document=document, scopes=["photos"], language="en")
        version = live_version(visit, rehearsing=True)
        assert version is not None
        prompt = next(each for each in version.document["prompts"] if len(each["items"]) == 3)
    client = phone(made)

    today = client.get("/p/").content.decode()
    sent = client.put(
        f"/p/api/entries/{uuid4()}/",
        {"prompt": prompt["id"], "answers": {"brand": version.document["brands"][0]["id"]}},
        content_type="application/json",
    )

    assert "Looking back on the day" in today
    assert sent.status_code == 201, sent.content
    with study_scope(visit):
        entry = visit.entries.get()
        assert entry.is_rehearsal
        assert not visit.protocol_versions.published().exists()


def test_everybody_else_sees_only_what_was_published(visit: Study, lan: Person) -> None:
    with study_scope(visit):
        rehearse(visit, by=lan)
        assert live_version(visit) is None
        assert current_document(visit) is None
        published = publish_design(visit, by=lan)
        change_part(visit.prompts.first(), by=lan, name=text("Renamed"))
        rehearse(visit, by=lan)

        live, tried = live_version(visit), live_version(visit, rehearsing=True)
        assert live == published
        assert tried is not None and tried.number == 0
        assert any(each["name"]["en"] == "Renamed" for each in tried.document["prompts"])


def test_trying_again_shows_the_draft_as_it_is_then(visit: Study, lan: Person) -> None:
    with study_scope(visit):
        rehearse(visit, by=lan)
        change_part(visit.prompts.first(), by=lan, name=text("Renamed"))
        rehearse(visit, by=lan)

        (tried,) = visit.protocol_versions.all()
        assert any(each["name"]["en"] == "Renamed" for each in tried.document["prompts"])
        assert publish_protocol(visit, by=lan).number == 1


def test_a_real_participant_cannot_agree_to_a_draft(visit: Study, lan: Person) -> None:
    with study_scope(visit):
        person = make_participation(visit, "P01")
        draft = current_document(visit, rehearsing=True)
        assert draft is not None

        with pytest.raises(OtherVersion):
            give_consent(person, document=draft, scopes=[], language="en")


def test_a_draft_that_asks_nothing_cannot_be_tried(lan: Person) -> None:
    empty = create_study(by=lan, name=LocalizedText(en="Empty"))

    with study_scope(empty):
        with pytest.raises(ValidationError):
            rehearse(empty, by=lan)
        assert not empty.participations.exists()
