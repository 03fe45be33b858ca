"""openai-whisper: the default engine. Only this package knows a speech library."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import whisper
from numpy import float32
from numpy.typing import NDArray
from whisper.audio import N_FRAMES
from whisper.model import Whisper

from fieldstudy.transcription.engines.own_length import encoding_at, own_frames
from fieldstudy.transcription.engines.packed_decoder import pack_decoder
from fieldstudy.transcription.engines.shared_sound import share_sound_between_beams
from fieldstudy.transcription.engines.windows import TooManyWindows, windows_followed
from fieldstudy.transcription.heard import LOOP, UNSURE, Heard, Said, Word

RATE = 16_000
WINDOW_SAMPLES = 30 * RATE
OPTIONS: dict[str, Any] = {"beam_size": 5, "best_of": 5}
"""Those of the library's own command."""
FEWER_TEMPERATURES = (0.0, 0.4, 0.8)
SURELY_NO_SPEECH = 0.6
HARDLY_LIKELY = -1.0
TOO_REPETITIVE = 2.4
"""The thresholds of the library, and of Radford et al. 2022, §4.5."""
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
        # The library unpickles nothing but tensors here (torch.load with weights_only).
        self._model = whisper.load_model(str(weights), device="cpu")
        set_alignment_heads(self._model, weights.stem)
        share_sound_between_beams(self._model)
        pack_decoder(self._model)

    def hear(self, samples: Samples, *, language: str | None, progress: Progress) -> Heard:
        """Listen to one recording; see :class:`~fieldstudy.transcription.heard.Engine`.

        A note shorter than the library's window is encoded at its own length; where that leaves
        doubt, and for longer notes, the library does it its own way.
        """
        torch.manual_seed(0)
        total = len(samples) * 1000 // RATE
        progress(0, total)

        def tell(done: int) -> None:
            progress(min(done, total), total)

        if len(samples) < WINDOW_SAMPLES:
            result = self._hear_short(samples, language, tell)
        else:
            with windows_followed(tell):
                result = self._transcribe(samples, language)
        progress(total, total)
        if result is None:
            return Heard(language or "", flags=(LOOP,))
        return _heard(result, total)

    def _hear_short(
        self, samples: Samples, language: str | None, tell: Callable[[int], None]
    ) -> dict[str, Any] | None:
        """Once at its own length, then, if that is doubtful, in a padded window.

        Both are bounded, for sounds that are not speech can keep the decoder busy for minutes.
        None when the bound was reached.
        """
        seconds = len(samples) / RATE
        longest = min(224, 16 + int(12 * seconds))
        for frames, temperatures in (
            (own_frames(len(samples)), (0.0,)),
            (N_FRAMES, FEWER_TEMPERATURES),
        ):
            try:
                with windows_followed(tell, most=2 + int(seconds)):
                    result = self._transcribe(
                        samples, language, frames, temperature=temperatures, sample_len=longest
                    )
            except TooManyWindows:
                continue
            if frames == N_FRAMES or not _is_doubtful(result):
                return result
        return None

    def _transcribe(
        self, samples: Samples, language: str | None, frames: int = N_FRAMES, **options: Any
    ) -> dict[str, Any]:
        with encoding_at(self._model, frames):
            result: dict[str, Any] = whisper.transcribe(
                self._model, samples, language=language, word_timestamps=True, fp16=False,
                **OPTIONS, **options,
            )  # fmt: skip
        return result


def set_alignment_heads(model: Whisper, name: str) -> None:
    """Have word times read from the heads that the model's makers chose, as the library does when
    it loads an official model by name; by a path it cannot know which model it has."""
    heads = whisper._ALIGNMENT_HEADS.get(name)
    if heads is not None:
        model.set_alignment_heads(heads)


def _is_doubtful(result: dict[str, Any]) -> bool:
    segments = result["segments"]
    return not segments or any(
        segment["avg_logprob"] < HARDLY_LIKELY
        or segment["no_speech_prob"] > SURELY_NO_SPEECH
        or segment["compression_ratio"] > TOO_REPETITIVE
        for segment in segments
    )


def _heard(result: dict[str, Any], total: int) -> Heard:
    written = [segment for segment in result["segments"] if segment["text"].strip()]
    said = [_said(segment, total) for segment in written]
    kept = tuple(
        each for segment, each in zip(written, said, strict=True) if _is_speech(segment, each)
    )
    heard = Heard(str(result["language"]), kept)
    return heard if len(kept) == len(written) else heard.with_flag(UNSURE)


def _is_speech(segment: dict[str, Any], said: Said) -> bool:
    """False for what the library itself thinks is hardly speech."""
    if said.confidence < LEAST_CONFIDENCE:
        return False
    if segment["no_speech_prob"] <= SURELY_NO_SPEECH:
        return True
    return bool(segment["avg_logprob"] >= -0.5 and segment["compression_ratio"] <= TOO_REPETITIVE)


def _said(segment: dict[str, Any], total: int) -> Said:
    """One segment as an utterance, its times inside the recording."""
    words = tuple(_words(segment, total))
    sure = sum(word.confidence for word in words) / len(words) if words else 0.0
    start = min(_ms(segment["start"]), total)
    end = max(start, min(_ms(segment["end"]), total))
    said = Said(str(segment["text"]).strip(), start, end, sure, words)
    return replace(said, start_ms=words[0].start_ms, end_ms=words[-1].end_ms) if words else said


def _words(segment: dict[str, Any], total: int) -> list[Word]:
    """Word times, never backwards and never beyond the recording."""
    words, last = [], 0
    for each in segment.get("words", []):
        start = min(max(_ms(each["start"]), last), total)
        end = min(max(_ms(each["end"]), start), total)
        words.append(Word(str(each["word"]), start, end, float(each["probability"])))
        last = end
    return words


def _ms(seconds: float) -> int:
    return max(0, round(float(seconds) * 1000))
