"""The listening copy (AAC in m4a, played by every browser) and the waveform's peaks."""

from __future__ import annotations

from array import array
from dataclasses import replace
from pathlib import Path

import av
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame

from fieldstudy.media.remux import write_clean_copy
from fieldstudy.media.results import Made, Outcome, Refused, Sound
from fieldstudy.media.sound import Decoding, Recording, Resampler, require_sound, samples_of

RATE = 44_100
BIT_RATE = 64_000
MAX_PEAKS = 2_000
MIN_PEAK_MS = 20
# Every third sample is enough for the outline of speech, and three times as fast.
PEAK_STRIDE = 3
LISTENING = Made("listening", "listening.m4a", "audio/mp4")


class Peaks:
    """Loudest sample per 20 ms, folded to at most 2,000 values at the end."""

    def __init__(self) -> None:
        self._loudest = array("H")
        self._rest = array("h")
        self._step = RATE * MIN_PEAK_MS // 1000

    def feed(self, samples: bytes) -> None:
        """Take more signed 16-bit samples at 44.1 kHz."""
        self._rest.frombytes(samples)
        whole = len(self._rest) - len(self._rest) % self._step
        for start in range(0, whole, self._step):
            self._add(self._rest[start : start + self._step : PEAK_STRIDE])
        del self._rest[:whole]

    def values(self) -> tuple[int, ...]:
        """Peaks as 0…255, evenly spaced over the whole sound."""
        if self._rest:
            self._add(self._rest)
            self._rest = array("h")
        count = len(self._loudest)
        buckets = min(count, MAX_PEAKS)
        return tuple(
            max(self._loudest[count * i // buckets : count * (i + 1) // buckets]) * 255 // 32768
            for i in range(buckets)
        )

    def _add(self, samples: array[int]) -> None:
        self._loudest.append(max(max(samples), -min(samples), 0))


def render_sound(
    source: Path, out_dir: Path, *, limit_ms: int, with_picture: bool = False
) -> Sound:
    """Write `listening.m4a` and a clean copy of the file; measure the true duration.

    With `with_picture` the clean copy of a video shows it, and a silent one ends as `NO_SOUND` with
    that copy; without, only its sound travels. Raises `Refused` when nothing is left to show.
    """
    try:
        with Recording(source) as recording:
            heard = _encode(recording, out_dir / LISTENING.name, limit_ms)
    except Refused as refusal:
        (out_dir / LISTENING.name).unlink(missing_ok=True)
        if refusal.outcome is not Outcome.NO_SOUND or not with_picture:
            raise
        silent = write_clean_copy(source, out_dir, with_picture=True)
        if silent is None or silent.kind != "video":
            raise
        return Sound(Outcome.NO_SOUND, detail=refusal.detail, files=(silent,))
    clean = write_clean_copy(source, out_dir, with_picture=with_picture)
    return replace(heard, files=(LISTENING, clean) if clean else (LISTENING,))


def _encode(recording: Recording, target: Path, limit_ms: int) -> Sound:
    decoding = Decoding(recording, limit_ms)
    resampler, peaks, fifo = Resampler(RATE), Peaks(), AudioFifo()
    written = 0
    with av.open(
        str(target), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
    ) as out:
        stream = out.add_stream("aac", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE

        def push(frame: AudioFrame) -> int:
            peaks.feed(samples_of(frame))
            frame.pts = None
            fifo.write(frame)
            for ready in fifo.read_many(1024):
                out.mux(stream.encode(ready))
            return frame.samples

        for frame in decoding.frames():
            for block in resampler.feed(frame):
                written += push(block)
        for block in resampler.flush():
            written += push(block)
        require_sound(decoding, written)
        rest = fifo.read()
        if rest is not None:
            out.mux(stream.encode(rest))
        out.mux(stream.encode(None))
    return Sound(
        Outcome.OK,
        damaged=decoding.damaged,
        cut=decoding.cut,
        duration_ms=round(written * 1000 / RATE),
        peaks=peaks.values(),
    )
