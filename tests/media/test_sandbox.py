"""The decoding child is held to its limits, replaced when it dies, and never outlives its parent."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from fieldstudy.media import process, sandbox
from fieldstudy.media.process import ROOT
from fieldstudy.media.results import Made, Outcome, Photo
from fieldstudy.media.sandbox import Decoder, Limits
from tests.media import pictures, sounds
from tests.media.processes import ends_within, is_running, peak_megabytes

MINUTE = 60_000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """An ordinary small one."""
    return pictures.marked(tmp_path, "ordinary.jpg")


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A pipe nobody writes to: whoever reads it waits for ever."""
    path = tmp_path / "endless"
    os.mkfifo(path)
    return path


def process_of(decoder: Decoder) -> int:
    """Its child's process, which must be there."""
    assert decoder.process_id is not None
    return decoder.process_id


def test_the_child_stays_warm_between_jobs(tmp_path: Path, photo: Path) -> None:
    with Decoder() as decoder:
        decoder.photo(photo, tmp_path)
        first = process_of(decoder)
        began = time.monotonic()
        assert decoder.photo(photo, tmp_path).outcome is Outcome.OK

        assert process_of(decoder) == first
        assert time.monotonic() - began < 1


def test_the_child_is_replaced_after_fifty_jobs(
    tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "JOBS_PER_CHILD", 2)
    with Decoder() as decoder:
        seen = []
        for _ in range(3):
            decoder.photo(photo, tmp_path)
            seen.append(decoder.process_id)

    assert seen[0] is not None
    assert seen[1] is None
    assert seen[2] not in {None, seen[0]}


