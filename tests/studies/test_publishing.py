"""Publishing what is asked, version by version."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fieldstudy.events.models import Event
from fieldstudy.people.models import Person
from fieldstudy.studies.actions import archive_item, change_item, change_part, publish_protocol
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import ProtocolVersion, Study
from tests.factories import make_brand, make_item, make_prompt, make_touchpoint, text


def test_the_frozen_version_holds_what_was_asked_then(study: Study, lan: Person) -> None:
    prompt = make_prompt(study, "After the shop")
    item = make_item(prompt, wording=text("What happened?"))
    make_touchpoint(study, "Till")
    make_brand(study, "Linli")

    first = publish_protocol(study, by=lan)
    change_item(item, by=lan, wording=text("What did you see?"))
    second = publish_protocol(study, by=lan)

    assert (first.number, second.number) == (1, 2)
    stored = ProtocolVersion.objects.get(number=1).document
    assert stored["prompts"][0]["items"][0]["wording"]["en"] == "What happened?"
    assert stored["touchpoints"][0]["name"]["en"] == "Till"
    assert stored["brands"][0]["role"] == "own"
    asked_now = second.prompt(str(prompt.pk))
    assert asked_now and asked_now["items"][0]["wording"]["en"] == "What did you see?"


def test_publishing_the_same_again_makes_no_version(study: Study, lan: Person) -> None:
    make_item(make_prompt(study))

    first = publish_protocol(study, by=lan)
    again = publish_protocol(study, by=lan)

    assert first == again
    assert Event.objects.filter(verb="protocol.published").count() == 1


def test_an_unready_draft_is_refused_with_every_reason(study: Study, lan: Person) -> None:
    make_prompt(study, "Empty")
    make_item(make_prompt(study, "Choosing"), "single", wording=text("Which one?"))

    with pytest.raises(ValidationError) as refused:
        publish_protocol(study, by=lan)

    assert len(refused.value.messages) == 2
    assert any(
        "Which one?" in words or "中·Which one?" in words for words in refused.value.messages
    )
    assert not ProtocolVersion.objects.exists()


def test_archived_parts_are_not_asked(study: Study, lan: Person) -> None:
    prompt = make_prompt(study)
    make_item(prompt, key="stays")
    gone = make_item(prompt, key="gone")
    brand = make_brand(study)
    change_part(brand, by=lan, name=text("Renamed"))
    archive_item(gone, by=lan)

    document = draft_document(study)

    assert [item["key"] for item in document["prompts"][0]["items"]] == ["stays"]
    assert document["brands"][0]["name"]["en"] == "Renamed"


def test_reading_the_draft_takes_as_many_queries_for_one_prompt_as_for_ten(study: Study) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            draft_document(study)
        return len(captured)

    make_item(make_prompt(study))
    few = queries()
    for _ in range(9):
        make_item(make_prompt(study))
        make_touchpoint(study)

    assert queries() == few == 6
