"""Consent, the checklist, publishing, and the end of fieldwork at the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fieldstudy.core.scope import study_scope
from fieldstudy.designs.actions import create_from_starter, publish_design
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import change_item
from fieldstudy.studies.models import Study
from tests import factories

Desk = Callable[[Person], Client]


def page(name: str, study: Study, *args: object) -> str:
    return reverse(f"researcher:{name}", args=[study.slug, *args])


@pytest.fixture
def visit(lan: Person) -> Study:
    return create_from_starter("retail_visit", by=lan)


CONSENT: dict[str, Any] = {
    "title_zh": "参加研究",
    "title_en": "Taking part",
    "body_zh": "我们会做什么。",
    "body_en": "What we do.",
    "ask_photos": "on",
    "wording_photos_zh": "照片",
    "wording_photos_en": "Photos",
    "wording_voice_en": "Voice notes",
}


def test_a_new_consent_begins_with_a_text_in_both_languages(
    desk: Desk, rosa: Person, study: Study
) -> None:
    shown = desk(rosa).get(page("consent", study)).content.decode()

    assert "Nobody asks for grounds" in shown
    assert "不用说理由" in shown
    assert not study.consent_documents.exists()


def test_only_the_ticked_scopes_are_asked_for(desk: Desk, rosa: Person, study: Study) -> None:
    desk(rosa).post(page("consent", study), CONSENT)

    stored = study.consent_documents.get()
    assert stored.scopes == [{"key": "photos", "wording": {"zh": "照片", "en": "Photos"}}]
    assert stored.published_at is None


def test_a_scope_without_words_is_told_so(desk: Desk, rosa: Person, study: Study) -> None:
    answer = desk(rosa).post(page("consent", study), {**CONSENT, "ask_transfer": "on"})

    assert answer.status_code == 422
    assert "Say what this allows." in answer.content.decode()
    assert not study.consent_documents.exists()


def test_a_published_consent_is_followed_never_changed(
    desk: Desk, lan: Person, study: Study
) -> None:
    factories.make_item(factories.make_prompt(study))
    client = desk(lan)
    client.post(page("consent", study), CONSENT)
    client.post(page("review", study))
    client.post(page("consent", study), {**CONSENT, "body_en": "What we really do."})

    texts = [each.body.en for each in study.consent_documents.order_by("number")]
    assert texts == ["What we do.", "What we really do."]
    shown = client.get(page("consent", study)).content.decode()
    assert "Version 2, draft" in shown
    assert "Version 1," in shown


def test_an_empty_study_is_told_what_stops_it(desk: Desk, lan: Person, study: Study) -> None:
    client = desk(lan)
    overview = client.get(page("setup", study)).content.decode()
    refused = client.post(page("review", study), follow=True).content.decode()

    assert overview.count("This stops publishing.") == 2
    assert "There is no prompt yet" in refused
    assert "Nobody can take part before there is a consent text." in refused
    assert not study.protocol_versions.exists()


def test_publishing_begins_fieldwork(desk: Desk, lan: Person, visit: Study) -> None:
    client = desk(lan)
    assert "Publish and begin fieldwork" in client.get(page("review", visit)).content.decode()

    client.post(page("review", visit))

    with study_scope(visit):
        assert visit.protocol_versions.get().number == 1
        assert visit.consent_documents.get().published_at is not None
    assert Study.objects.get(pk=visit.pk).is_live


def test_the_review_says_what_changes_and_for_how_many(
    desk: Desk, lan: Person, visit: Study
) -> None:
    with study_scope(visit):
        publish_design(visit, by=lan)
        factories.make_participation(visit, "P01")
        factories.make_participation(visit, "T01", is_rehearsal=True)
        item = visit.prompt_items.get(key="plan")
        change_item(item, by=lan, wording=factories.text("What is on your list?"))

    shown = desk(lan).get(page("review", visit)).content.decode()

    assert "What changes for the one person taking part" in shown
    assert "What is on your list?</ins>" in shown
    assert "What do you mean to buy?" in shown
    assert "Publish the changes" in shown


def test_a_researcher_publishes_but_does_not_end_fieldwork(
    desk: Desk, rosa: Person, lan: Person, study: Study
) -> None:
    factories.make_item(factories.make_prompt(study))
    factories.make_consent_document(study)
    assert desk(rosa).post(page("review", study)).status_code == 302
    assert study.protocol_versions.count() == 1

    assert desk(rosa).post(page("fieldwork_end", study)).status_code == 404
    desk(lan).post(page("fieldwork_end", study))
    assert not Study.objects.get(pk=study.pk).is_live
    desk(lan).post(page("fieldwork_end", study), {"reopen": "1"})

    assert Study.objects.get(pk=study.pk).is_live
