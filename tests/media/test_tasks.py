"""What arrives becomes fit to be seen and heard, or says why not; twice is as good as once."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import transaction

from fieldstudy.core import storage
from fieldstudy.core.storage import DiskFull
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.events import record
from fieldstudy.events.models import Event
from fieldstudy.jobs import runner
from fieldstudy.jobs.actions import enqueue
from fieldstudy.jobs.models import Job
from fieldstudy.media import tasks
from fieldstudy.media.models import Rendition
from fieldstudy.media.results import Outcome, Photo
from fieldstudy.media.store import rendition_keys
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories
from tests.media import pictures, sounds
from tests.media.attached import attach


@pytest.fixture(autouse=True, scope="module")
def _child_ends_with_the_file() -> Iterator[None]:
    yield
    tasks.decoder_of_thread().close()


def render(attachment: Attachment) -> Job:
    """Run the job as a worker would, and read the attachment anew."""
    job = enqueue("make_renditions", attachment.pk, study_id=attachment.study_id)
    runner.run(job.pk)
    job.refresh_from_db()
    attachment.refresh_from_db()
    return job


def kinds(attachment: Attachment) -> set[str]:
    return set(attachment.renditions.values_list("kind", flat=True))


def verbs(attachment: Attachment) -> list[str]:
    rows = Event.objects.filter(subject_id=attachment.pk).order_by("pk")
    return list(rows.values_list("verb", flat=True))


def test_a_photo_gets_its_copies(entry: Entry, tmp_path: Path) -> None:
    photo = attach(entry, "photo", pictures.large(tmp_path / "large.jpg"))

    job = render(photo)

    assert job.state == Job.State.READY
    assert (photo.state, photo.reason) == (Attachment.State.READY, "")
    assert (photo.width, photo.height) == (2600, 1800)
    assert kinds(photo) == {"thumbnail", "display", "full"}
    for copy in photo.renditions.all():
        path = storage.path_of(copy.storage_key)
        assert path.stat().st_size == copy.size
        assert storage.sha256_of(path) == copy.sha256
        assert copy.content_type == "image/jpeg"
    assert verbs(photo) == ["rendition.made"]


def test_a_voice_note_gets_a_copy_to_hear_and_an_outline(entry: Entry, tmp_path: Path) -> None:
    note = attach(entry, "recording", sounds.voice_note(tmp_path / "note.webm", seconds=2.0))

    render(note)

    assert kinds(note) == {"listening", "full", "peaks"}
    assert note.duration_ms is not None
    assert abs(note.duration_ms - 2000) < 40
    peaks = note.renditions.get(kind="peaks")
    assert len(peaks.data) == 100
    assert peaks.storage_key == ""


def test_a_video_is_shown_and_heard(entry: Entry, tmp_path: Path) -> None:
    clip = attach(entry, "video", sounds.video(tmp_path / "clip.mp4"))

    render(clip)

    assert kinds(clip) == {"video", "listening", "peaks"}


def test_a_silent_video_says_so(entry: Entry, tmp_path: Path) -> None:
    clip = attach(entry, "video", sounds.video(tmp_path / "clip.mp4", sound=None))

    render(clip)

    assert (clip.state, clip.reason) == (Attachment.State.READY, "no_sound")
    assert kinds(clip) == {"video"}


def test_a_note_longer_than_the_study_allows_says_that_it_was_cut(
    study: Study, entry: Entry, tmp_path: Path
) -> None:
    study.voice_limit_s = 1
    study.save()
    note = attach(entry, "recording", sounds.voice_note(tmp_path / "note.webm", seconds=8.0))

    render(note)

    assert (note.state, note.reason) == (Attachment.State.READY, "cut")
    assert note.duration_ms is not None
    assert note.duration_ms < 6_200


def test_an_interview_may_be_long(study: Study, lan: Person, tmp_path: Path) -> None:
    study.voice_limit_s = 1
    study.save()
    talk = factories.make_entry(None, study=study, author=lan, source=Entry.Source.INTERVIEW)
    note = attach(talk, "recording", sounds.voice_note(tmp_path / "talk.webm", seconds=8.0))

    render(note)

    assert note.reason == ""
    assert note.duration_ms is not None
    assert note.duration_ms > 7_900


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("photo", b"%PDF-1.7", "unsupported"),
        ("photo", b"\xff\xd8\xff\xe0", "damaged"),
        ("recording", b"ffconcat version 1.0\nfile /etc/passwd\n", "unsupported"),
        ("recording", b"OggS" + bytes(80), "damaged"),
    ],
)
def test_a_hostile_file_ends_in_a_state_that_researchers_see(
    entry: Entry, tmp_path: Path, kind: str, content: bytes, reason: str
) -> None:
    (tmp_path / "sent").write_bytes(content)
    attachment = attach(entry, kind, tmp_path / "sent")

    job = render(attachment)

    assert (job.state, job.reason) == (Job.State.FAILED, reason)
    assert (attachment.state, attachment.reason) == (Attachment.State.FAILED, reason)
    assert storage.path_of(attachment.storage_key).exists()
    assert kinds(attachment) == set()
    assert verbs(attachment) == ["attachment.refused"]


def test_trying_a_refused_file_again_is_written_down_once(entry: Entry, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(b"%PDF-1.7")
    attachment = attach(entry, "photo", tmp_path / "sent")

    render(attachment)
    render(attachment)

    assert verbs(attachment) == ["attachment.refused"]


def test_a_second_run_replaces_the_first(entry: Entry, tmp_path: Path) -> None:
    photo = attach(entry, "photo", pictures.large(tmp_path / "large.jpg"))
    render(photo)
    before = {copy.kind: copy.pk for copy in photo.renditions.all()}

    render(photo)

    assert {copy.kind: copy.pk for copy in photo.renditions.all()} == before
    assert len(list(storage.path_of("renditions").iterdir())) == 3


def test_a_copy_that_is_not_made_any_more_goes_with_its_file(
    entry: Entry,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    photo = attach(entry, "photo", pictures.marked(tmp_path, "a.jpg"))
    storage.save("renditions/old", [b"old"])
    Rendition.objects.create(
        study=entry.study, attachment=photo, kind="video", storage_key="renditions/old"
    )

    with django_capture_on_commit_callbacks(execute=True):
        render(photo)

    assert "video" not in kinds(photo)
    assert not storage.path_of("renditions/old").exists()


def test_an_attachment_that_is_gone_is_no_trouble(entry: Entry, tmp_path: Path) -> None:
    photo = attach(entry, "photo", pictures.marked(tmp_path, "a.jpg"))
    job = enqueue("make_renditions", photo.pk, study_id=entry.study_id)
    photo.delete()

    assert runner.run(job.pk) == Job.State.READY


def test_nothing_is_left_of_who_was_erased_meanwhile(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = attach(entry, "photo", pictures.marked(tmp_path, "a.jpg"))
    key, ask = photo.pk, tasks._ask

    def erase_while_decoding(*args: object) -> object:
        Attachment.objects.filter(pk=key).delete()
        return ask(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks, "_ask", erase_while_decoding)
    job = enqueue("make_renditions", key, study_id=entry.study_id)

    assert runner.run(job.pk) == Job.State.READY
    assert not any(storage.path_of(name).exists() for name in rendition_keys([key]))
    assert not Rendition.objects.exists()


def test_a_missing_original_is_named(entry: Entry) -> None:
    photo = factories.make_attachment(entry)

    assert render(photo).reason == "missing"
    assert photo.reason == "missing"


def test_a_full_disk_makes_the_job_wait_and_not_fail(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = attach(entry, "photo", pictures.marked(tmp_path, "a.jpg"))

    def no_room(*args: object) -> str:
        raise DiskFull

    with monkeypatch.context() as full:
        full.setattr(storage, "save_file", no_room)
        job = render(photo)
    assert (job.state, job.reason, job.attempts) == (Job.State.WAITING, "disk_full", 0)
    assert photo.state == Attachment.State.WAITING

    def no_room_in_the_child(*args: object) -> Photo:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tasks.Decoder, "photo", no_room_in_the_child)
    assert render(photo).reason == "disk_full"
    assert not list(storage.media_root().glob(".work-*"))


@pytest.mark.parametrize(("deaths", "state"), [(1, "ready"), (2, "failed")])
def test_a_file_that_kills_the_child_gets_one_more_chance(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaths: int, state: str
) -> None:
    photo = attach(entry, "photo", pictures.marked(tmp_path, "a.jpg"))
    left, ask = [Photo(Outcome.KILLED)] * deaths, tasks._ask
    monkeypatch.setattr(tasks, "_ask", lambda *args: left.pop() if left else ask(*args))

    render(photo)

    assert photo.state == state
    assert photo.reason == ("killed" if deaths == 2 else "")


def test_a_stored_attachment_is_followed_by_the_job(
    p01: Participation, entry: Entry, tmp_path: Path
) -> None:
    photo = attach(entry, "photo", pictures.marked(tmp_path, "a.jpg"))
    with transaction.atomic():
        record("attachment.stored", by=p01, study=entry.study, subject=photo, entry=entry)

    runner.run_due(["make_renditions"])

    photo.refresh_from_db()
    assert photo.state == Attachment.State.READY
