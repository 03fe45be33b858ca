"""Chinese is read in the study's script, and every word keeps its time."""

import pytest

from fieldstudy.studies.models.study import Script
from fieldstudy.transcription.heard import Heard, Said, Word
from fieldstudy.transcription.script import fold, in_script

MIXED = Said(
    "我剛剛走進商店,给了我一張优惠券!",
    0,
    3000,
    0.9,
    tuple(
        Word(text, at * 200, at * 200 + 200, 0.9)
        for at, text in enumerate(["我", "剛剛", "走進", "商店,", "给了我", "一張", "优惠券!"])
    ),
)


def text(heard: Heard) -> str:
    return "".join(each.text for each in heard.said)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (Script.SIMPLIFIED, "我刚刚走进商店，给了我一张优惠券！"),
        (Script.TRADITIONAL, "我剛剛走進商店，給了我一張優惠券！"),
        (Script.AS_HEARD, MIXED.text),
    ],
)
def test_a_mixed_note_comes_in_one_script(script: str, expected: str) -> None:
    folded = in_script(Heard("zh", (MIXED,)), script)

    assert text(folded) == expected
    assert "".join(word.text for word in folded.said[0].words) == expected
    assert [word.start_ms for word in folded.said[0].words] == [
        word.start_ms for word in MIXED.words
    ]


def test_words_take_the_form_that_their_sentence_gives_them() -> None:
    said = Said("头发很干净", 0, 1, 1.0, (Word("头", 0, 1, 1.0), Word("发很干净", 0, 1, 1.0)))

    folded = in_script(Heard("zh", (said,)), Script.TRADITIONAL)

    assert [word.text for word in folded.said[0].words] == ["頭", "髮很乾淨"]


def test_other_languages_stay() -> None:
    heard = Heard("ja", (Said("東京,", 0, 1, 1.0),))

    assert in_script(heard, Script.SIMPLIFIED) is heard


def test_marks_after_latin_letters_stay_narrow() -> None:
    assert fold("我用App, 好的,", "t2s") == "我用App, 好的，"
