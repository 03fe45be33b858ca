"""A participant's phone: joining, agreeing, logging with photo and voice, and what goes wrong."""

import io
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from playwright.sync_api import Page, Route, expect

from fieldstudy.core import clock, storage
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.participants.models import ConsentAct, Participation
from fieldstudy.studies.models import Prompt, Study
from tests import factories
from tests.browser.conftest import PHONE, Complaints
from tests.browser.phone import (
    CODE,
    GPS,
    SECRET,
    asked,
    begin,
    big_photo,
    invited,
    opened,
    save,
)

__all__ = ["asked", "invited"]
Browse = Callable[..., Page]


def stored(attachment: Attachment) -> bytes:
    return storage.path_of(attachment.storage_key).read_bytes()


def test_from_the_link_to_a_receipt_with_photo_and_voice(
    browse: Browse, invited: Participation, asked: Prompt, tmp_path: Path
) -> None:
    page = browse(PHONE)
    page.goto(f"/p/join/#{SECRET}")
    expect(page.get_by_text("Your invitation link is here")).to_be_visible()
    expect(page.get_by_label("Code from your invitation")).to_be_hidden()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What you agree to")).to_be_visible()
    for box in page.locator("[name=scopes]").all():
        expect(box).not_to_be_checked()
        box.check()
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Agree and begin").click()
    page.get_by_role("link", name="Start").click()

    page.get_by_text("Self-checkout").click()
    page.get_by_text("Bad", exact=False).nth(1).click()
    page.get_by_label("What happened?").fill("扫到酸奶时屏幕变红。")
    page.locator("[name=item-photo]").set_input_files(big_photo(tmp_path))
    page.get_by_role("button", name="Record a voice note").click()
    clock_of_note = page.locator(".recorder time")
    expect(clock_of_note).to_have_text("0:02", timeout=8000)
    page.get_by_role("button", name="Stop recording and keep the note").click()
    expect(page.get_by_text("Voice note arrived")).to_be_visible(timeout=15_000)
    expect(page.get_by_alt_text("Photo 1")).to_be_visible()
    save(page)
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible(timeout=15_000)

    entry = Entry.objects.get()
    assert entry.text == "扫到酸奶时屏幕变红。" and entry.valence == -1
    assert entry.touchpoint is not None and entry.touchpoint.name.en == "Self-checkout"
    photo = entry.attachments.get(kind="photo")
    picture = opened(stored(photo))
    assert max(picture.size) == 2048
    assert not picture.getexif() and not picture.getexif().get_ifd(GPS)
    assert b"CANARY" not in stored(photo)
    note = entry.attachments.get(kind="recording")
    with av.open(io.BytesIO(stored(note))) as sound:
        seconds = sum(frame.samples / frame.sample_rate for frame in sound.decode(audio=0))
    assert 1.5 < seconds < 6

    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_text("扫到酸奶时屏幕变红。")).to_be_visible()


def test_all_of_it_works_without_javascript(
    browse: Browse, invited: Participation, asked: Prompt, tmp_path: Path
) -> None:
    page = browse(PHONE, java_script_enabled=False)
    page.goto("/p/join/")
    page.get_by_label("Code from your invitation").fill(CODE.lower())
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=scopes][value=photos]").check()
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Agree and begin").click()
    page.get_by_role("link", name="Start").click()
    page.locator("[name=item-photo]").set_input_files(big_photo(tmp_path))
    page.get_by_label("What happened?").fill("It rained.")
    page.get_by_role("button", name="Save the entry").dblclick()
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible()
    assert ConsentAct.objects.get().scopes == ["photos"]
    assert Entry.objects.get().attachments.count() == 1


def test_two_taps_make_one_entry(browse: Browse, p01: Participation, asked: Prompt) -> None:
    page = browse(PHONE, as_participant=p01)
    begin(page, asked)
    page.get_by_label("What happened?").fill("Twice.")
    page.get_by_role("button", name="Save the entry").dblclick()
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible()
    assert Entry.objects.count() == 1


