"""From a sent voice note to its words: the real pipeline with the real model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from fieldstudy.core import storage
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.jobs import runner
from fieldstudy.jobs.actions import enqueue
from fieldstudy.jobs.models import Job
from fieldstudy.media.tasks import decoder_of_thread
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Study
from fieldstudy.transcription import listener, tasks
from fieldstudy.transcription.listener import NotHeard
from fieldstudy.transcription.models import Transcript, TranscriptVersion
from tests import factories
from tests.media.attached import attach
from tests.transcription.notes import VOICE

pytestmark = pytest.mark.xdist_group("speech")


@pytest.fixture(autouse=True, scope="module")
def _children_end_with_the_file() -> Iterator[None]:
    yield
    decoder_of_thread().close()
    for each in listener._listeners.values():
        each.close()


def transcribe(attachment: Attachment) -> Job:
    """Run the job as a worker would."""
    job = enqueue("transcribe_recording", attachment.pk, study_id=attachment.study_id)
    runner.run(job.pk)
    job.refresh_from_db()
    return job


def version_of(attachment: Attachment) -> TranscriptVersion:
    version = Transcript.objects.get(attachment=attachment).latest
    assert version is not None
    return version


@pytest.mark.speech
def test_a_note_in_each_language_comes_out_as_words(
    entry: Entry, p02: Participation, weights: Path
) -> None:
    mandarin = attach(entry, "recording", VOICE / "zh-03.m4a")
    english = attach(factories.make_entry(p02), "recording", VOICE / "en-02.webm")

    jobs = [transcribe(mandarin), transcribe(english)]

    assert [job.state for job in jobs] == [Job.State.READY] * 2
    assert all(job.progress_total > 5000 for job in jobs)
    zh, en = version_of(mandarin), version_of(english)
    assert (zh.language, en.language) == ("zh", "en")
    assert "手机没有" in zh.text
    assert "only one register was open" in en.text
    assert zh.engine == "openai-whisper base"
    for version in (zh, en):
        words = [word for each in version.utterances.all() for word in each.words]
        assert len(words) > 10
        assert "".join(version.text[start:end] for start, end, *_ in words) == "".join(
            version.text.split()
        )


@pytest.mark.speech
def test_doing_it_again_adds_nothing(entry: Entry, weights: Path) -> None:
    note = attach(entry, "recording", VOICE / "zh-01.m4a")
    transcribe(note)

    assert transcribe(note).state == Job.State.READY
    assert TranscriptVersion.objects.count() == 1


@pytest.mark.speech
def test_the_study_decides_script_and_language(study: Study, entry: Entry, weights: Path) -> None:
    study.script, study.speech_language = "traditional", "zh-Hans"
    study.save()

    note = attach(entry, "recording", VOICE / "zh-01.m4a")
    transcribe(note)

    assert "我剛剛走進商店" in version_of(note).text


@pytest.mark.speech
@pytest.mark.parametrize("name", ["silence.webm", "noise.webm"])
def test_an_empty_note_gets_no_invented_sentence(entry: Entry, weights: Path, name: str) -> None:
    note = attach(entry, "recording", VOICE / name)

    assert transcribe(note).state == Job.State.READY
    assert (version_of(note).text, version_of(note).flags) == ("", ["quiet"])


@pytest.mark.speech
def test_what_goes_on_beyond_the_limit_is_marked_as_cut(
    study: Study, entry: Entry, weights: Path
) -> None:
    study.voice_limit_s = 1
    study.save()
    note = attach(entry, "recording", VOICE / "en-05.m4a")

    transcribe(note)

    assert "cut" in version_of(note).flags


def test_without_weights_the_job_waits_and_says_why(
    entry: Entry, settings: Any, tmp_path: Path
) -> None:
    settings.SPEECH_MODELS = tmp_path
    job = transcribe(attach(entry, "recording", VOICE / "zh-01.m4a"))

    assert (job.state, job.reason, job.attempts) == (Job.State.WAITING, "no_speech_model", 0)


def test_without_consent_to_voice_nobody_listens(study: Study) -> None:
    quiet = factories.make_participation(study, "P09")
    factories.make_consent(quiet, scopes=["photos"])
    note = attach(factories.make_entry(quiet), "recording", VOICE / "zh-01.m4a")

    job = transcribe(note)

    assert (job.state, job.reason) == (Job.State.FAILED, "no_voice_consent")


@pytest.fixture
def some_weights(settings: Any, tmp_path: Path) -> None:
    """A file where weights are looked for; nothing here loads it."""
    settings.SPEECH_MODELS = tmp_path
    (tmp_path / "base.pt").touch()


@pytest.mark.usefixtures("some_weights")
def test_an_erased_note_leaves_nothing_to_do(entry: Entry) -> None:
    note = attach(entry, "recording", VOICE / "zh-01.m4a")
    Attachment.objects.filter(pk=note.pk).delete()

    assert transcribe(note).state == Job.State.READY
    assert not Transcript.objects.exists()


@pytest.mark.usefixtures("some_weights")
def test_a_file_that_is_no_sound_fails_with_its_reason(entry: Entry, tmp_path: Path) -> None:
    hostile = tmp_path / "note.m4a"
    hostile.write_bytes(b"\x00\x00\x00\x20ftypM4A " + bytes(range(256)) * 20)

    job = transcribe(attach(entry, "recording", hostile))

    assert job.state == Job.State.FAILED
    assert job.reason in {"damaged", "unsupported", "no_sound"}


@pytest.mark.usefixtures("some_weights")
def test_a_file_that_is_gone_fails_with_its_reason(entry: Entry) -> None:
    note = attach(entry, "recording", VOICE / "zh-01.m4a")
    storage.delete(note.storage_key)

    job = transcribe(note)

    assert (job.state, job.reason) == (Job.State.FAILED, "missing")


@pytest.mark.usefixtures("some_weights")
def test_weights_that_cannot_be_loaded_use_up_no_attempt(entry: Entry) -> None:
    job = transcribe(attach(entry, "recording", VOICE / "zh-01.m4a"))

    assert (job.state, job.reason, job.attempts) == (Job.State.WAITING, "damaged_model", 0)


@pytest.mark.usefixtures("some_weights")
def test_a_killed_child_is_a_reason_to_try_again(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed:
        def hear(self, *args: object, **kwargs: object) -> None:
            raise NotHeard("killed")

    monkeypatch.setattr(tasks, "listener_for", lambda engine, weights: Killed())
    job = transcribe(attach(entry, "recording", VOICE / "zh-01.m4a"))

    assert (job.state, job.reason, job.attempts) == (Job.State.RETRY, "killed", 1)


@pytest.mark.speech
def test_what_waited_for_weights_is_done_by_hand(
    entry: Entry, settings: Any, tmp_path: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models, settings.SPEECH_MODELS = settings.SPEECH_MODELS, tmp_path
    note = attach(entry, "recording", VOICE / "en-04.webm")
    job = transcribe(note)
    assert job.state == Job.State.WAITING
    settings.SPEECH_MODELS = models

    call_command("transcribe", pending=True)

    assert "transcribed · 1" in capsys.readouterr().out
    assert "pouring rain" in version_of(note).text
