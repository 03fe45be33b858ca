"""What a machine heard and what a person corrected: versions that are never overwritten."""

import pytest
from django.db import transaction

from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.events.models import Event
from fieldstudy.people.models import Person
from fieldstudy.transcription.actions import (
    StaleVersion,
    accept_version,
    correct_text,
    keep_machine_version,
)
from fieldstudy.transcription.heard import Heard, Said, Word
from fieldstudy.transcription.models import Transcript, TranscriptVersion
from tests import factories

HEARD = Heard(
    "zh",
    (
        Said(
            "排队等了20分钟，",
            0,
            1440,
            0.9,
            (
                Word("排队", 0, 420, 0.95),
                Word("等了", 420, 760, 0.9),
                Word("20分钟，", 760, 1440, 0.8),
            ),
        ),
        Said("I was 🙂 annoyed.", 1840, 3000, 0.6, (Word(" annoyed.", 2400, 3000, 0.6),)),
    ),
    ("unsure",),
)


@pytest.fixture
def recording(entry: Entry) -> Attachment:
    return factories.make_attachment(entry, "recording")


@transaction.atomic
def keep(recording: Attachment, heard: Heard = HEARD, digest: str = "one") -> TranscriptVersion:
    return keep_machine_version(recording, heard, engine="openai-whisper base", digest=digest)


def verbs() -> list[str]:
    return list(
        Event.objects.filter(verb__startswith="transcript.")
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_utterances_and_words_point_into_the_text(recording: Attachment) -> None:
    version = keep(recording)

    assert version.text == "排队等了20分钟，\nI was 🙂 annoyed."
    for utterance in version.utterances.all():
        assert version.text[utterance.start : utterance.end] == utterance.text
    first, second = version.utterances.all()
    assert [version.text[start:end] for start, end, *_ in first.words] == [
        "排队",
        "等了",
        "20分钟，",
    ]
    ((start, end, start_ms, end_ms, sure),) = second.words
    assert version.text[start:end] == "annoyed."
    assert (start_ms, end_ms, sure) == (2400, 3000, 0.6)
    assert version.flags == ["unsure"]
    assert version.confidence == pytest.approx(0.8125)


def test_the_same_engine_never_writes_twice(recording: Attachment) -> None:
    assert keep(recording) == keep(recording)

    assert TranscriptVersion.objects.count() == 1
    assert verbs() == ["transcript.made"]


def test_another_engine_adds_a_version(recording: Attachment) -> None:
    keep(recording)
    second = keep(recording, digest="two")

    assert second.number == 2
    assert Transcript.objects.get().latest == second


def test_a_note_without_speech_is_kept_as_such(recording: Attachment) -> None:
    version = keep(recording, Heard("", flags=("quiet",)))

    assert (version.text, version.language, version.confidence) == ("", "", None)
    assert version.flags == ["quiet"]


def test_a_machine_does_not_push_a_persons_wording_aside(
    recording: Attachment, rosa: Person
) -> None:
    machine = keep(recording)
    human = correct_text(machine.transcript, texts=["排队", ""], base_number=1, by=rosa)

    keep(recording, digest="two")

    assert Transcript.objects.get().latest == human


def test_a_correction_is_a_new_version_with_the_old_times(
    recording: Attachment, rosa: Person
) -> None:
    machine = keep(recording)

    version = correct_text(
        machine.transcript, texts=["排队等了二十分钟，", "I was\nannoyed. "], base_number=1, by=rosa
    )

    assert (version.number, version.origin, version.author) == (2, "human", rosa)
    assert version.text == "排队等了二十分钟，\nI was annoyed."
    assert [(each.start_ms, each.end_ms) for each in version.utterances.all()] == [
        (0, 1440),
        (1840, 3000),
    ]
    machine.refresh_from_db()
    assert machine.text == "排队等了20分钟，\nI was 🙂 annoyed."
    assert verbs() == ["transcript.made", "transcript.corrected"]


def test_a_correction_of_what_changed_meanwhile_is_refused(
    recording: Attachment, rosa: Person, kofi: Person
) -> None:
    transcript = keep(recording).transcript
    correct_text(transcript, texts=["排队", "annoyed"], base_number=1, by=rosa)

    with pytest.raises(StaleVersion) as problem:
        correct_text(transcript, texts=["排", "annoying"], base_number=1, by=kofi)
    assert problem.value.latest == 2
    assert TranscriptVersion.objects.count() == 2


def test_accepting_says_who_and_only_once(
    recording: Attachment, rosa: Person, kofi: Person
) -> None:
    version = keep(recording)

    accept_version(version, by=rosa)
    again = accept_version(version, by=kofi)

    assert again.accepted_by == rosa
    assert again.accepted_at is not None
    assert verbs() == ["transcript.made", "transcript.accepted"]
