"""Asking what people did and saw, not why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.core.localized import LocalizedText
from fieldstudy.studies.wording import hint_for


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (
            "您为什么选择自助结账？",
            "您选择自助结账的时候，先看到了什么？接着做了什么？",
        ),
        ("为啥你没买水果呢", "你没买水果的时候，看到了什么？后来是怎么做的？"),
        ("是什么让您决定离开？", "您决定离开的时候，先看到了什么？接着做了什么？"),
        ("您离开的原因是什么？", "您离开的时候，先看到了什么？接着做了什么？"),
        (
            "为什么队伍这么长？",
            "当时的经过是怎样的？请按先后顺序说说：您看到了什么，接着做了什么？",
        ),
        (
            "店员为何没有理你？",
            "当时的经过是怎样的？请按先后顺序说说：你看到了什么，接着做了什么？",
        ),
    ],
)
def test_chinese_why_becomes_what_was_seen_and_done(asked: str, offered: str) -> None:
    hint = hint_for(LocalizedText(zh=asked))

    assert hint is not None
    assert hint.offer == LocalizedText(zh=offered)


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (
            "Why did you choose the self-checkout?",
            "At what moment did you choose the self-checkout? "
            "What did you see first, and what did you do then?",
        ),
        (
            "Why didn't you ask anyone?",
            "Think of the moment you did not ask anyone. "
            "What did you see, and what did you do instead?",
        ),
        (
            "Why do you shop here?",
            "When did you last shop here? What did you see first, and what did you do then?",
        ),
        (
            "What made you leave?",
            "At what moment did you leave? What did you see first, and what did you do then?",
        ),
        (
            "How come you left so early?",
            "When you left so early, what did you see first? What did you do then?",
        ),
        (
            "What was the main reason for your visit?",
            "What happened, step by step? What did you see, and what did you do next?",
        ),
    ],
)
def test_english_why_becomes_what_was_seen_and_done(asked: str, offered: str) -> None:
    hint = hint_for(LocalizedText(en=asked))

    assert hint is not None
    assert hint.offer == LocalizedText(en=offered)


@pytest.mark.parametrize(
    "wording",
    [
        LocalizedText(
            zh="结账的时候发生了什么？请按先后顺序说说。", en="What happened at the till?"
        ),
        LocalizedText(zh="您怎么走到收银区的？", en="How did you get to the tills?"),
        LocalizedText(zh="价格合理吗？", en="Was the price reasonable?"),
        LocalizedText(en="What did the staff make for you?"),
        LocalizedText(),
    ],
)
def test_a_question_about_deeds_gets_no_hint(wording: LocalizedText) -> None:
    assert hint_for(wording) is None


def test_the_language_that_asks_well_keeps_its_wording() -> None:
    hint = hint_for(LocalizedText(zh="结账时发生了什么？", en="Why did you queue?"))

    assert hint is not None
    assert hint.offer.zh == "结账时发生了什么？"
    assert hint.found == {"en": "Why"}


@given(
    st.sampled_from(
        ["为什么", "Why did you ", "是什么让您", "您为何", "How come you ", "Reason: "]
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)
    | st.sampled_from(["give a reason?", "wonder why?", "说理由", "决定的原因", "问为什么？"]),
)
def test_no_offer_asks_why_again(start: str, rest: str) -> None:
    hint = hint_for(LocalizedText(zh=start + rest, en=start + rest))

    assert hint is not None
    again = hint_for(hint.offer)
    assert again is None
