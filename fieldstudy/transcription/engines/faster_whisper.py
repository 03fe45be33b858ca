"""faster-whisper: an optional second engine, for machines where it is installed."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldstudy.transcription.heard import Heard, Said, Word


class FasterWhisper:
    """A loaded CTranslate2 model folder, in 8-bit integers on the processor."""

    name = "faster-whisper"

    def __init__(self, weights: Path, *, threads: int = 0) -> None:
        """Load the model; ``threads`` 0 leaves the number to the library."""
        from faster_whisper import WhisperModel

        self._model = WhisperModel(
            str(weights), device="cpu", compute_type="int8", cpu_threads=threads
        )

    def hear(
        self, samples: Any, *, language: str | None, progress: Callable[[int, int], None]
    ) -> Heard:
        """Listen to one recording; see :class:`~fieldstudy.transcription.heard.Engine`."""
        total = len(samples) * 1000 // 16_000
        segments, facts = self._model.transcribe(
            samples, language=language, beam_size=5, word_timestamps=True, vad_filter=False,
            condition_on_previous_text=False,
        )  # fmt: skip
        said = []
        for segment in segments:
            progress(min(total, round(segment.end * 1000)), total)
            words = tuple(
                Word(w.word, round(w.start * 1000), round(w.end * 1000), float(w.probability))
                for w in segment.words or ()
            )
            sure = sum(word.confidence for word in words) / len(words) if words else 0.0
            if segment.text.strip() and segment.no_speech_prob <= 0.6:
                said.append(
                    Said(
                        segment.text.strip(),
                        round(segment.start * 1000),
                        round(segment.end * 1000),
                        sure,
                        words,
                    )
                )
        return Heard(str(facts.language), tuple(said))


def official_folder(model: str, target: Path, timeout_s: float) -> None:
    """Download the model as the library does.

    Raises:
        OSError, ValueError, ImportError: when the hub is out of reach, the model unknown, or the
            library not installed.
    """
    os.environ.setdefault("HF_HUB_DOWNLOAD_TIMEOUT", str(int(timeout_s)))
    from faster_whisper import download_model

    try:
        download_model(model, output_dir=str(target))
    except Exception as problem:  # the hub's client raises classes of several libraries
        raise OSError(f"{type(problem).__name__}: {problem}") from problem
