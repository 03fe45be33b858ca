"""Whatever a stranger sends ends in a named state, within memory and time, and the child lives on."""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from fieldstudy.media.results import Outcome
from fieldstudy.media.sandbox import Decoder
from tests.media import pictures, sounds
from tests.media.processes import peak_megabytes

MINUTE = 60_000
Make = Callable[[Path], Path]


def text(name: str, content: str | bytes) -> Make:
    """A file of these characters."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def saved(name: str, picture: Callable[[], Image.Image], form: str) -> Make:
    """A picture in a format that is not on the list."""

    def make(folder: Path) -> Path:
        picture().save(folder / name, form)
        return folder / name

    return make


def zipped(folder: Path) -> Path:
    """An archive under a picture's name."""
    with zipfile.ZipFile(folder / "archive.jpg", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "0" * 1_000_000)
    return folder / "archive.jpg"


def cut(make: Make, share: float) -> Make:
    """The first part of another file."""

    def shorten(folder: Path) -> Path:
        path = make(folder)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        return path

    return shorten


def heic(folder: Path) -> Path:
    """A small one."""
    pillow_heif.from_pillow(pictures.quarters(128, 96)).save(folder / "a.heic", quality=60)
    return folder / "a.heic"


def heic_with_wrong_size(folder: Path) -> Path:
    """Its box says 16 × 16, its stream holds more."""
    path = heic(folder)
    data = path.read_bytes()
    at = data.index(b"ispe") + 8
    path.write_bytes(data[:at] + (16).to_bytes(4, "big") * 2 + data[at + 8 :])
    return path


SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EPS = "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 90\n(%pipe%id) (w) file\n"
PHOTOS: dict[str, tuple[Make, set[Outcome]]] = {
    "88 megapixels in 350 kB": (
        lambda folder: pictures.png_claiming(folder / "bomb.png", 11_000, 8_000),
        {Outcome.TOO_MANY_PIXELS},
    ),
    "one endless row": (
        lambda folder: pictures.png_claiming(folder / "row.png", 200_000, 8, mode=0),
        {Outcome.TOO_MANY_PIXELS},
    ),
    "a ribbon": (
        lambda folder: pictures.png_claiming(folder / "ribbon.png", 3_100, 100, mode=0),
        {Outcome.TOO_MANY_PIXELS},
    ),
    "31 MB of anything": (text("big.jpg", bytes(31 * 1024 * 1024)), {Outcome.TOO_LARGE}),
    "a text of 60 MB": (
        lambda folder: pictures.png_with_text(folder / "text.png", 60_000_000),
        {Outcome.DAMAGED},
    ),
    "svg": (text("a.jpg", SVG), {Outcome.UNSUPPORTED}),
    "eps": (text("a.jpg", EPS), {Outcome.UNSUPPORTED}),
    "pdf": (text("a.jpg", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), {Outcome.UNSUPPORTED}),
    "html": (text("a.jpg", "<!doctype html><script>alert(1)</script>"), {Outcome.UNSUPPORTED}),
    "zip": (zipped, {Outcome.UNSUPPORTED}),
    "bmp": (saved("a.jpg", pictures.quarters, "BMP"), {Outcome.UNSUPPORTED}),
    "tiff": (saved("a.jpg", pictures.quarters, "TIFF"), {Outcome.UNSUPPORTED}),
    "ico": (saved("a.jpg", pictures.quarters, "ICO"), {Outcome.UNSUPPORTED}),
    "noise": (text("a.jpg", bytes(range(256)) * 64), {Outcome.UNSUPPORTED}),
    "three bytes of a jpeg": (text("a.jpg", b"\xff\xd8\xff"), {Outcome.DAMAGED}),
    "half a png": (
        cut(lambda folder: pictures.marked(folder, "a.png"), 0.6),
        {Outcome.DAMAGED, Outcome.OK},
    ),
    "half a webp": (cut(lambda folder: pictures.marked(folder, "a.webp"), 0.5), {Outcome.DAMAGED}),
    "half a heic": (cut(heic, 0.5), {Outcome.DAMAGED}),
    "a heic of another size": (heic_with_wrong_size, {Outcome.DAMAGED, Outcome.OK}),
    "a sound": (
        lambda folder: sounds.voice_note(folder / "a.jpg", seconds=0.2),
        {Outcome.UNSUPPORTED},
    ),
}


@pytest.mark.parametrize("case", PHOTOS)
def test_a_hostile_photo_ends_in_a_named_state(tmp_path: Path, decoder: Decoder, case: str) -> None:
    make, expected = PHOTOS[case]
    source = make(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    began = time.monotonic()

    photo = decoder.photo(source, out)

    assert photo.outcome in expected
    assert time.monotonic() - began < 10
    assert decoder.process_id is not None
    assert peak_megabytes(decoder.process_id) < 150
    assert photo.files or not list(out.iterdir())


PLAYLIST = "#EXTM3U\n#EXTINF:10,\n/etc/passwd\n"
CONCAT = "ffconcat version 1.0\nfile /etc/passwd\nfile http://127.0.0.1:9/a.wav\n"
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n"
SOUNDS: dict[str, tuple[Make, set[Outcome]]] = {
    "an hour of nothing": (
        lambda folder: sounds.wav(folder / "hour.wav", rate=8000, size=16_000 * 3600),
        {Outcome.OK},
    ),
    "three hours in 20 kB": (
        lambda folder: sounds.silent_flac(folder / "hours.flac", 3 * 3600),
        {Outcome.OK},
    ),
    "one sample a second": (
        lambda folder: sounds.wav(folder / "slow.wav", rate=1, samples=bytes(86_000)),
        {Outcome.UNSUPPORTED},
    ),
    "ffconcat": (text("a.wav", CONCAT), {Outcome.UNSUPPORTED}),
    "playlist": (text("a.m3u8", PLAYLIST), {Outcome.UNSUPPORTED}),
    "session description": (text("a.sdp", SDP), {Outcome.UNSUPPORTED}),
    "a photo": (lambda folder: pictures.marked(folder, "a.jpg"), {Outcome.UNSUPPORTED}),
    "zip": (zipped, {Outcome.UNSUPPORTED}),
    "empty": (text("a.webm", b""), {Outcome.UNSUPPORTED}),
    "a header and nothing more": (text("a.ogg", b"OggS" + bytes(60)), {Outcome.DAMAGED}),
    "m4a without its index": (
        cut(lambda folder: sounds.write(folder / "a.m4a", "aac"), 0.5),
        {Outcome.DAMAGED},
    ),
    "matroska of zeros": (text("a.webm", b"\x1aE\xdf\xa3" + bytes(5000)), {Outcome.DAMAGED}),
}


@pytest.mark.parametrize("case", SOUNDS)
def test_a_hostile_sound_ends_in_a_named_state(tmp_path: Path, decoder: Decoder, case: str) -> None:
    make, expected = SOUNDS[case]
    source = make(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    began = time.monotonic()

    sound = decoder.sound(source, out, limit_ms=MINUTE)

    assert sound.outcome in expected
    assert sound.duration_ms < MINUTE + 5_600
    assert time.monotonic() - began < 10
    assert decoder.process_id is not None
    assert peak_megabytes(decoder.process_id) < 150
    assert sound.files or not list(out.iterdir())


def test_hostile_sounds_say_that_they_were_cut(tmp_path: Path, decoder: Decoder) -> None:
    source = sounds.silent_flac(tmp_path / "hour.flac", 3600)

    pcm = decoder.pcm(source, limit_ms=MINUTE)

    assert pcm.cut
    assert len(pcm.samples) < 66_000 * 32 * 2
