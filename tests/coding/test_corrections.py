"""When words are corrected, what was coded on them stays with them."""

from typing import Any
from uuid import uuid4

import pytest

from fieldstudy.coding.actions import carry_on_entry, correct_transcript, put_code
from fieldstudy.coding.anchors import Anchor, TextSpan, TranscriptSpan
from fieldstudy.coding.models import Code, Excerpt, Placement
from fieldstudy.diary.models import Entry, EntryRevision
from fieldstudy.events import record
from fieldstudy.jobs.runner import run_due
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.transcription.actions import StaleVersion
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance
from tests import factories

SAID = ["它就一直闪红灯", "嗯", "我就站在那儿", "嗯"]


@pytest.fixture
def entry(p01: Any) -> Entry:
    return factories.make_entry(p01, "屏幕变红。没有人来。\n番茄很甜。")


@pytest.fixture
def code(study: Study) -> Code:
    return factories.make_code(study, "Fairness", "theme")


@pytest.fixture
def transcript(entry: Entry) -> Transcript:
    recording = factories.make_attachment(entry, "recording", duration_ms=4000)
    transcript = Transcript.objects.create(study=entry.study, attachment=recording)
    version = TranscriptVersion.objects.create(
        study=entry.study, transcript=transcript, number=1, origin="machine", text="\n".join(SAID)
    )
    start = 0
    for position, words in enumerate(SAID):
        Utterance.objects.create(
            study=entry.study,
            version=version,
            position=position,
            start=start,
            end=start + len(words),
            start_ms=position * 1000,
            end_ms=position * 1000 + 900,
            text=words,
        )
        start += len(words) + 1
    transcript.latest = version
    transcript.save()
    return transcript


def put(entry: Entry, code: Code, by: Person, anchor: Anchor) -> Excerpt:
    made = put_code(
        entry, code=code, anchor=anchor, by=by, coding_id=uuid4(), excerpt_id=uuid4()
    ).coding
    return made.excerpt


def said(transcript: Transcript, start: int, end: int) -> TranscriptSpan:
    assert transcript.latest is not None
    return TranscriptSpan(transcript.latest.pk, start, end, transcript.latest.text[start:end])


def test_excerpts_outside_the_change_move_with_their_words_and_keep_their_time(
    entry: Entry, code: Code, transcript: Transcript, kofi: Person
) -> None:
    touched = put(entry, code, kofi, said(transcript, 0, 5))
    behind = put(entry, code, kofi, said(transcript, 10, 16))
    second_yes = put(entry, code, kofi, said(transcript, 17, 18))
    new = ["它一直闪着红灯呢", *SAID[1:]]
    version, carried = correct_transcript(transcript, texts=new, base_number=1, by=kofi)
    assert carried == (2, 1)
    assert not touched.placements.filter(transcript_version=version).exists()
    place = behind.placements.get(transcript_version=version)
    assert (place.start, place.quote, place.state) == (11, "我就站在那儿", "exact")
    assert version.text[place.start : place.end] == place.quote
    assert (place.start_ms, place.end_ms) == (2000, 2900)
    assert place.prefix.endswith("红灯呢\n嗯\n")
    assert second_yes.placements.get(transcript_version=version).start == 18
    assert Placement.objects.count() == 5


def test_a_correction_of_what_was_corrected_meanwhile_changes_nothing(
    entry: Entry, code: Code, transcript: Transcript, kofi: Person
) -> None:
    put(entry, code, kofi, said(transcript, 10, 16))
    correct_transcript(transcript, texts=SAID, base_number=1, by=kofi)
    with pytest.raises(StaleVersion):
        correct_transcript(transcript, texts=SAID, base_number=1, by=kofi)
    assert Placement.objects.count() == 2


def test_words_found_again_two_corrections_later_are_taken_from_where_they_last_lay(
    entry: Entry, code: Code, transcript: Transcript, kofi: Person
) -> None:
    excerpt = put(entry, code, kofi, said(transcript, 0, 5))
    correct_transcript(transcript, texts=["红灯", *SAID[1:]], base_number=1, by=kofi)
    version, carried = correct_transcript(transcript, texts=SAID, base_number=2, by=kofi)
    assert carried == (1, 0)
    assert excerpt.placements.get(transcript_version=version).start == 0


def test_an_amended_entry_takes_its_excerpts_along_and_twice_is_once(
    entry: Entry, code: Code, kofi: Person
) -> None:
    assert entry.latest is not None
    excerpt = put(entry, code, kofi, TextSpan(entry.latest.pk, 11, 15, "番茄很甜"))
    revision = EntryRevision.objects.create(
        study=entry.study, entry=entry, number=2, text="屏幕变红。有人来了。\n番茄很甜。"
    )
    assert carry_on_entry(revision) == (1, 0)
    assert carry_on_entry(revision) == (0, 0)
    assert excerpt.placements.get(revision=revision).start == 11


def test_the_jobs_follow_what_happened(
    entry: Entry, code: Code, transcript: Transcript, kofi: Person, study: Study
) -> None:
    """However a wording changed: by the phone, by the machine, or by a person elsewhere."""
    assert entry.latest is not None
    spoken = put(entry, code, kofi, said(transcript, 10, 16))
    written = put(entry, code, kofi, TextSpan(entry.latest.pk, 11, 15, "番茄很甜"))
    entry.latest = EntryRevision.objects.create(
        study=study, entry=entry, number=2, text="番茄很甜。"
    )
    entry.touchpoint = factories.make_touchpoint(study)
    entry.save()
    transcript.latest = TranscriptVersion.objects.create(
        study=study, transcript=transcript, number=2, origin="human", text="我就站在那儿"
    )
    transcript.save()
    record("entry.amended", by=kofi, study=study, subject=entry)
    record("transcript.made", by=kofi, study=study, subject=transcript.attachment)
    record("transcript.corrected", by=kofi, study=study, subject=transcript.latest)
    run_due()
    assert spoken.placements.get(transcript_version=transcript.latest).start == 0
    assert written.placements.get(revision=entry.latest).start == 0
    assert {coding.touchpoint for coding in entry.codings.all()} == {entry.touchpoint}


def test_jobs_without_their_row_end_quietly(kofi: Person, study: Study, entry: Entry) -> None:
    for verb in ("entry.amended", "transcript.made", "transcript.corrected"):
        record(verb, by=kofi, study=study, subject=entry)
    Entry.objects.all().delete()
    assert run_due() == 3
