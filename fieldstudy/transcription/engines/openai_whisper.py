"""openai-whisper: the default engine. Only this package knows a speech library."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import torch
import whisper
from numpy import float32
from numpy.typing import NDArray

from fieldstudy.transcription.engines.own_length import encoding_at_own_length
from fieldstudy.transcription.engines.packed_decoder import pack_decoder
from fieldstudy.transcription.engines.shared_sound import share_sound_between_beams
from fieldstudy.transcription.heard import Heard, Said, Word

RATE = 16_000
WINDOW_SAMPLES = 30 * RATE
SURELY_NO_SPEECH = 0.6
HARDLY_LIKELY = -1.0
LEAST_CONFIDENCE = 0.2

Samples = NDArray[float32]
Progress = Callable[[int, int], None]


class OpenAIWhisper:
    """A loaded checkpoint."""

    name = "openai-whisper"

    def __init__(self, weights: Path, *, threads: int = 0) -> None:
        """Load the weights; ``threads`` 0 leaves the number to the library.

        Raises:
            OSError, RuntimeError: when the file is missing or is no checkpoint.
        """
        if threads:
            torch.set_num_threads(threads)
        # load_model unpickles tensors only (weights_only) since it was told to by the library.
        self._model = whisper.load_model(str(weights), device="cpu")
        share_sound_between_beams(self._model)
        pack_decoder(self._model)

    def hear(self, samples: Samples, *, language: str | None, progress: Progress) -> Heard:
        """Listen to one recording; see :class:`~fieldstudy.transcription.heard.Engine`.

        A note that fits the library's window is encoded at its own length, a longer one in the
        library's own way.
        """
        total = len(samples) * 1000 // RATE
        progress(0, total)
        with ExitStack() as stack:
            if len(samples) < WINDOW_SAMPLES:
                stack.enter_context(encoding_at_own_length(self._model, len(samples)))
            result: dict[str, Any] = whisper.transcribe(
                self._model,
                samples,
                language=language,
                word_timestamps=True,
                fp16=False,
                beam_size=5,
                best_of=5,
                condition_on_previous_text=False,
                verbose=None,
            )
        progress(total, total)
        said = (_said(segment, total) for segment in result["segments"])
        return Heard(str(result["language"]), tuple(each for each in said if each is not None))


def _said(segment: dict[str, Any], total: int) -> Said | None:
    """One segment as an utterance; None for what the library itself doubts to be speech."""
    text = str(segment["text"]).strip()
    words = tuple(_words(segment, total))
    sure = sum(word.confidence for word in words) / len(words) if words else 0.0
    doubtful = segment["no_speech_prob"] > SURELY_NO_SPEECH and segment["avg_logprob"] < -0.5
    if not text or doubtful or segment["avg_logprob"] < HARDLY_LIKELY or sure < LEAST_CONFIDENCE:
        return None
    start = min(_ms(segment["start"]), total)
    return Said(text, start, max(start, min(_ms(segment["end"]), total)), sure, words)


def _words(segment: dict[str, Any], total: int) -> list[Word]:
    """Word times, never backwards and never beyond the recording."""
    words, last = [], 0
    for each in segment.get("words", []):
        start = min(max(_ms(each["start"]), last), total)
        end = min(max(_ms(each["end"]), start), total)
        words.append(Word(str(each["word"]), start, end, float(each["probability"])))
        last = start
    return words


def _ms(seconds: float) -> int:
    return max(0, round(float(seconds) * 1000))
