"""A study that asks everything there is to ask."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import Prompt, ProtocolVersion, Study
from tests import factories

OPTIONS = [
    {"key": "yes", "label": {"zh": "有", "en": "Yes"}},
    {"key": "no", "label": {"zh": "没有", "en": "No"}},
]
KINDS: dict[str, dict[str, Any]] = {
    "touchpoint": {},
    "emotion": {"settings": {"named": ["annoyed", "calm"]}},
    "text": {"is_required": True},
    "single": {"options": OPTIONS},
    "multiple": {"options": OPTIONS, "shown_if": {"item": "single", "any_of": ["yes"]}},
    "scale": {"settings": {"low": 1, "high": 7}},
    "number": {"settings": {"least": 0, "most": 60, "unit": {"zh": "分钟", "en": "minutes"}}},
    "datetime": {},
    "brand": {},
    "photo": {"settings": {"least": 0, "most": 3, "camera_only": False}},
    "voice": {},
    "video": {},
    "place": {},
}


@pytest.fixture
def prompt(study: Study) -> Prompt:
    """A prompt with an item of every kind, keyed by its kind."""
    prompt = factories.make_prompt(study, introduction=factories.text("Think of the last time."))
    for kind, fields in KINDS.items():
        factories.make_item(prompt, kind, **fields)
    return prompt


@pytest.fixture
def protocol(study: Study, prompt: Prompt, lan: Person) -> ProtocolVersion:
    """What is asked, live: that prompt, eight touchpoints and two brands."""
    for number in range(8):
        factories.make_touchpoint(study, f"Place {number}")
    factories.make_brand(study, "Linli")
    factories.make_brand(study, "Rival", "competitor")
    return factories.make_protocol(study, lan, draft_document(study))


@pytest.fixture
def own_phone(p01: Participation, phone: Callable[[Participation], Client]) -> Client:
    """P01's phone."""
    return phone(p01)
