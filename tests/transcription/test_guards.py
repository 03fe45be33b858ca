"""Loops never leave an engine whole, and doubt is shown."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.transcription.guards import (
    FASTEST_SPEECH,
    guarded,
    mark_doubt,
    within_rate,
    without_loops,
)
from fieldstudy.transcription.heard import LOOP, QUIET, UNSURE, Heard, Said, Word


def say(text: str, *, sure: float = 0.9, start: int = 0) -> Said:
    """An utterance whose words are split at blanks, 200 ms each."""
    words = tuple(
        Word(piece, start + at * 200, start + at * 200 + 200, sure)
        for at, piece in enumerate(text.split(" "))
    )
    return Said(text, start, start + 200 * len(words), sure, words)


def hear(*said: Said) -> Heard:
    return Heard("en", said)


def test_ordinary_speech_is_left_alone() -> None:
    heard = hear(say("I waited in line for twenty minutes."), say("I was getting annoyed."))

    assert guarded(heard, 8_000) is heard


def test_laughing_is_no_loop() -> None:
    heard = hear(say("哈哈哈哈哈哈"))

    assert without_loops(heard) is heard


def test_a_phrase_that_goes_round_is_cut_after_the_third_time() -> None:
    heard = hear(say("The till was shut. " + "I'm sorry, " * 40))

    calm = without_loops(heard)

    assert calm.said[0].text == "The till was shut. " + "I'm sorry, " * 2 + "I'm sorry,"
    assert [word.text for word in calm.said[0].words][-2:] == ["I'm", "sorry,"]
    assert len(calm.said[0].words) == 10
    assert calm.flags == (LOOP,)


def test_chinese_that_goes_round_is_cut_too() -> None:
    calm = without_loops(Heard("zh", (say("我在排队。" + "谢谢大家" * 30),)))

    assert calm.said[0].text == "我在排队。" + "谢谢大家" * 3


def test_the_same_utterance_comes_three_times_at_most() -> None:
    again = [say("Thank you.", start=at * 1000) for at in range(9)]

    calm = without_loops(hear(say("Hello."), *again, say("Bye.")))

    assert [each.text for each in calm.said] == ["Hello.", *["Thank you."] * 3, "Bye."]
    assert LOOP in calm.flags


def test_more_than_a_mouth_can_say_loses_what_is_least_sure() -> None:
    heard = hear(say("a" * 30, sure=0.9), say("b" * 30, sure=0.2))

    fitting = within_rate(heard, 2_000)

    assert [each.text for each in fitting.said] == ["a" * 30]
    assert LOOP in fitting.flags


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=80), max_size=12),
    st.integers(0, 60_000),
)
def test_no_note_has_more_than_twenty_characters_a_second(texts: list[str], length: int) -> None:
    heard = guarded(hear(*(say(text) for text in texts)), length)

    assert len("\n".join(each.text for each in heard.said)) <= FASTEST_SPEECH * length / 1000


def test_nothing_said_is_marked() -> None:
    assert guarded(Heard("zh"), 5_000).flags == (QUIET,)


def test_one_doubtful_utterance_marks_the_note() -> None:
    doubtful = replace(say("by mad"), words=(Word("by", 0, 1, 0.9), Word("mad", 1, 2, 0.1)))

    assert mark_doubt(hear(say("A long and sure sentence it was"), doubtful)).flags == (UNSURE,)
    assert mark_doubt(hear(say("sure enough"))).flags == ()
