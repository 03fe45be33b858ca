"""Keeps loops and text that no mouth could speak out of the record, and marks what is doubtful.

Silence never reaches an engine: ``fieldstudy.transcription.silence``.
"""

import re
import zlib
from dataclasses import replace
from typing import Final

from fieldstudy.transcription.heard import LOOP, QUIET, UNSURE, Heard, Said, Word

FASTEST_SPEECH: Final = 20
"""Characters a second of the whole note that no speaker reaches; what is above was made up."""
MOST_COMPRESSION: Final = 2.4
"""The zlib ratio above which Whisper's own authors take a text for a loop."""
DOUBTFUL: Final = 0.5
KEPT_REPEATS: Final = 3
_REPEATED = re.compile(rf"(?P<unit>.{{1,40}}?)(?P=unit){{{KEPT_REPEATS},}}", re.DOTALL)


def guarded(heard: Heard, duration_ms: int) -> Heard:
    """What may be kept of a note of this length, and the marks it needs."""
    heard = within_rate(without_loops(heard), duration_ms)
    return mark_doubt(heard) if heard.said else heard.with_flag(QUIET)


def without_loops(heard: Heard) -> Heard:
    """At most three times the same, be it utterances in a row or a phrase inside one."""
    kept: list[Said] = []
    for each in heard.said:
        row = [said.text for said in kept[-KEPT_REPEATS:]]
        if row != [each.text] * KEPT_REPEATS:
            kept.append(_unrolled(each))
    said = tuple(kept)
    return heard if said == heard.said else replace(heard, said=said).with_flag(LOOP)


def _unrolled(said: Said) -> Said:
    """Cut after the third repeat where a phrase of at most 40 characters comes more often."""
    found = _REPEATED.search(said.text)
    if found is None or compression(said.text) <= MOST_COMPRESSION:
        return said
    end = found.start() + len(found["unit"]) * KEPT_REPEATS
    return replace(said, text=said.text[:end].rstrip(), words=_words_before(said, end))


def _words_before(said: Said, end: int) -> tuple[Word, ...]:
    """The words that lie wholly in the first ``end`` characters of the utterance."""
    kept: list[Word] = []
    at = 0
    for word in said.words:
        text = word.text.strip()
        at = said.text.find(text, at) + len(text)
        if at > end:
            break
        kept.append(word)
    return tuple(kept)


def compression(text: str) -> float:
    """Bytes before over bytes after zlib; prose stays below 2.4."""
    plain = text.encode()
    return len(plain) / len(zlib.compress(plain)) if plain else 0.0


def within_rate(heard: Heard, duration_ms: int) -> Heard:
    """Leave out the least sure until the whole is at most 20 characters a second of sound."""
    room = FASTEST_SPEECH * duration_ms / 1000
    kept = list(heard.said)
    while kept and len("\n".join(each.text for each in kept)) > room:
        kept.remove(min(kept, key=lambda each: each.confidence))
    said = tuple(kept)
    return heard if said == heard.said else replace(heard, said=said).with_flag(LOOP)


def mark_doubt(heard: Heard) -> Heard:
    """Flag a recording in which half of the words of an utterance, or of all, are doubtful."""
    pieces = [each.words for each in heard.said]
    pieces.append(tuple(word for words in pieces for word in words))
    return heard.with_flag(UNSURE) if any(map(_mostly_doubtful, pieces)) else heard


def _mostly_doubtful(words: tuple[Word, ...]) -> bool:
    doubts = sum(word.confidence < DOUBTFUL for word in words)
    return bool(words) and doubts * 2 >= len(words)
