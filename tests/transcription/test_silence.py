"""Silence and steady noise never reach a model; speech does, quiet or in a loud shop."""

from typing import Any

import numpy
import pytest

from fieldstudy.transcription.silence import may_hold_speech
from tests.transcription import notes

RATE = 16_000
random = numpy.random.default_rng(7)


def white(seconds: float) -> Any:
    return random.standard_normal(int(seconds * RATE))


def coloured(seconds: float, power: float) -> Any:
    """Noise whose amplitude falls with the frequency to this power: 0.5 is pink, 1 brown."""
    spectrum = numpy.fft.rfft(white(seconds))
    steps = numpy.maximum(numpy.arange(len(spectrum)), 1)
    noise = numpy.fft.irfft(spectrum / steps**power, int(seconds * RATE))
    return noise / noise.std()


def as_float(sound: Any) -> Any:
    return numpy.asarray(sound, dtype=numpy.float32)


@pytest.mark.parametrize("name", ["silence", "noise"])
def test_the_empty_notes_are_kept_out(name: str) -> None:
    assert not may_hold_speech(notes.samples(name))


@pytest.mark.parametrize("seconds", [0.5, 3.0, 12.0, 21.0])
@pytest.mark.parametrize("loudness", [0.003, 0.05, 0.3])
def test_hiss_and_rumble_are_kept_out(seconds: float, loudness: float) -> None:
    for power in (0.0, 0.5, 1.0):
        assert not may_hold_speech(as_float(coloured(seconds, power) * loudness))


def test_hum_is_kept_out() -> None:
    time = numpy.arange(5 * RATE) / RATE

    assert not may_hold_speech(as_float(0.1 * numpy.sign(numpy.sin(2 * numpy.pi * 50 * time))))


def test_nothing_at_all_is_kept_out() -> None:
    assert not may_hold_speech(as_float([]))
    assert not may_hold_speech(as_float(numpy.zeros(3 * RATE)))


@pytest.mark.parametrize("name", notes.spoken())
def test_every_spoken_note_gets_through(name: str) -> None:
    assert may_hold_speech(notes.samples(name))


def test_a_voice_forty_decibels_down_gets_through() -> None:
    assert may_hold_speech(as_float(notes.samples("zh-01") * 0.01))


@pytest.mark.parametrize("power", [0.0, 0.5])
def test_a_voice_as_loud_as_the_shop_gets_through(power: float) -> None:
    voice = notes.samples("en-01")
    shop = coloured(len(voice) / RATE + 1, power)[: len(voice)] * voice.std()

    assert may_hold_speech(as_float(voice + shop))


def test_one_sentence_in_five_minutes_of_hiss_gets_through() -> None:
    hiss = white(300) * 0.003
    voice = notes.samples("zh-02")
    hiss[150 * RATE : 150 * RATE + len(voice)] += voice

    assert may_hold_speech(as_float(hiss))
