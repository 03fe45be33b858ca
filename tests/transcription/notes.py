"""The synthetic voice notes: their sound, what was said in them, and how much of it was heard."""

import functools
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from fieldstudy.media.sound import decode_pcm
from fieldstudy.transcription.guards import guarded
from fieldstudy.transcription.heard import Heard
from fieldstudy.transcription.script import in_script

VOICE = Path(__file__).resolve().parents[2] / "fieldstudy" / "demo_data" / "voice"
REFERENCE: dict[str, str] = json.loads((VOICE / "reference.json").read_text())


@dataclass(frozen=True)
class Listened:
    """A note as it was heard; ``raw`` is what the engine said before script and guards."""

    raw: Heard
    heard: Heard
    duration_ms: int

    @property
    def text(self) -> str:
        """Its wording."""
        return " ".join(each.text for each in self.heard.said)


def spoken(language: str = "") -> list[str]:
    """Names of the notes in which somebody speaks."""
    return sorted(name for name in REFERENCE if name.startswith(language))


@functools.cache
def pcm(name: str) -> bytes:
    """16 kHz mono s16 of a note."""
    (path,) = VOICE.glob(f"{name}.*")
    return decode_pcm(path, limit_ms=60_000).samples


def samples(name: str) -> Any:
    """The same as float32 in -1 … 1."""
    return as_samples(pcm(name))


def as_samples(sound: bytes) -> Any:
    """float32 of s16."""
    return numpy.frombuffer(sound, dtype="<i2").astype(numpy.float32) / 32768


def listen(engine: Any, name: str, language: str | None, script: str = "simplified") -> Listened:
    """Let an engine hear a note."""
    sound = samples(name)
    duration_ms = len(sound) // 16
    raw = engine.hear(sound, language=language, progress=lambda done, total: None)
    return Listened(raw, guarded(in_script(raw, script), duration_ms), duration_ms)


def error_rate(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> float:
    """Edits needed to turn what was heard into what was said, for each unit that was said."""
    edits = sum(_distance(heard, said) for heard, said in pairs)
    return edits / sum(len(said) for _, said in pairs)


def characters(text: str) -> list[str]:
    """Chinese units: letters and digits."""
    return [each for each in text if unicodedata.category(each)[0] in "LN"]


def words(text: str) -> list[str]:
    """English units: lower-case words; 20 and twenty are the same."""
    spelled = text.lower().replace("20", "twenty")
    return re.sub(r"[^\w' ]", " ", spelled).split()


def _distance(heard: Sequence[str], said: Sequence[str]) -> int:
    """Levenshtein 1966."""
    row = list(range(len(said) + 1))
    for index, unit in enumerate(heard, 1):
        before, row[0] = row[0], index
        for at, other in enumerate(said, 1):
            before, row[at] = (
                row[at],
                min(row[at] + 1, row[at - 1] + 1, before + (unit != other)),
            )
    return row[-1]
