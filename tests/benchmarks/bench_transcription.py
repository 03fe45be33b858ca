"""Our engine against the ``whisper`` command that it is built upon: 20 notes of 5–40 s, the same weights.

    python -m tests.benchmarks transcription
    python -m tests.benchmarks.bench_transcription [--notes N]

The command is given all files at once, so that it too loads the model once; both find out the language
and give word times, and both times hold the start of the process. Needs ffmpeg, which the command calls.
Mandarin is compared in one script, without punctuation.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from fieldstudy.transcription.heard import Heard

PAUSE = bytes(16_000)
"""Half a second of silence, 16 kHz s16."""
CHAINS = (1, 1, 1, 1, 1, 2, 2, 3, 4, 5)
"""How many voice notes of the demo each note is made of."""


@dataclass(frozen=True)
class Note:
    """Sound (16 kHz mono s16) and what is said in it."""

    language: str
    pcm: bytes
    said: str

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.pcm) / 32_000


def main() -> None:
    """Hear the notes twice and print a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.conf import settings

    wanted = argparse.ArgumentParser()
    wanted.add_argument("--notes", type=int, default=20, help="at least 2")
    notes = make_notes()[: wanted.parse_args().notes]
    weights = Path(settings.SPEECH_MODELS) / "base.pt"
    if not weights.exists() or not shutil.which("ffmpeg"):
        sys.exit("needs ffmpeg and the weights: make test fetches them")
    sound = sum(note.seconds for note in notes)
    print(f"{len(notes)} notes, {sound:.0f} s of sound, {os.cpu_count()} cores")
    ours = _report("ours", notes, *hear_ours(notes, weights))
    theirs = _report("whisper command", notes, *hear_theirs(notes, weights))
    print(f"{theirs / ours:.1f} times as fast")


def make_notes() -> list[Note]:
    """Ten in each language: the demo's voice notes, one by one and then strung together."""
    from tests.transcription import notes

    made = []
    for number, links in enumerate(CHAINS):
        for language in ("zh", "en"):
            names = notes.spoken(language)
            chain = [names[(number + step) % len(names)] for step in range(links)]
            said = " ".join(notes.REFERENCE[name] for name in chain)
            made.append(Note(language, PAUSE.join(notes.pcm(name) for name in chain), said))
    return made


def hear_ours(notes: list[Note], weights: Path) -> tuple[float, list[str]]:
    """Seconds and wordings, as a worker hears them."""
    from fieldstudy.transcription.guards import guarded
    from fieldstudy.transcription.listener import Listener
    from fieldstudy.transcription.script import in_script

    def wording(heard: "Heard", duration_ms: int) -> str:
        guarded_words = guarded(in_script(heard, "simplified"), duration_ms)
        return " ".join(each.text for each in guarded_words.said)

    listener = Listener("openai-whisper", weights)
    began, texts = time.perf_counter(), []
    for note in notes:
        duration_ms = round(note.seconds * 1000)
        heard = listener.hear(
            note.pcm, duration_ms=duration_ms, language=None, on_progress=lambda done, total: None
        )
        texts.append(wording(heard, duration_ms))
    took = time.perf_counter() - began
    listener.close()
    return took, texts


def hear_theirs(notes: list[Note], weights: Path) -> tuple[float, list[str]]:
    """Seconds and wordings of the library's own command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{number:02}.wav" for number in range(len(notes))]
        for file, note in zip(files, notes, strict=True):
            with wave.open(str(file), "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(2)
                out.setframerate(16_000)
                out.writeframes(note.pcm)
        command = [
            sys.executable, "-c", "from whisper.transcribe import cli; cli()",
            *map(str, files), "--model", str(weights), "--word_timestamps", "True", "--fp16", "False",
            "--output_format", "json", "--output_dir", name, "--verbose", "False",
        ]  # fmt: skip
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took = time.perf_counter() - began
        texts = [json.loads(file.with_suffix(".json").read_text())["text"] for file in files]
    return took, texts


def _report(name: str, notes: list[Note], took: float, texts: list[str]) -> float:
    from fieldstudy.transcription.script import fold
    from tests.transcription.notes import characters, error_rate, words

    mandarin, english = [], []
    for text, note in zip(texts, notes, strict=True):
        if note.language == "zh":
            mandarin.append((characters(fold(text, "t2s")), characters(note.said)))
        else:
            english.append((words(text), words(note.said)))
    print(
        f"{name:>16}  {took:6.1f} s  zh CER {error_rate(mandarin):.3f}  "
        f"en WER {error_rate(english):.3f}",
        flush=True,
    )
    return took


if __name__ == "__main__":
    main()
