"""Sounds and videos made for the tests: ordinary, marked and hostile."""

import math
import struct
from array import array
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.container.output import OutputContainer
from av.video.frame import VideoFrame

from tests.media.pictures import CANARY, quarters

RATE = 48_000
STEP = 960


def tone(seconds: float, *, hertz: float = 440.0, rate: int = RATE, loud: float = 0.5) -> bytes:
    """A sine as signed 16-bit little-endian mono."""
    count = round(seconds * rate)
    turn = 2 * math.pi * hertz / rate
    return array("h", (int(loud * 32767 * math.sin(turn * i)) for i in range(count))).tobytes()


def _feed(out: OutputContainer, codec: str, samples: bytes, rate: int, layout: str) -> None:
    stream = out.add_stream(codec, rate=rate, layout=layout)
    stream.metadata["title"] = CANARY
    channels = 1 if layout == "mono" else 2
    for start in range(0, len(samples) // 2, STEP):
        piece = array("h", samples[start * 2 : (start + STEP) * 2])
        frame = AudioFrame(format="s16", layout=layout, samples=len(piece))
        both = array("h", (value for value in piece for _ in range(channels)))
        frame.planes[0].update(both.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def write(
    path: Path,
    codec: str,
    *,
    seconds: float = 2.0,
    rate: int = RATE,
    layout: str = "mono",
    container: str | None = None,
    **options: str,
) -> Path:
    """A tone in that codec, in the container of the suffix, with the canary in its tags."""
    with av.open(str(path), "w", format=container, options=options) as out:
        out.metadata.update(title=CANARY, artist=CANARY, comment=CANARY)
        _feed(out, codec, tone(seconds, rate=rate), rate, layout)
    return path


def voice_note(path: Path, seconds: float = 3.0) -> Path:
    """What a phone's browser records: WebM with Opus, written live, so without a duration."""
    return write(path, "libopus", seconds=seconds, container="webm", live="1")


def mp3(path: Path, frames: int = 100) -> Path:
    """Silent MPEG-1 layer 3 frames of 1,152 samples at 44.1 kHz behind a tag with the canary."""
    words = b"\0" + CANARY.encode()
    tag = b"TIT2" + struct.pack(">I", len(words)) + b"\0\0" + words
    head = b"ID3\x03\0\0" + bytes([0, 0, 0, len(tag)])
    path.write_bytes(head + tag + (b"\xff\xfb\x90\xc4" + bytes(413)) * frames)
    return path


def wav(path: Path, *, rate: int, samples: bytes = b"", channels: int = 1, size: int = 0) -> Path:
    """A 16-bit WAV file with exactly this header; `size` makes it a sparse file of silence."""
    length = size or len(samples)
    frame = 2 * channels
    shape = struct.pack("<HHIIHH", 1, channels, rate, rate * frame & 0xFFFFFFFF, frame, 16)
    with path.open("wb") as out:
        out.write(b"RIFF" + struct.pack("<I", 36 + length) + b"WAVEfmt " + struct.pack("<I", 16))
        out.write(shape + b"data" + struct.pack("<I", length) + samples)
        if size:
            out.truncate(44 + size)
    return path


def silent_flac(path: Path, seconds: int) -> Path:
    """Silence packed four thousand to one."""
    step, rate = 65_535, 8_000
    options = {"compression_level": "0", "frame_size": str(step)}
    with av.open(str(path), "w", format="flac") as out:
        stream = out.add_stream("flac", rate=rate, layout="mono", options=options)
        frame = AudioFrame(format="s16", layout="mono", samples=step)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate = rate
        for start in range(0, seconds * rate, step):
            frame.pts = start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def video(
    path: Path, *, codec: str = "libx264", sound: str | None = "aac", seconds: float = 1.0
) -> Path:
    """Moving quarters with a tone, tagged with place and maker."""
    options = {"movflags": "use_metadata_tags"} if path.suffix in {".mp4", ".mov"} else {}
    with av.open(str(path), "w", options=options) as out:
        out.metadata.update(location="+31.2304+121.4737/", make=CANARY, title=CANARY)
        pictures = out.add_stream(codec, rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 96, 64, "yuv420p"
        pictures.metadata["title"] = CANARY
        if sound:
            _feed(out, sound, tone(seconds), RATE, "mono")
        frame = VideoFrame.from_image(quarters())
        for number in range(round(seconds * 10)):
            frame.pts = number
            frame.time_base = Fraction(1, 10)
            out.mux(pictures.encode(frame))
        out.mux(pictures.encode(None))
    return path


QUARTER_TURN = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 64 << 16, 0, 1 << 30)


def hold_upright(path: Path) -> None:
    """Say in the first track header that the phone was held upright (ISO/IEC 14496-12 §8.3.2)."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40
    data[matrix : matrix + 36] = QUARTER_TURN
    path.write_bytes(bytes(data))