def test_heavy_libraries_stay_out_of_the_parent() -> None:
    code = (
        "import sys, fieldstudy.media.sandbox as s;"
        "print([name for name in ('av', 'PIL', 'pillow_heif', 'numpy') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"


def test_no_secret_of_ours_reaches_the_child(
    tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDSTUDY_SECRET_KEY", "shelf-four")
    with Decoder() as decoder:
        decoder.photo(photo, tmp_path)
        environment = Path(f"/proc/{process_of(decoder)}/environ").read_bytes()

    assert b"shelf-four" not in environment
    assert b"DATABASE" not in environment


def test_a_child_killed_at_rest_is_replaced_unseen(tmp_path: Path, photo: Path) -> None:
    with Decoder() as decoder:
        decoder.photo(photo, tmp_path)
        first = process_of(decoder)
        os.kill(first, signal.SIGKILL)
        assert ends_within(first, 5)

        assert decoder.photo(photo, tmp_path).outcome is Outcome.OK
        assert process_of(decoder) != first


def test_a_child_killed_at_work_is_said_to_be_killed_and_replaced(
    tmp_path: Path, photo: Path, endless: Path
) -> None:
    with Decoder() as decoder:
        decoder.photo(photo, tmp_path)
        first = process_of(decoder)
        threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()

        assert decoder.sound(endless, tmp_path, limit_ms=MINUTE).outcome is Outcome.KILLED
        assert decoder.photo(photo, tmp_path).outcome is Outcome.OK
        assert process_of(decoder) != first


def test_a_job_without_end_is_stopped_by_the_clock(
    tmp_path: Path, photo: Path, endless: Path
) -> None:
    limits = Limits(wall_factor=0, wall_extra_seconds=0.5)
    with Decoder(limits=limits) as decoder:
        sound = decoder.sound(endless, tmp_path, limit_ms=MINUTE)
        assert (sound.outcome, sound.detail) == (Outcome.OVER_LIMIT, "wall")

        decoder.limits = Limits()
        assert decoder.photo(photo, tmp_path).outcome is Outcome.OK


def test_a_job_that_computes_for_ever_is_stopped_by_the_kernel(tmp_path: Path, photo: Path) -> None:
    source = sounds.silent_flac(tmp_path / "hour.flac", 3600)
    limits = Limits(sound_cpu_seconds=1, sound_cpu_share=0)
    with Decoder(limits=limits) as decoder:
        sound = decoder.sound(source, tmp_path, limit_ms=86_400_000)
        assert (sound.outcome, sound.detail) == (Outcome.OVER_LIMIT, "cpu")

        assert decoder.photo(photo, tmp_path).outcome is Outcome.OK


def test_a_job_that_needs_too_much_memory_is_refused_it(tmp_path: Path, photo: Path) -> None:
    source = pictures.png_claiming(tmp_path / "large.png", 8_000, 7_900)
    limits = replace(Limits(), memory_bytes=300_000_000)
    with Decoder(limits=limits) as decoder:
        told = decoder.photo(source, tmp_path)
        assert (told.outcome, told.detail) == (Outcome.OVER_LIMIT, "memory")
        assert decoder.process_id is None

        assert decoder.photo(photo, tmp_path).outcome is Outcome.OK


@pytest.mark.parametrize("name", ["rgba.png", "turned.jpg"])
def test_the_largest_picture_allowed_fits_the_limits(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    if source.suffix == ".png":
        pictures.png_claiming(source, 8_000, 7_900)
    else:
        _, exif = pictures.turned(6)
        pictures.quarters(8_000, 7_900).save(source, exif=exif, quality=70)
    with Decoder() as decoder:
        told = decoder.photo(source, tmp_path)

        assert told.outcome is Outcome.OK
        assert told.width * told.height <= 32_000_000
        assert peak_megabytes(process_of(decoder)) < 400


def test_a_heartbeat_is_given_while_the_child_works(
    tmp_path: Path, endless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TICK_SECONDS", 0.05)
    beats: list[float] = []
    limits = Limits(wall_factor=0, wall_extra_seconds=0.5)
    with Decoder(limits=limits, on_wait=lambda: beats.append(time.monotonic())) as decoder:
        decoder.sound(endless, tmp_path, limit_ms=MINUTE)

    assert len(beats) >= 3


def test_a_heartbeat_that_fails_ends_the_child(
    tmp_path: Path, endless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TICK_SECONDS", 0.05)
    seen: list[int] = []

    def lease_is_lost() -> None:
        seen.append(process_of(decoder))
        raise RuntimeError("another worker has it")

    with Decoder(on_wait=lease_is_lost) as decoder:
        with pytest.raises(RuntimeError):
            decoder.sound(endless, tmp_path, limit_ms=MINUTE)

        assert not is_running(seen[0])


def test_a_missing_source_is_our_fault(tmp_path: Path) -> None:
    with Decoder() as decoder, pytest.raises(FileNotFoundError):
        decoder.photo(tmp_path / "absent.jpg", tmp_path)


def test_a_full_disk_is_our_fault(tmp_path: Path, photo: Path) -> None:
    out = tmp_path / "full"
    out.mkdir()
    (out / "display.jpg").symlink_to("/dev/full")
    with Decoder() as decoder, pytest.raises(OSError) as problem:
        decoder.photo(photo, out)

    assert problem.value.errno == errno.ENOSPC


def test_samples_leave_nothing_on_the_disk(tmp_path: Path) -> None:
    source = sounds.voice_note(tmp_path / "note.webm", seconds=1.0)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with Decoder(scratch=scratch) as decoder:
        pcm = decoder.pcm(source, limit_ms=MINUTE)

    assert pcm.outcome is Outcome.OK
    assert round(len(pcm.samples) / 32) == pcm.duration_ms
    assert list(scratch.iterdir()) == []


PARENT = """
import sys
from pathlib import Path
from fieldstudy.media.sandbox import Decoder
decoder = Decoder()
decoder.photo(Path(sys.argv[1]), Path(sys.argv[2]))
print(decoder.process_id, flush=True)
if sys.argv[3] == "busy":
    decoder.sound(Path(sys.argv[4]), Path(sys.argv[2]), limit_ms=60000)
sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["busy", "idle"])
def test_a_child_ends_when_its_parent_is_killed(
    tmp_path: Path, photo: Path, endless: Path, state: str
) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(photo), str(tmp_path), state, str(endless)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.2)
    assert is_running(child)

    parent.kill()
    parent.wait()

    assert ends_within(child, 10)


@pytest.mark.parametrize("name", ["../other", "/etc/passwd", ".hidden", "", "a\\b"])
def test_an_answer_cannot_name_a_file_elsewhere(name: str) -> None:
    made = {"kind": "display", "name": name, "content_type": "x", "width": 1, "height": 1}

    with pytest.raises(ValueError, match="plain"):
        Photo.from_wire({"outcome": "ok", "files": [made]})


def test_an_answer_comes_back_as_it_was_given() -> None:
    made = {"kind": "display", "name": "a.jpg", "content_type": "image/jpeg"}
    told = {"outcome": "ok", "width": 3, "files": [{**made, "width": 3, "height": 2}]}

    assert Photo.from_wire(told).files == (Made("display", "a.jpg", "image/jpeg", 3, 2),)
