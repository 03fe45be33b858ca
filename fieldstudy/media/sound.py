"""Sound, and the sound of a video, decoded under a cap. Runs only inside the decoding child.

What a file says of itself is not believed: the demuxer names the format, the decoder the length.
Time stamps are ignored, so that transcript times and the listening copy count the same samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import av
import av.error
import av.logging
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.packet import Packet

from fieldstudy.media.results import Outcome, Pcm, Refused

RATE = 16_000
GRACE_MS = 5_000
MAX_BAD_PACKETS = 50
MIN_RATE, MAX_RATE = 8_000, 192_000
MAX_CHANNELS = 8

# The demuxers of eight containers; what they refer to by name or address is never opened.
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,wav,flac,mp3,aac,amr"
# The only decoders ever run, also while the demuxer looks for stream parameters.
DECODERS = (
    "aac,alac,amrnb,amrwb,flac,mp3,mp3float,opus,vorbis,pcm_alaw,pcm_mulaw,pcm_f32le,pcm_f64le,"
    "pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be"
)
_MAGIC = (
    (b"ftyp", 4),
    (b"\x1aE\xdf\xa3", 0),
    (b"OggS", 0),
    (b"RIFF", 0),
    (b"fLaC", 0),
    (b"ID3", 0),
    (b"\xff\xfb", 0),
    (b"\xff\xf1", 0),
    (b"#!AMR", 0),
)

av.logging.set_level(None)


class _Nameless:
    """A file without its name: a suffix must not steer the choice of demuxer."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.seek = file.seek
        self.tell = file.tell


class Recording:
    """An opened file with a first sound track. Raises `Refused` when there is none to decode.

    `has_track` is False for a file that can be opened but holds no sound, a silent video.
    """

    def __init__(self, source: Path) -> None:
        self._file = source.open("rb")
        try:
            self.container = self._open(source)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.container.close()
        self._file.close()

    @property
    def track(self) -> AudioStream:
        """The first sound track, with a decoder and a shape we accept."""
        if not self.container.streams.audio:
            raise Refused(Outcome.NO_SOUND, "no track")
        track = self.container.streams.audio[0]
        # A codec unknown to the library has no context at all.
        if getattr(track.codec_context, "name", None) not in DECODERS.split(","):
            raise Refused(Outcome.UNSUPPORTED, "decoder")
        check_shape(track.codec_context.sample_rate, track.codec_context.channels)
        return track

    def _open(self, source: Path) -> InputContainer:
        try:
            return av.open(
                _Nameless(self._file),
                "r",
                options={
                    "format_whitelist": CONTAINERS,
                    "protocol_whitelist": "",
                    "codec_whitelist": DECODERS,
                },
                metadata_errors="ignore",
            )
        except MemoryError:
            raise
        except (av.error.FFmpegError, ValueError, OverflowError) as error:
            known = _has_known_magic(source)
            outcome = Outcome.DAMAGED if known else Outcome.UNSUPPORTED
            raise Refused(outcome, type(error).__name__) from error


def check_shape(rate: int, channels: int) -> None:
    """Raise `Refused` outside 8–192 kHz or 1–8 channels."""
    if not MIN_RATE <= rate <= MAX_RATE:
        raise Refused(Outcome.UNSUPPORTED, "rate")
    if not 1 <= channels <= MAX_CHANNELS:
        raise Refused(Outcome.UNSUPPORTED, "channels")


def _has_known_magic(source: Path) -> bool:
    with source.open("rb") as file:
        head = file.read(16)
    return any(head[at : at + len(magic)] == magic for magic, at in _MAGIC)


