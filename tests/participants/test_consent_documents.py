"""Writing the consent text, version by version."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.core.localized import LocalizedText
from fieldstudy.participants.actions import edit_consent, publish_consent
from fieldstudy.participants.models import ConsentDocument
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests.factories import text

PHOTOS = {"key": "photos", "wording": {"zh": "照片", "en": "Photos"}}
VOICE = {"key": "voice", "wording": {"zh": "语音", "en": "Voice notes"}}


def write(study: Study, lan: Person, words: str = "What we do.", **parts: Any) -> ConsentDocument:
    values: dict[str, Any] = {"title": text("Taking part"), "body": text(words), "scopes": [PHOTOS]}
    return edit_consent(study, by=lan, **{**values, **parts})


def test_the_draft_is_rewritten_until_it_is_published(study: Study, lan: Person) -> None:
    first = write(study, lan)
    again = write(study, lan, "What we really do.")
    publish_consent(again, by=lan)

    assert first == again
    stored = ConsentDocument.objects.get()
    assert (stored.number, stored.body.en) == (1, "What we really do.")
    assert stored.published_at is not None


def test_editing_a_published_version_begins_the_next(study: Study, lan: Person) -> None:
    publish_consent(write(study, lan), by=lan)

    second = write(study, lan, scopes=[PHOTOS, VOICE])

    assert (second.number, second.published_at) == (2, None)
    assert ConsentDocument.objects.get(number=1).scopes == [PHOTOS]


def test_saving_a_published_version_unchanged_begins_nothing(study: Study, lan: Person) -> None:
    published = publish_consent(write(study, lan), by=lan)

    assert write(study, lan) == published
    assert ConsentDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"title": LocalizedText()}, "title"),
        ({"body": LocalizedText()}, "body"),
        ({"scopes": [PHOTOS, PHOTOS]}, "scopes"),
        ({"scopes": [{"key": "soul", "wording": {"en": "Soul"}}]}, "scopes"),
        ({"scopes": [{"key": "voice", "wording": {}}]}, "scopes"),
    ],
)
def test_an_unsound_text_is_refused(
    study: Study, lan: Person, parts: dict[str, Any], place: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        write(study, lan, **parts)

    assert place in refused.value.message_dict
    assert not ConsentDocument.objects.exists()
