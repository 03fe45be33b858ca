"""Two coders' work on the demo's entries. Kofi codes everything; Mira, about half, and not all alike."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from fieldstudy.coding.actions.codebook import create_code
from fieldstudy.coding.actions.codings import put_code
from fieldstudy.coding.actions.memos import write_memo
from fieldstudy.coding.actions.progress import mark_done
from fieldstudy.coding.actions.starter import starter_codebook
from fieldstudy.coding.anchors import Anchor, TextSpan, WholeEntry
from fieldstudy.coding.models import Code
from fieldstudy.demo.design import text
from fieldstudy.diary.models import Entry
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study, Touchpoint

VALENCES = {"very_bad": -2, "bad": -1, "soso": 0, "good": 1, "very_good": 2}


def build_codebook(
    study: Study, data: dict[str, Any], touchpoints: dict[str, Touchpoint], lan: Person
) -> dict[str, Code]:
    """The starter codebook and the demo's own codes, by their keys in the demo's files."""
    starter_codebook(study, by=lan)
    codes = {key: study.codes.get(touchpoint=touchpoint) for key, touchpoint in touchpoints.items()}
    for key, valence in VALENCES.items():
        codes[key] = study.codes.get(kind="emotion", valence=valence, parent=None)
    tops = {code.reaction: code for code in study.codes.filter(kind="reaction", parent=None)}
    for row in data["codes"]:
        top = tops.get(row.get("under", ""))
        codes[row["key"]] = _starter_of(study, row) or create_code(
            study,
            kind=row["kind"],
            by=lan,
            parent=top,
            name=text(row["name"]),
            reaction=top.reaction if top else "",
        )
    return codes


def _starter_of(study: Study, row: dict[str, Any]) -> Code | None:
    """The starter codebook may hold this one already, under either of its names."""
    wanted = text(row["name"])
    codes: list[Code] = list(study.codes.filter(kind=row["kind"]))
    for code in codes:
        if code.name.zh == wanted.zh or code.name.en == wanted.en:
            return code
    return None


def code_everything(
    logged: list[tuple[Entry, dict[str, Any]]], codes: dict[str, Code], kofi: Person, mira: Person
) -> int:
    """Put both coders' codes on the entries; how many codings that makes."""
    made = 0
    for number, (entry, row) in enumerate(logged):
        made += _code(entry, row["codes"], codes, kofi)
        if number % 5 != 4:
            mark_done(entry, by=kofi)
        if number % 2 == 0:
            kept = row["codes"] if number % 6 else row["codes"][:-1]
            made += _code(entry, kept, codes, mira)
            mark_done(entry, by=mira)
        if number == 3:
            _leave_memo(entry, kofi)
    return made


def _code(entry: Entry, lines: list[list[Any]], codes: dict[str, Code], coder: Person) -> int:
    """One coder's codes on one entry. A touchpoint comes first: it is in force for the others."""
    for key, quote, *strength in lines:
        name = f"{entry.pk}/{coder.pk}/{key}/{quote}"
        excerpt = f"{entry.pk}/{coder.pk}/{quote}"
        put_code(
            entry,
            code=codes[key],
            anchor=_anchor(entry, quote),
            by=coder,
            coding_id=uuid5(NAMESPACE_URL, f"coding:{name}"),
            excerpt_id=uuid5(NAMESPACE_URL, f"excerpt:{excerpt}"),
            strength=strength[0] if strength else None,
        )
    return len(lines)


def _anchor(entry: Entry, quote: str | None) -> Anchor:
    if quote is None or entry.latest is None:
        return WholeEntry()
    start = entry.text.index(quote)
    return TextSpan(version=entry.latest.pk, start=start, end=start + len(quote), quote=quote)


def _leave_memo(entry: Entry, kofi: Person) -> None:
    write_memo(
        entry,
        text="Staff from another counter could step in: who owns the till area after 18:00?",
        by=kofi,
        client_id=uuid5(NAMESPACE_URL, f"memo:{entry.pk}"),
    )
