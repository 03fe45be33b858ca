"""A participant's phone in the stories: what is asked, and small steps on the page."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from fieldstudy.core.secrets import hash_secret
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import Prompt, Study
from tests import factories

CODE, SECRET = "A3C4D6E7F9", "a-secret-of-a-link-in-its-length"
GPS = 0x8825


@pytest.fixture
def invited(study: Study) -> Participation:
    """P20, who has a link and a code and has not joined yet."""
    factories.make_consent_document(study)
    return factories.make_participation(
        study,
        "P20",
        joined_at=None,
        join_secret_hash=hash_secret(SECRET),
        join_code_hash=hash_secret(CODE),
    )


@pytest.fixture
def asked(study: Study, lan: Person) -> Prompt:
    """“After the shop”: where, how it felt, words, more words when it felt bad, photos, a voice note."""
    prompt = factories.make_prompt(study, "After the shop")
    for name in ("Entrance", "Self-checkout"):
        factories.make_touchpoint(study, name)
    factories.make_item(prompt, "touchpoint", wording=factories.text("Where was it?"))
    factories.make_item(prompt, "emotion", wording=factories.text("How did it feel?"))
    factories.make_item(prompt, "text", is_required=True, wording=factories.text("What happened?"))
    factories.make_item(
        prompt,
        "text",
        "worst",
        wording=factories.text("What was the worst of it?"),
        shown_if={"item": "emotion", "any_of": [-2, -1]},
    )
    factories.make_item(prompt, "photo", wording=factories.text("Show it"))
    factories.make_item(prompt, "voice", wording=factories.text("Say it"))
    factories.make_item(prompt, "place", wording=factories.text("Roughly where?"))
    factories.make_protocol(study, lan, draft_document(study))
    return prompt


def big_photo(folder: Path) -> Path:
    """A photo of 12 megapixels that says where it was taken."""
    picture = Image.effect_noise((4000, 3000), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "CANARY-phone"
    exif.get_ifd(GPS)[1] = "N"
    path = folder / "photo.jpg"
    picture.save(path, "JPEG", quality=92, exif=exif)
    return path


def opened(content: bytes) -> Any:
    """A stored photo, opened."""
    return Image.open(io.BytesIO(content))


def begin(page: Page, prompt: Prompt) -> None:
    """Open the form of the prompt."""
    page.goto(f"/p/entries/new/{prompt.pk}/")


def save(page: Page) -> None:
    """The one button in the dock."""
    page.get_by_role("button", name="Save the entry").click()
