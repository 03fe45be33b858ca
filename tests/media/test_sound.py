"""Sound is decoded by what it holds, not by what it says of itself."""

from array import array
from pathlib import Path

import av
import pytest

from fieldstudy.media.results import Outcome, Refused
from fieldstudy.media.sound import decode_pcm
from tests.media import sounds

MINUTE = 60_000
CONTAINERS = {
    "note.webm": "libopus",
    "note.ogg": "libopus",
    "note.mka": "libopus",
    "note.m4a": "aac",
    "note.mp4": "aac",
    "note.aac": "aac",
    "note.flac": "flac",
    "note.wav": "pcm_s16le",
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_a_phone_may_send_is_heard(tmp_path: Path, name: str) -> None:
    container = "matroska" if name.endswith("mka") else None
    source = sounds.write(tmp_path / name, CONTAINERS[name], container=container)

    pcm = decode_pcm(source, limit_ms=MINUTE)

    assert pcm.outcome is Outcome.OK
    assert not pcm.damaged
    assert abs(pcm.duration_ms - 2000) <= 60
    assert round(len(pcm.samples) / 32) == pcm.duration_ms
    assert 14_000 < max(array("h", pcm.samples)) < 19_000


def test_amr_and_mp3_are_heard_too(tmp_path: Path) -> None:
    amr = sounds.write(tmp_path / "note.amr", "libopencore_amrnb", rate=8000, container="amr")
    mp3 = sounds.mp3(tmp_path / "note.mp3")

    assert abs(decode_pcm(amr, limit_ms=MINUTE).duration_ms - 2000) <= 60
    assert abs(decode_pcm(mp3, limit_ms=MINUTE).duration_ms - 2612) <= 60


def test_both_sides_of_a_stereo_recording_are_heard(tmp_path: Path) -> None:
    source = sounds.write(tmp_path / "talk.m4a", "aac", layout="stereo")

    assert max(array("h", decode_pcm(source, limit_ms=MINUTE).samples)) > 14_000


def test_a_note_from_the_browser_has_its_true_length(tmp_path: Path) -> None:
    source = sounds.voice_note(tmp_path / "note.webm", seconds=3.0)
    with av.open(str(source)) as container:
        assert container.duration is None

    assert abs(decode_pcm(source, limit_ms=MINUTE).duration_ms - 3000) <= 30


def test_the_sound_of_a_video_is_heard(tmp_path: Path) -> None:
    source = sounds.video(tmp_path / "clip.mp4")

    assert abs(decode_pcm(source, limit_ms=MINUTE).duration_ms - 1000) <= 60


def test_sound_beyond_the_limit_is_cut_five_seconds_later(tmp_path: Path) -> None:
    source = sounds.wav(tmp_path / "long.wav", rate=8000, size=16_000 * 60)

    pcm = decode_pcm(source, limit_ms=10_000)

    assert pcm.cut
    assert 15_000 <= pcm.duration_ms <= 15_600


@pytest.mark.parametrize("rate", [1, 7_999, 192_001])
def test_a_rate_nobody_records_at_is_refused(tmp_path: Path, rate: int) -> None:
    source = sounds.wav(tmp_path / "odd.wav", rate=rate, samples=bytes(4000))

    with pytest.raises(Refused) as refusal:
        decode_pcm(source, limit_ms=MINUTE)

    assert refusal.value.outcome is Outcome.UNSUPPORTED


def test_more_than_eight_channels_are_refused(tmp_path: Path) -> None:
    source = sounds.wav(tmp_path / "many.wav", rate=8000, channels=9, samples=bytes(18_000))

    with pytest.raises(Refused) as refusal:
        decode_pcm(source, limit_ms=MINUTE)

    assert refusal.value.outcome is Outcome.UNSUPPORTED


def test_a_silent_video_has_no_sound(tmp_path: Path) -> None:
    source = sounds.video(tmp_path / "silent.mp4", sound=None)

    with pytest.raises(Refused) as refusal:
        decode_pcm(source, limit_ms=MINUTE)

    assert refusal.value.outcome is Outcome.NO_SOUND


def test_a_recording_without_a_sample_has_no_sound(tmp_path: Path) -> None:
    source = sounds.wav(tmp_path / "nothing.wav", rate=8000)

    with pytest.raises(Refused) as refusal:
        decode_pcm(source, limit_ms=MINUTE)

    assert refusal.value.outcome is Outcome.NO_SOUND


def test_an_m4a_without_its_index_is_damaged(tmp_path: Path) -> None:
    source = sounds.write(tmp_path / "note.m4a", "aac")
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])

    with pytest.raises(Refused) as refusal:
        decode_pcm(source, limit_ms=MINUTE)

    assert refusal.value.outcome is Outcome.DAMAGED


def test_a_webm_cut_short_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    source = sounds.voice_note(tmp_path / "note.webm", seconds=4.0)
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])

    pcm = decode_pcm(source, limit_ms=MINUTE)

    assert pcm.outcome is Outcome.OK
    assert 1000 < pcm.duration_ms < 3000


def scramble(source: Path, *, frames: slice) -> None:
    """Overwrite the payload of these ADTS frames; headers and lengths stay."""
    data, starts, at = bytearray(source.read_bytes()), [], 0
    while at < len(data):
        starts.append(at)
        at += (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    for start, end in list(zip(starts, [*starts[1:], len(data)], strict=True))[frames]:
        data[start + 7 : end] = b"\xff" * (end - start - 7)
    source.write_bytes(bytes(data))


def test_a_few_bad_packets_are_passed_over(tmp_path: Path) -> None:
    source = sounds.write(tmp_path / "note.aac", "aac", seconds=10.0)
    scramble(source, frames=slice(100, 120))

    pcm = decode_pcm(source, limit_ms=MINUTE)

    assert not pcm.damaged
    assert pcm.duration_ms > 9_000


def test_more_than_fifty_bad_packets_mean_damaged(tmp_path: Path) -> None:
    source = sounds.write(tmp_path / "note.aac", "aac", seconds=10.0)
    scramble(source, frames=slice(100, 300))

    pcm = decode_pcm(source, limit_ms=MINUTE)

    assert pcm.damaged
    assert 1000 < pcm.duration_ms < 5_000


def test_a_rate_that_changes_half_way_is_followed(tmp_path: Path) -> None:
    first = sounds.write(tmp_path / "a.ogg", "libopus", seconds=1.0)
    second = sounds.write(tmp_path / "b.ogg", "libopus", seconds=1.0, layout="stereo")
    chained = tmp_path / "chained.ogg"
    chained.write_bytes(first.read_bytes() + second.read_bytes())

    pcm = decode_pcm(chained, limit_ms=MINUTE)

    assert pcm.duration_ms >= 990
