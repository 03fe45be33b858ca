"""Reads a pasted list of people, as it comes from a spreadsheet, a mail or a notebook.

One person a line; fields between tabs, commas or semicolons of either width. With a line of headings
the columns say what they are; without, each field is recognised by its form.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.text import take_in
from fieldstudy.studies.models import Segment

MOST_LINES = 500
_BREAK = re.compile(r"[\t,，;；]")
_LABEL = re.compile(r"[A-Za-z]{1,4}[-_]?\d{1,6}|\d{1,5}")
_PHONE = re.compile(r"\+?[\d\s()\-–.]{6,24}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_HEADINGS = {
    "label": ("label", "code", "id", "编号", "代号"),
    "name": ("name", "full name", "姓名", "名字", "称呼"),
    "phone": ("phone", "telephone", "mobile", "tel", "电话", "手机", "手机号", "联系电话"),
    "email": ("email", "e-mail", "mail", "邮箱", "电子邮箱", "电子邮件"),
    "segment": ("segment", "group", "人群分组", "分组", "人群"),
}
_KIND_OF = {word: kind for kind, words in _HEADINGS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list.

    Attributes:
        line: the line of the paste, from 1.
        label: the wanted label; empty for the next free one.
        identity: any of ``name``, ``phone``, ``email``.
        segments: the segments the line names.
    """

    line: int
    label: str = ""
    identity: Mapping[str, str] = field(default_factory=dict)
    segments: Sequence[Segment] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be read. ``line`` counts from 1; 0 is the list as a whole."""

    line: int
    words: Promise | str


def read_list(pasted: str, segments: Sequence[Segment]) -> tuple[list[Row], list[Problem]]:
    """The people of a pasted list, and the lines that could not be understood."""
    lines = [
        (number, line) for number, line in enumerate(take_in(pasted).split("\n"), 1) if line.strip()
    ]
    if len(lines) > MOST_LINES:
        return [], [Problem(0, _("At most 500 people can be invited at once."))]
    named = {
        word.casefold(): each for each in segments for word in (each.name.zh, each.name.en) if word
    }
    columns = _headings(lines[0][1]) if lines else None
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in lines[1:] if columns else lines:
        row = _read(number, _split(line), columns, named)
        if isinstance(row, Problem):
            problems.append(row)
        else:
            rows.append(row)
    return rows, problems + _repeated(rows)


def _split(line: str) -> list[str]:
    fields = line.split("\t") if "\t" in line else _BREAK.split(line)
    return [each.strip().strip('"').strip() for each in fields]


def _headings(line: str) -> list[str] | None:
    kinds = [_KIND_OF.get(each.casefold()) for each in _split(line)]
    return [kind for kind in kinds if kind] if kinds and all(kinds) else None


def _read(
    number: int,
    fields: Sequence[str],
    columns: Sequence[str] | None,
    named: Mapping[str, Segment],
) -> Row | Problem:
    if columns is not None and len(fields) > len(columns):
        return Problem(number, _("This line has more fields than there are headings."))
    found: dict[str, str] = {}
    for place, value in enumerate(fields):
        if not value:
            continue
        kind = columns[place] if columns is not None else _kind_of(value, found, named)
        if kind in found:
            return Problem(number, _("It is not clear what “%(field)s” is.") % {"field": value})
        found[kind] = value
    group = found.pop("segment", "")
    if group and group.casefold() not in named:
        return Problem(number, _("No segment is called “%(name)s”.") % {"name": group})
    if "email" in found and not _EMAIL.fullmatch(found["email"]):
        return Problem(number, _("“%(text)s” is no e-mail address.") % {"text": found["email"]})
    label = found.pop("label", "")
    return Row(number, label, found, [named[group.casefold()]] if group else [])


def _kind_of(value: str, found: Mapping[str, str], named: Mapping[str, Segment]) -> str:
    if _EMAIL.fullmatch(value):
        return "email"
    if value.casefold() in named:
        return "segment"
    if "label" not in found and _LABEL.fullmatch(value):
        return "label"
    if _PHONE.fullmatch(value):
        return "phone"
    return "name"


def _repeated(rows: Sequence[Row]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for row in rows:
        label = row.label.casefold()
        if label and label in seen:
            problems.append(
                Problem(row.line, _("The label %(label)s stands twice.") % {"label": row.label})
            )
        seen.add(label)
    return problems
