"""Chinese in the script that the study reads. Whisper writes traditional characters half of the time."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from fieldstudy.transcription.heard import Heard, Said, Word

CHINESE = ("zh", "yue")
_WIDE = str.maketrans({",": "，", "?": "？", "!": "！", ":": "：", ";": "；"})
TABLES = {"simplified": "t2s", "traditional": "s2t"}


def in_script(heard: Heard, script: str) -> Heard:
    """The same words in the study's script (a value of ``studies.Script``); other languages stay."""
    table = TABLES.get(script)
    if table is None or heard.language not in CHINESE:
        return heard
    return replace(heard, said=tuple(_fold(each, table) for each in heard.said))


def fold(text: str, table: str) -> str:
    """The text through one of OpenCC's tables, marks after a Chinese character as wide as it."""
    folded = str(_converter(table).convert(text))
    return "".join(
        mark.translate(_WIDE) if _is_chinese(before) else mark
        for before, mark in zip(" " + folded, folded, strict=False)
    )


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def _fold(said: Said, table: str) -> Said:
    """Fold the whole for its context; the words take their characters from it, place by place."""
    whole = fold(said.text, table)
    if len(whole) != len(said.text):
        # A phrase may fold to another length than its characters: then each word for itself.
        words = tuple(replace(word, text=fold(word.text, table)) for word in said.words)
        joined = "".join(word.text for word in words).strip()
        return replace(said, text=joined or whole, words=words)
    return replace(said, text=whole, words=tuple(_placed(said, whole)))


def _placed(said: Said, whole: str) -> Iterator[Word]:
    at = 0
    for word in said.words:
        text = word.text.strip()
        start = max(said.text.find(text, at), 0)
        at = start + len(text)
        yield replace(word, text=whole[start:at])


@lru_cache(maxsize=2)
def _converter(table: str) -> Any:
    import opencc

    return opencc.OpenCC(table)
