"""Chinese in the script that the study reads. Whisper writes traditional characters half of the time."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from fieldstudy.studies.models.study import Script
from fieldstudy.transcription.heard import Heard, Said

TABLES = {Script.SIMPLIFIED: "t2s", Script.TRADITIONAL: "s2t"}


def in_script(heard: Heard, script: str) -> Heard:
    """The same words in the study's script; other languages stay as they are."""
    table = TABLES.get(Script(script))
    if table is None or not heard.language.startswith("zh"):
        return heard
    return replace(heard, said=tuple(_fold(each, table) for each in heard.said))


def fold(text: str, table: str) -> str:
    """The text through one of OpenCC's tables."""
    return str(_converter(table).convert(text))


def _fold(said: Said, table: str) -> Said:
    words = tuple(replace(word, text=fold(word.text, table)) for word in said.words)
    whole = fold(said.text, table)
    joined = "".join(word.text for word in words).strip()
    # A phrase may fold otherwise than its characters one by one; the words' own form keeps the times.
    return replace(said, text=joined if words and len(joined) != len(whole) else whole, words=words)


@lru_cache(maxsize=2)
def _converter(table: str) -> Any:
    import opencc

    return opencc.OpenCC(table)
