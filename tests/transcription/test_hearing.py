"""What the real model makes of our notes. The bounds are measured figures with a little room."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy
import pytest

from fieldstudy.transcription.heard import Word
from tests.transcription import notes
from tests.transcription.notes import Listened

pytestmark = [pytest.mark.speech, pytest.mark.xdist_group("speech")]


def test_mandarin_is_written_down(heard_notes: dict[str, Listened]) -> None:
    pairs = [
        (notes.characters(heard_notes[name].text), notes.characters(notes.REFERENCE[name]))
        for name in notes.spoken("zh")
    ]

    assert notes.error_rate(pairs) <= 0.15  # 0.12 when measured


def test_english_is_written_down(heard_notes: dict[str, Listened]) -> None:
    pairs = [
        (notes.words(heard_notes[name].text), notes.words(notes.REFERENCE[name]))
        for name in notes.spoken("en")
    ]

    assert notes.error_rate(pairs) <= 0.07  # 0.04 when measured


@pytest.mark.parametrize("name", notes.spoken())
def test_the_language_is_found_out(name: str, heard_notes: dict[str, Listened]) -> None:
    assert heard_notes[name].heard.language == name[:2]


def test_a_forced_language_is_kept_whatever_is_spoken(engine: Any) -> None:
    told = notes.listen(engine, "zh-01", "zh")
    mistaken = notes.listen(engine, "en-01", "zh")

    assert told.heard.language == mistaken.heard.language == "zh"
    said = notes.characters(notes.REFERENCE["zh-01"])
    assert notes.error_rate([(notes.characters(told.text), said)]) <= 0.2


def test_folding_the_script_brings_the_errors_down(heard_notes: dict[str, Listened]) -> None:
    mandarin = [heard_notes[name] for name in notes.spoken("zh")]
    said = [notes.characters(notes.REFERENCE[name]) for name in notes.spoken("zh")]
    raw = ["".join(each.text for each in note.raw.said) for note in mandarin]
    as_heard = notes.error_rate(
        [(notes.characters(text), own) for text, own in zip(raw, said, strict=True)]
    )
    folded = notes.error_rate(
        [(notes.characters(note.text), own) for note, own in zip(mandarin, said, strict=True)]
    )

    assert folded < as_heard - 0.1


@pytest.mark.parametrize("name", notes.spoken())
def test_word_times_run_forward_inside_the_note(
    name: str, heard_notes: dict[str, Listened]
) -> None:
    note = heard_notes[name]
    words = [word for each in note.heard.said for word in each.words]

    assert len(words) >= 5
    assert all(0 <= word.start_ms <= word.end_ms <= note.duration_ms for word in words)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(words))
    assert all(0 <= word.confidence <= 1 for word in words)
    for said in note.heard.said:
        assert "".join(word.text.strip() for word in said.words) == said.text.replace(" ", "")


def test_word_times_find_the_word_in_the_sound(engine: Any) -> None:
    """Twice the same note with a pause of two seconds: each word comes again, later by the shift."""
    sound = notes.samples("en-02")
    pause = numpy.zeros(2 * 16_000, dtype=numpy.float32)
    twice = numpy.concatenate([sound, pause, sound])
    shift = (len(sound) + len(pause)) // 16

    once = _words_of(engine, sound)
    again = [word for word in _words_of(engine, twice) if word.start_ms >= shift - 500]

    first = _starts((word.text, word.start_ms) for word in once)
    second = _starts((word.text, word.start_ms - shift) for word in again)
    common = first.keys() & second.keys()
    assert len(common) >= 10
    _agree([first[word] - second[word] for word in common])


def test_own_length_and_the_padded_window_agree_on_word_times(engine: Any) -> None:
    from whisper.audio import N_FRAMES

    sound = notes.samples("en-05")
    own = _words_of(engine, sound)
    padded = [
        word
        for segment in engine._transcribe(sound, "en", N_FRAMES)["segments"]
        for word in segment["words"]
    ]

    short = _starts((word.text, word.start_ms) for word in own)
    long = _starts((word["word"], word["start"] * 1000) for word in padded)
    common = short.keys() & long.keys()
    assert len(common) >= 12
    _agree([short[word] - long[word] for word in common])


def test_a_long_note_is_the_librarys_own_result(engine: Any, weights: Any) -> None:
    import whisper

    from fieldstudy.transcription.engines.openai_whisper import OPTIONS, set_alignment_heads

    sound = numpy.concatenate([notes.samples(name) for name in notes.spoken("en")])[: 32 * 16_000]
    plain = whisper.load_model(str(weights), device="cpu")
    set_alignment_heads(plain, "base")
    theirs = whisper.transcribe(
        plain, sound, language="en", word_timestamps=True, fp16=False, **OPTIONS
    )
    reached: list[int] = []

    ours = engine.hear(sound, language="en", progress=lambda done, total: reached.append(done))

    assert [each.text for each in ours.said] == [
        segment["text"].strip() for segment in theirs["segments"]
    ]
    starts = [word["start"] for segment in theirs["segments"] for word in segment["words"]]
    own = [word.start_ms / 1000 for each in ours.said for word in each.words]
    assert own == pytest.approx(starts, abs=0.021)
    assert reached == sorted(reached)
    assert len(set(reached)) >= 3, "progress is told window by window"


def test_the_same_note_gives_the_same_words(engine: Any) -> None:
    assert notes.listen(engine, "zh-05", None) == notes.listen(engine, "zh-05", None)


@pytest.mark.parametrize("language", [None, "zh"])
def test_beeps_become_no_sentence(engine: Any, language: str | None) -> None:
    time = numpy.arange(6 * 16_000) / 16_000
    beeps = (0.2 * numpy.sin(2 * numpy.pi * 880 * time) * (time % 1 < 0.2)).astype(numpy.float32)

    heard = engine.hear(beeps, language=language, progress=lambda done, total: None)

    assert sum(len(each.text) for each in heard.said) <= 12
    assert not heard.said or "unsure" in heard.flags


def _words_of(engine: Any, sound: Any) -> list[Word]:
    heard = engine.hear(sound, language="en", progress=lambda done, total: None)
    return [word for each in heard.said for word in each.words]


def _agree(differences: list[float]) -> None:
    """Nearly all words at the same time; one beside a pause may take a part of it."""
    near = sum(abs(each) <= 100 for each in differences)
    assert near >= 0.8 * len(differences)
    assert max(map(abs, differences)) <= 500


def _starts(words: Iterable[tuple[str, float]]) -> dict[str, float]:
    """When each word begins, in ms; only words that come once."""
    spelled = [(text.strip(" .,").lower(), start) for text, start in words]
    times = Counter(text for text, _ in spelled)
    return {text: start for text, start in spelled if times[text] == 1}