def test_a_session_that_ended_costs_no_word(
    browse: Browse, invited: Participation, asked: Prompt, complaints: Complaints
) -> None:
    factories.make_consent(invited)
    page = browse(PHONE, as_participant=invited)
    begin(page, asked)
    page.get_by_label("What happened?").fill("Nobody came for ten minutes.")
    invited.device_sessions.update(revoked_at=clock.now())
    save(page)
    expect(page.get_by_text("What you wrote is kept in this page")).to_be_visible()
    page.get_by_label("Code from your invitation").fill(CODE)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Save the entry").click()
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible()
    assert Entry.objects.get().text == "Nobody came for ten minutes."
    complaints.heard.clear()  # the 401


def test_a_wrong_code_says_what_to_do(browse: Browse, study: Study, complaints: Complaints) -> None:
    page = browse(PHONE)
    page.goto("/p/join/")
    page.get_by_label("Code from your invitation").fill("0OI1L")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("No study has that code")).to_be_visible()
    expect(page.get_by_label("Code from your invitation")).to_have_value("0OI1L")
    complaints.heard.clear()  # the 422


def test_the_link_survives_a_change_of_language(browse: Browse, invited: Participation) -> None:
    page = browse(PHONE)
    page.goto(f"/p/join/#{SECRET}")
    page.get_by_text("中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert page.url.endswith(f"#{SECRET}")
    page.locator(".dock button").click()
    expect(page.locator("[name=agree]")).to_be_visible()
    invited.refresh_from_db()
    assert invited.language == "zh-Hans"


def test_without_the_voice_scope_nobody_is_asked_to_speak(
    browse: Browse, study: Study, asked: Prompt
) -> None:
    person = factories.make_participation(study, "P09")
    factories.make_consent(person, ["photos"])
    page = browse(PHONE, as_participant=person)
    begin(page, asked)
    expect(page.get_by_text("Show it")).to_be_visible()
    expect(page.get_by_text("Say it")).to_have_count(0)
    expect(page.get_by_text("Some questions are left out")).to_be_visible()


def test_a_question_follows_from_an_answer(
    browse: Browse, p01: Participation, asked: Prompt
) -> None:
    page = browse(PHONE, as_participant=p01)
    begin(page, asked)
    worst = page.get_by_label("What was the worst of it?")
    expect(worst).to_be_hidden()
    page.locator("[name=item-emotion][value='-2']").check(force=True)
    expect(worst).to_be_visible()
    page.locator("[name=item-emotion][value='1']").check(force=True)
    expect(worst).to_be_hidden()


def test_a_page_loaded_anew_has_the_words_and_the_photo(
    browse: Browse, p01: Participation, asked: Prompt, tmp_path: Path
) -> None:
    page = browse(PHONE, as_participant=p01)
    begin(page, asked)
    page.get_by_label("What happened?").fill("The camera ate the page.")
    page.locator("[name=item-photo]").set_input_files(big_photo(tmp_path))
    expect(page.locator(".photos progress")).to_have_count(0, timeout=15_000)
    expect(page.get_by_text("Kept on this phone")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value("The camera ate the page.")
    expect(page.locator(".photos .remove")).to_have_count(1)
    save(page)
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible()
    assert Entry.objects.get().attachments.count() == 1
    begin(page, asked)
    expect(page.get_by_label("What happened?")).to_have_value("")


def test_a_note_can_be_paused_heard_and_recorded_again(
    browse: Browse, p01: Participation, asked: Prompt
) -> None:
    page = browse(PHONE, as_participant=p01)
    begin(page, asked)
    page.get_by_role("button", name="Record a voice note").click()
    expect(page.locator(".recorder time")).to_have_text("0:01", timeout=6000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused. What you said so far is kept.")).to_be_visible()
    paused_at = page.locator(".recorder time").inner_text()
    page.wait_for_timeout(1500)
    expect(page.locator(".recorder time")).to_have_text(paused_at)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator("audio")).to_have_count(1)
    page.get_by_role("button", name="Record again").click()
    expect(page.locator("audio")).to_have_count(0)
    page.get_by_label("What happened?").fill("Said better.")
    save(page)  # ends the note that is being recorded, waits for it, and goes
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible(timeout=15_000)
    assert Entry.objects.get().attachments.count() == 1


def test_a_microphone_that_is_off_leaves_other_ways(
    browse: Browse, p01: Participation, asked: Prompt
) -> None:
    page = browse(PHONE, as_participant=p01)
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () =>"
        " Promise.reject(new DOMException('', 'NotAllowedError'));"
    )
    begin(page, asked)
    page.get_by_role("button", name="Record a voice note").click()
    expect(page.get_by_text("The microphone is off for this page")).to_be_visible()
    expect(page.get_by_role("button", name="Attach a sound or video file")).to_be_visible()
    page.get_by_label("What happened?").fill("Written instead.")
    save(page)
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible()


def test_a_browser_without_recorder_or_crypto_still_sends_files(
    browse: Browse, p01: Participation, asked: Prompt, tmp_path: Path
) -> None:
    page = browse(PHONE, as_participant=p01)
    page.add_init_script(
        "delete window.MediaRecorder;"
        "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"
        "Object.defineProperty(crypto, 'subtle', { value: undefined });"
    )
    begin(page, asked)
    expect(page.get_by_role("button", name="Record a voice note")).to_be_hidden()
    page.locator("[name=item-photo]").set_input_files(big_photo(tmp_path))
    page.get_by_label("What happened?").fill("Plainly.")
    save(page)
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible()
    assert Entry.objects.get().attachments.get().kind == "photo"


def test_a_broken_line_is_told_and_mended(
    browse: Browse, p01: Participation, asked: Prompt, tmp_path: Path, complaints: Complaints
) -> None:
    page = browse(PHONE, as_participant=p01)
    begin(page, asked)
    page.get_by_label("What happened?").fill("In the lift.")
    broken = {"times": 0}

    def break_line(route: Route) -> None:
        broken["times"] += 1
        route.abort() if broken["times"] <= 2 else route.continue_()

    page.route("**/p/api/uploads/**", break_line)
    page.locator("[name=item-photo]").set_input_files(big_photo(tmp_path))
    expect(page.get_by_text("Photo 1 has not arrived yet")).to_be_visible(timeout=10_000)
    save(page)
    expect(page.get_by_text("Waiting for 1 files to arrive")).to_be_visible()
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible(timeout=20_000)
    assert Entry.objects.get().attachments.count() == 1
    assert broken["times"] > 2
    complaints.heard.clear()  # the two broken requests


def test_a_place_is_noted_roughly(browse: Browse, p01: Participation, asked: Prompt) -> None:
    page = browse(
        PHONE,
        as_participant=p01,
        permissions=["geolocation"],
        geolocation={"latitude": 31.23456, "longitude": 121.47891},
    )
    begin(page, asked)
    page.get_by_role("button", name="Note where I am now").click()
    expect(page.get_by_text("Noted: 31.23, 121.48")).to_be_visible()
    page.get_by_label("What happened?").fill("Here.")
    save(page)
    expect(page.get_by_role("heading", name="Everything is safe")).to_be_visible()
    assert Entry.objects.get().place == {"latitude": 31.23, "longitude": 121.48}


@pytest.mark.parametrize("kind", ["stop", "erase"])
def test_leaving_takes_three_taps(
    browse: Browse, p01: Participation, entry: Entry, kind: str
) -> None:
    page = browse(PHONE, as_participant=p01)
    page.goto("/p/")
    page.get_by_label("Menu").click()
    page.get_by_role("link", name="Leave the study").click()
    words = "Stop and leave my entries" if kind == "stop" else "Stop and delete everything"
    page.get_by_role("button", name=words).click()
    expect(page.get_by_role("heading", name="You have left the study")).to_be_visible()
    p01.refresh_from_db()
    assert p01.withdrawal.kind == kind