@dataclass
class Decoding:
    """One pass over the first track: iterate `frames()`, then read how it went.

    `limit_ms` is what the study allows; five seconds more are decoded before the pass is cut.
    """

    recording: Recording
    limit_ms: int
    decoded_ms: float = 0.0
    bad_packets: int = 0
    broken: bool = False
    cut: bool = False
    _track: AudioStream = field(init=False)

    def __post_init__(self) -> None:
        self._track = self.recording.track

    @property
    def damaged(self) -> bool:
        """Too many packets could not be read, or the container broke off."""
        return self.broken or self.bad_packets > MAX_BAD_PACKETS

    def frames(self) -> Iterator[AudioFrame]:
        """Decoded frames in file order, without time stamps."""
        for packet in self._packets():
            for frame in self._decode(packet):
                check_shape(frame.sample_rate, frame.layout.nb_channels)
                frame.pts = None
                self.decoded_ms += frame.samples * 1000 / frame.sample_rate
                yield frame
                if self.decoded_ms >= self.limit_ms + GRACE_MS:
                    self.cut = True
                    return
            if self.damaged:
                return

    def _packets(self) -> Iterator[Packet[AudioStream]]:
        packets = self.recording.container.demux(self._track)
        while True:
            try:
                packet = next(packets, None)
            except MemoryError:
                raise
            except (av.error.FFmpegError, ValueError, OverflowError):
                self.broken = True
                return
            if packet is None:
                return
            yield packet

    def _decode(self, packet: Packet[AudioStream]) -> list[AudioFrame]:
        try:
            return self._track.decode(packet)
        except MemoryError:
            raise
        except (av.error.FFmpegError, ValueError, OverflowError):
            self.bad_packets += 1
            return []


class Resampler:
    """Any frames to one shape, also when rate or layout change half-way."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._resampler: AudioResampler | None = None
        self._shape: tuple[str, str, int] | None = None

    def feed(self, frame: AudioFrame) -> Iterator[AudioFrame]:
        """Frames of signed 16-bit mono at the wanted rate."""
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self.flush()
            self._resampler = AudioResampler(format="s16", layout="mono", rate=self._rate)
            self._shape = shape
        if self._resampler is not None:
            yield from self._resampler.resample(frame)

    def flush(self) -> Iterator[AudioFrame]:
        """What the filter still holds."""
        if self._resampler is not None:
            yield from self._resampler.resample(None)
            self._resampler = None


def samples_of(frame: AudioFrame) -> bytes:
    """The bytes of a packed 16-bit mono frame, without the plane's padding."""
    return bytes(memoryview(frame.planes[0])[: frame.samples * 2])


def pcm_blocks(decoding: Decoding) -> Iterator[bytes]:
    """Signed 16-bit little-endian mono at 16 kHz, block by block."""
    resampler = Resampler(RATE)
    for frame in decoding.frames():
        for block in resampler.feed(frame):
            yield samples_of(block)
    for block in resampler.flush():
        yield samples_of(block)


def milliseconds(sample_bytes: int) -> int:
    """Duration of that many bytes of 16 kHz mono."""
    return round(sample_bytes / 2 * 1000 / RATE)


def decode_pcm_into(source: Path, target: Path, *, limit_ms: int) -> Pcm:
    """Write the samples to `target` and tell what they are; memory does not grow with length.

    Raises `Refused`, with `DAMAGED` where not one sample could be decoded.
    """
    with Recording(source) as recording, target.open("wb") as out:
        decoding = Decoding(recording, limit_ms)
        for block in pcm_blocks(decoding):
            out.write(block)
        written = out.tell()
    require_sound(decoding, written)
    return Pcm(
        Outcome.OK, damaged=decoding.damaged, cut=decoding.cut, duration_ms=milliseconds(written)
    )


def require_sound(decoding: Decoding, sample_bytes: int) -> None:
    """Raise `Refused` when the pass gave not one sample."""
    if not sample_bytes:
        had_faults = decoding.broken or decoding.bad_packets
        raise Refused(Outcome.DAMAGED if had_faults else Outcome.NO_SOUND, "no samples")


def decode_pcm(source: Path, *, limit_ms: int) -> Pcm:
    """All samples at once, for a caller that is itself a limited child. Raises `Refused`."""
    with Recording(source) as recording:
        decoding = Decoding(recording, limit_ms)
        samples = b"".join(pcm_blocks(decoding))
    require_sound(decoding, len(samples))
    return Pcm(
        Outcome.OK,
        damaged=decoding.damaged,
        cut=decoding.cut,
        duration_ms=milliseconds(len(samples)),
        samples=samples,
    )
