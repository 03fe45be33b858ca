"""What keeps an engine from inventing: silence never reaches it, and loops never leave it."""

import array
import math
import zlib
from collections.abc import Iterable
from dataclasses import replace

from fieldstudy.transcription.heard import LOOP, UNSURE, Heard, Said, Word

RATE = 16_000
FRAME = RATE // 50
QUIETEST_SPEECH = 10 ** (-50 / 20)
LEAST_SPEECH_FRAMES = 10
FASTEST_SPEECH = 20
"""Characters a second that no speaker reaches; what is above was made up."""
MOST_COMPRESSION = 2.4
"""The zlib ratio above which Whisper's own authors take a text for a loop."""
DOUBTFUL = 0.5


def has_sound(pcm: bytes) -> bool:
    """Whether anything in it is loud enough to be speech: 0.2 s above −50 dBFS, in 20 ms frames.

    Args:
        pcm: signed 16-bit little-endian, 16 kHz mono.
    """
    samples = array.array("h", pcm)
    loud = 0
    for start in range(0, len(samples), FRAME):
        frame = samples[start : start + FRAME]
        level = math.sqrt(sum(each * each for each in frame) / len(frame)) / 32768
        loud += level > QUIETEST_SPEECH
        if loud >= LEAST_SPEECH_FRAMES:
            return True
    return False


def without_loops(heard: Heard) -> Heard:
    """Cut out utterances that repeat themselves or each other, or run faster than speech can."""
    kept: list[Said] = []
    for each in heard.said:
        again = len(kept) >= 2 and kept[-1].text == kept[-2].text == each.text
        if not again and not is_loop(each):
            kept.append(each)
    if len(kept) == len(heard.said):
        return heard
    return replace(heard, said=tuple(kept)).with_flag(LOOP)


def is_loop(said: Said) -> bool:
    """Whether an utterance cannot be speech: too many characters a second, or too repetitive."""
    seconds = max(said.end_ms - said.start_ms, 500) / 1000
    if len(said.text) > FASTEST_SPEECH * seconds + FASTEST_SPEECH:
        return True
    return compression(said.text) > MOST_COMPRESSION


def compression(text: str) -> float:
    """Bytes before over bytes after zlib; prose stays below 2.4."""
    plain = text.encode()
    return len(plain) / len(zlib.compress(plain)) if plain else 0.0


def mark_doubt(heard: Heard) -> Heard:
    """Flag a recording in which half of the words are doubtful."""
    doubts = [word.confidence < DOUBTFUL for word in _words(heard.said)]
    return heard.with_flag(UNSURE) if doubts and sum(doubts) * 2 >= len(doubts) else heard


def _words(said: Iterable[Said]) -> list[Word]:
    return [word for each in said for word in each.words]
