"""Kofi codes an entry at his desk, from the first word to the last, without touching the mouse."""

import io
import math
import struct
import wave
from collections.abc import Callable
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from fieldstudy.coding.actions import starter_codebook
from fieldstudy.coding.models import Assignment, Code, Coding, Memo, Placement
from fieldstudy.core import storage
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.media.models import Rendition
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance
from tests import factories
from tests.browser.checks import assert_accessible, assert_fits, assert_targets
from tests.browser.conftest import DESK, LOOKS, PHONE, SMALL_DESK

Browse = Callable[..., Page]
WORDS = "𠮷野家门口👩‍👩‍👧排队。屏幕变红，没有人来。\n店员最后给我留了番茄。"
LENGTH_MS = 6000


def make_photo(entry: Entry) -> Attachment:
    """A photo of 480 × 360 with its display copy in the store."""
    out = io.BytesIO()
    Image.new("RGB", (480, 360), "#c8b89a").save(out, "JPEG")
    photo = factories.make_attachment(entry, "photo", out.getvalue(), state="ready")
    return _copy(photo, "display", out.getvalue(), "image/jpeg", width=480, height=360)


def make_sound(entry: Entry) -> Attachment:
    """Six seconds of a tone, with a transcript of two utterances of two words each."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        samples = (int(9000 * math.sin(n / 9)) for n in range(8 * LENGTH_MS))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    recording = factories.make_attachment(
        entry, "recording", out.getvalue(), state="ready", duration_ms=LENGTH_MS, language="zh-Hans"
    )
    _copy(recording, "listening", out.getvalue(), "audio/wav")
    Rendition.objects.create(
        study=entry.study, attachment=recording, kind="peaks", data=[120, 200, 40] * 90
    )
    transcript = Transcript.objects.create(study=entry.study, attachment=recording)
    transcript.latest = TranscriptVersion.objects.create(
        study=entry.study,
        transcript=transcript,
        number=1,
        origin="machine",
        language="zh-Hans",
        text="红灯一直闪\n没人来",
    )
    transcript.save()
    said = [
        ("红灯一直闪", 0, 0, [[0, 2, 0, 1000, 0.9], [2, 5, 1000, 3000, 0.3]]),
        ("没人来", 6, 3000, [[6, 8, 3000, 4000, 0.9], [8, 9, 4000, 6000, 0.9]]),
    ]
    for position, (words, start, start_ms, timed) in enumerate(said):
        Utterance.objects.create(
            study=entry.study,
            version=transcript.latest,
            position=position,
            start=start,
            end=start + len(words),
            start_ms=start_ms,
            end_ms=start_ms + 3000,
            text=words,
            words=timed,
        )
    return recording


def _copy(
    attachment: Attachment, kind: str, content: bytes, content_type: str, **size: int
) -> Attachment:
    key = f"renditions/{uuid4()}"
    Rendition.objects.create(
        study=attachment.study,
        attachment=attachment,
        kind=kind,
        storage_key=key,
        content_type=content_type,
        size=len(content),
        sha256=storage.save(key, [content]),
        **size,
    )
    return attachment


@pytest.fixture
def entry(study: Study, lan: Person, p01: Participation) -> Entry:
    """Words, a photo and a voice note; another entry comes after it."""
    for name in ("Door", "Self-checkout"):
        factories.make_touchpoint(study, name)
    starter_codebook(study, by=lan)
    entry = factories.make_entry(p01, WORDS, language="zh-Hans", valence=-1)
    make_photo(entry)
    make_sound(entry)
    factories.make_entry(p01, "The next one.")
    return entry


def address(entry: Entry) -> str:
    return f"/studies/{entry.study.slug}/coding/{entry.pk}/"


def saved(page: Page) -> None:
    """All that was done is with the server."""
    expect(page.locator("[data-saved]")).to_have_text("All saved")


def put(medium: str) -> list[tuple[str, int | None, int | None]]:
    """The live codings of one medium: code, strength, valence."""
    rows = Coding.objects.live().filter(excerpt__medium=medium).order_by("id")
    return [(coding.code.name.en, coding.strength, coding.valence) for coding in rows]


def named(study: Study, name: str) -> Code:
    """The code of this English name."""
    return next(code for code in study.codes.all() if code.name.en == name)


def eventually(page: Page, look: Callable[[], object], wanted: object) -> None:
    """What the server has, once the requests on their way have arrived."""
    for _ in range(100):
        if look() == wanted:
            return
        page.wait_for_timeout(50)
    assert look() == wanted


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_everything_is_coded_with_the_keyboard_alone(
    browse: Browse, kofi: Person, entry: Entry
) -> None:
    page = browse(DESK, as_person=kofi)
    page.goto(address(entry))

    # A sentence: a pain point, stronger; a feeling, one step colder than the middle.
    press(page, "s", "s", "1", "r", "-", "-")
    saved(page)
    assert put("text") == [("Pain point", 2, None), ("Bad", None, -1)]
    place = Placement.objects.get()
    assert (place.quote, place.start) == ("屏幕变红，没有人来。", 13)
    assert WORDS[place.start : place.end] == place.quote
    expect(page.get_by_role("button", name="Pain point 2")).to_be_visible()

    # Single characters, as they are seen: the family counts as one.
    press(page, "Escape", "s")
    page.keyboard.press("ArrowLeft")
    press(page, *["ArrowLeft"] * 10, *["Shift+ArrowRight"] * 1, "8")
    saved(page)
    last = Placement.objects.order_by("id").last()
    assert last is not None
    assert WORDS[last.start : last.end] == last.quote
    assert last.quote in WORDS

    # A region of the photo.
    press(page, "Escape", "p", "ArrowRight", "Alt+ArrowUp", "Shift+ArrowDown", "4")
    saved(page)
    assert put("region") == [("Door", None, None)]
    region = Placement.objects.get(excerpt__medium="region")
    assert (region.left, region.top, region.width, region.height) == (4000, 3400, 3000, 3500)

    # A range of the sound: from 1 s to 3 s.
    press(page, "Escape", ".", "[", ".", ".", "]", "2")
    saved(page)
    assert put("sound") == [("Praise", 1, None)]
    sound = Placement.objects.get(excerpt__medium="sound")
    assert (sound.start_ms, sound.end_ms) == (1000, 3000)

    # The whole entry: a key, and a code found by its pinyin initials.
    press(page, "Escape", "t", "/")
    page.keyboard.type("xkdz")
    press(page, "Enter")
    saved(page)
    assert put("entry") == [("Time pressure", None, None), ("To be quick", None, None)]

    # Off again by the same key.
    press(page, "t")
    saved(page)
    assert put("entry") == [("To be quick", None, None)]

    press(page, "m")
    page.keyboard.type("1 j d: who owns the till?")
    press(page, "Enter", "d")
    expect(page.locator(".entry").get_by_text("The next one.")).to_be_visible()
    done = Assignment.objects.filter(entry=entry, coder=kofi, done_at__isnull=False)
    eventually(page, done.exists, True)
    assert Memo.objects.get().text == "1 j d: who owns the till?"
    press(page, "k")
    expect(page.get_by_role("button", name="Pain point 2")).to_be_visible()


def test_words_of_a_recording_carry_text_and_time(
    browse: Browse, kofi: Person, entry: Entry
) -> None:
    page = browse(DESK, as_person=kofi)
    page.goto(address(entry))
    words = page.get_by_role("group", name="Words of the recording")
    words.focus()
    press(page, "ArrowRight", "ArrowRight", *["Shift+ArrowRight"] * 5, "1")
    saved(page)
    place = Placement.objects.get()
    assert (place.quote, place.start, place.end) == ("一直闪\n没", 2, 7)
    assert (place.start_ms, place.end_ms) == (1000, 4000)
    expect(page.locator(".track .ranges g.k-pain")).to_have_count(1)


def test_a_selection_by_mouse_is_widened_to_whole_characters(
    browse: Browse, kofi: Person, entry: Entry
) -> None:
    page = browse(DESK, as_person=kofi)
    page.goto(address(entry))
    line = page.locator("[data-start='0']").first.bounding_box()
    assert line is not None
    page.mouse.move(line["x"] + 1, line["y"] + 10)
    page.mouse.down()
    page.mouse.move(line["x"] + 95, line["y"] + 10, steps=6)
    page.mouse.up()
    expect(page.get_by_text("On the words")).to_be_visible()
    page.get_by_role("button", name="Pain point").click()
    saved(page)
    place = Placement.objects.get()
    assert place.quote == WORDS[: place.end]
    assert not place.quote.endswith(("\u200d", "👩"))


def test_a_region_drawn_by_mouse_is_right_at_every_size(
    browse: Browse, kofi: Person, entry: Entry
) -> None:
    for device in (DESK, SMALL_DESK, PHONE):
        Coding.objects.all().delete()
        Placement.objects.all().delete()
        page = browse(device, as_person=kofi)
        page.goto(address(entry))
        photo = page.locator("fs-photo-region img")
        photo.scroll_into_view_if_needed()
        box = photo.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7, steps=5)
        page.mouse.up()
        expect(page.get_by_text("On the region")).to_be_visible()
        page.keyboard.press("1")
        saved(page)
        place = Placement.objects.get()
        drawn = (place.left, place.top, place.width, place.height)
        assert drawn == pytest.approx((2000, 3000, 4000, 4000), abs=50), device


def test_others_codes_are_named_and_cannot_be_taken_off(
    browse: Browse, kofi: Person, mira: Person, study: Study, entry: Entry
) -> None:
    code = named(study, "Time pressure")
    factories.make_coding(entry, code, mira, span=(0, 5))
    page = browse(DESK, as_person=kofi)
    page.goto(address(entry))
    name = page.get_by_role("button", name="Time pressure Mira")
    name.focus()
    press(page, "Delete")
    expect(name).to_be_visible()
    assert Coding.objects.live().filter(coder=mira).exists()


def test_the_server_is_away_for_a_while_and_nothing_is_lost(
    browse: Browse, kofi: Person, entry: Entry, complaints: object
) -> None:
    page = browse(DESK, as_person=kofi)
    page.goto(address(entry))
    saved(page)
    page.context.set_offline(True)
    press(page, "s", "1", "2", "t", "r", "r")
    expect(page.get_by_text("Not saved: 5 kept here, trying again")).to_be_visible()
    assert not Coding.objects.exists()
    page.context.set_offline(False)
    saved(page)
    assert put("text") == [
        ("Pain point", 1, None),
        ("Praise", 3, None),
        ("Time pressure", None, None),
    ]
    complaints.heard.clear()  # type: ignore[attr-defined] # the browser tells of each try


def test_what_waits_is_sent_from_the_next_page(
    browse: Browse, kofi: Person, entry: Entry, complaints: object
) -> None:
    page = browse(DESK, as_person=kofi)
    page.goto(address(entry))
    page.route("**/codings/", lambda route: route.abort())
    press(page, "s", "1")
    expect(page.get_by_text("Not saved: 1 kept here, trying again")).to_be_visible()
    page.unroute("**/codings/")
    press(page, "j")
    expect(page.locator(".entry").get_by_text("The next one.")).to_be_visible()
    eventually(page, lambda: put("text"), [("Pain point", 1, None)])
    complaints.heard.clear()  # type: ignore[attr-defined]


def test_words_that_changed_meanwhile_are_said_and_not_coded(
    browse: Browse, kofi: Person, entry: Entry, complaints: object
) -> None:
    page = browse(DESK, as_person=kofi)
    page.goto(address(entry))
    revision = entry.revisions.create(study=entry.study, number=2, text="别的话。")
    Entry.objects.filter(pk=entry.pk).update(latest=revision)
    press(page, "s", "1")
    expect(page.get_by_text("Not saved: The text has changed")).to_be_visible()
    expect(page.locator(".margin li")).to_have_count(0)
    assert not Coding.objects.exists()
    complaints.heard.clear()  # type: ignore[attr-defined]


def test_without_scripts_the_whole_entry_is_coded_by_forms(
    browse: Browse, kofi: Person, entry: Entry
) -> None:
    page = browse(DESK, as_person=kofi, java_script_enabled=False)
    page.goto(address(entry))
    page.get_by_role("button", name="Time pressure").click()
    assert put("entry") == [("Time pressure", None, None)]
    page.get_by_role("textbox", name="Memo").fill("By hand.")
    page.get_by_role("button", name="Save memo").click()
    assert Memo.objects.get().text == "By hand."
    page.get_by_role("button", name="Take off").first.click()
    assert put("entry") == []


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_desk_queue_and_codebook_are_open_to_everybody(
    browse: Browse, kofi: Person, lan: Person, study: Study, entry: Entry, language: str, theme: str
) -> None:
    factories.make_coding(entry, named(study, "Pain point"), kofi, span=(0, 5), strength=2)
    factories.make_coding(entry, named(study, "Time pressure"), kofi)
    code = named(study, "Fairness")
    for device in (DESK, PHONE):
        for person, path in [
            (kofi, address(entry)),
            (kofi, "/studies/supermarket/coding/"),
            (lan, f"/studies/supermarket/codebook/{code.pk}/"),
        ]:
            page = browse(device, as_person=person, language=language, theme=theme)
            page.goto(path)
            assert_accessible(page)
            assert_fits(page)
            assert_targets(page, 24)
