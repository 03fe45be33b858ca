"""The codebook as people read it: kinds in a fixed order, each with its codes as a tree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fieldstudy.coding.models import Code

KINDS = (
    Code.Kind.EMOTION,
    Code.Kind.REACTION,
    Code.Kind.TOUCHPOINT,
    Code.Kind.NEED,
    Code.Kind.ACTION,
    Code.Kind.THEME,
)
"""The order of the desk: what is judged most often comes first."""

DESK_KEYS = frozenset("jknspmdur")
"""Letters that the desk itself listens to."""
CODE_KEYS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz") - DESK_KEYS
"""What a code may have as its key."""


@dataclass(frozen=True, slots=True)
class Line:
    """One code in its place.

    Attributes:
        code: the code.
        depth: 0 at the top of its kind.
    """

    code: Code
    depth: int


def tree(codes: Iterable[Code]) -> list[Line]:
    """Depth first, siblings by position; a code whose parent is absent stands at the top."""
    listed = sorted(codes, key=lambda code: (code.position, code.pk))
    present = {code.pk for code in listed}
    below: defaultdict[UUID | None, list[Code]] = defaultdict(list)
    for code in listed:
        below[code.parent_id if code.parent_id in present else None].append(code)
    lines: list[Line] = []
    waiting = [Line(code, 0) for code in reversed(below[None])]
    while waiting:
        line = waiting.pop()
        lines.append(line)
        waiting += [Line(child, line.depth + 1) for child in reversed(below[line.code.pk])]
    return lines


def by_kind(codes: Iterable[Code]) -> list[tuple[Code.Kind, list[Line]]]:
    """Every kind in the order of the desk, each with its tree, possibly empty."""
    sorted_in: defaultdict[str, list[Code]] = defaultdict(list)
    for code in codes:
        sorted_in[code.kind].append(code)
    return [(kind, tree(sorted_in[kind])) for kind in KINDS]
