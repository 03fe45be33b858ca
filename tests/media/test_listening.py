"""What researchers hear and see of a recording: a copy every browser plays, and its outline."""

import json
from pathlib import Path

import av
import pytest

from fieldstudy.media.listening import MAX_PEAKS, Peaks, render_sound
from fieldstudy.media.results import Outcome, Refused
from fieldstudy.media.sound import decode_pcm
from tests.media import sounds
from tests.media.pictures import CANARY

MINUTE = 60_000


def test_the_listening_copy_plays_everywhere_and_from_its_first_byte(tmp_path: Path) -> None:
    source = sounds.voice_note(tmp_path / "note.webm", seconds=3.0)

    sound = render_sound(source, tmp_path, limit_ms=MINUTE)

    assert abs(sound.duration_ms - 3000) <= 30
    data = (tmp_path / "listening.m4a").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(tmp_path / "listening.m4a")) as copy:
        assert copy.streams.audio[0].codec_context.name == "aac"
        assert copy.duration is not None
        assert abs(copy.duration / 1000 - 3000) <= 60


def test_the_copy_and_the_transcript_count_the_same_time(tmp_path: Path) -> None:
    source = sounds.write(tmp_path / "note.m4a", "aac", seconds=5.0)

    sound = render_sound(source, tmp_path, limit_ms=MINUTE)

    assert abs(sound.duration_ms - decode_pcm(source, limit_ms=MINUTE).duration_ms) <= 1


def test_peaks_follow_the_loudness(tmp_path: Path) -> None:
    quiet = sounds.tone(1.0, loud=0.1, rate=16_000)
    loud = sounds.tone(1.0, loud=0.9, rate=16_000)
    source = sounds.wav(tmp_path / "note.wav", rate=16_000, samples=quiet + loud)

    peaks = render_sound(source, tmp_path, limit_ms=MINUTE).peaks

    assert len(peaks) == 100
    assert all(abs(peak - 25) <= 3 for peak in peaks[2:48])
    assert all(abs(peak - 229) <= 6 for peak in peaks[52:98])


def test_a_long_recording_has_no_more_peaks_than_a_screen_can_show() -> None:
    peaks = Peaks()
    for _ in range(600):
        peaks.feed(bytes(44_100 * 2))

    values = peaks.values()

    assert len(values) == MAX_PEAKS
    assert len(json.dumps(values)) < 10_000


def test_the_loudest_possible_sample_is_255() -> None:
    peaks = Peaks()
    peaks.feed(b"\x00\x80" * 2000)

    assert set(peaks.values()) == {255}


RECORDINGS = {
    "note.webm": ("libopus", "full.webm"),
    "note.ogg": ("libopus", "full.ogg"),
    "note.m4a": ("aac", "full.m4a"),
    "note.flac": ("flac", "full.flac"),
    "note.wav": ("pcm_s16le", "full.wav"),
}


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_full_copy_is_the_same_sound_without_a_word_about_it(tmp_path: Path, name: str) -> None:
    codec, full = RECORDINGS[name]
    source = sounds.write(tmp_path / name, codec)
    assert CANARY.encode() in source.read_bytes()

    sound = render_sound(source, tmp_path, limit_ms=MINUTE)

    assert [made.name for made in sound.files] == ["listening.m4a", full]
    for made in sound.files:
        assert CANARY.encode() not in (tmp_path / made.name).read_bytes()
    original = decode_pcm(source, limit_ms=MINUTE)
    assert decode_pcm(tmp_path / full, limit_ms=MINUTE).samples == original.samples


def test_an_mp3_loses_its_tag(tmp_path: Path) -> None:
    source = sounds.mp3(tmp_path / "note.mp3")

    render_sound(source, tmp_path, limit_ms=MINUTE)

    full = (tmp_path / "full.mp3").read_bytes()
    assert CANARY.encode() not in full
    assert full.startswith(b"\xff\xfb")


@pytest.mark.parametrize(
    ("name", "codec", "sound", "made"),
    [
        ("clip.mp4", "libx264", "aac", "video.mp4"),
        ("clip.mov", "libx264", "aac", "video.mp4"),
        ("clip.webm", "libvpx", "libopus", "video.webm"),
    ],
)
def test_a_video_is_packed_anew_without_place_and_maker(
    tmp_path: Path, name: str, codec: str, sound: str, made: str
) -> None:
    source = sounds.video(tmp_path / name, codec=codec, sound=sound)
    marks = [CANARY.encode(), b"+31.2304", b"x264 - core"]
    assert sum(mark in source.read_bytes() for mark in marks) >= 1

    heard = render_sound(source, tmp_path, limit_ms=MINUTE, with_picture=True)

    assert [file.name for file in heard.files] == ["listening.m4a", made]
    packed = (tmp_path / made).read_bytes()
    assert not any(mark in packed for mark in marks)
    with av.open(str(tmp_path / made)) as copy:
        assert sum(1 for _ in copy.decode(video=0)) == 10


def test_a_video_held_upright_stays_upright(tmp_path: Path) -> None:
    source = sounds.video(tmp_path / "clip.mp4")
    sounds.hold_upright(source)

    render_sound(source, tmp_path, limit_ms=MINUTE, with_picture=True)

    packed = (tmp_path / "video.mp4").read_bytes()
    assert sounds.QUARTER_TURN[:20] in packed


def test_a_silent_video_is_still_shown(tmp_path: Path) -> None:
    source = sounds.video(tmp_path / "silent.mp4", sound=None)

    sound = render_sound(source, tmp_path, limit_ms=MINUTE, with_picture=True)

    assert sound.outcome is Outcome.NO_SOUND
    assert [made.name for made in sound.files] == ["video.mp4"]


def test_who_was_asked_for_a_voice_is_not_shown(tmp_path: Path) -> None:
    source = sounds.video(tmp_path / "clip.mp4")

    sound = render_sound(source, tmp_path, limit_ms=MINUTE)

    assert [made.name for made in sound.files] == ["listening.m4a", "full.m4a"]
    with av.open(str(tmp_path / "full.m4a")) as copy:
        assert [stream.type for stream in copy.streams] == ["audio"]


def test_what_cannot_be_heard_leaves_no_file_behind(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    source = sounds.wav(tmp_path / "nothing.wav", rate=8000)

    with pytest.raises(Refused):
        render_sound(source, out, limit_ms=MINUTE)

    assert list(out.iterdir()) == []
