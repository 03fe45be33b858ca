"""How a code looks: the class that gives its colour, and the drawing in front of it."""

from dataclasses import dataclass

from fieldstudy.coding.codebook import by_kind
from fieldstudy.coding.models import Code
from fieldstudy.core.valence import NAMES


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code as a line of the codebook.

    Attributes:
        depth: how far it is indented; 0 at the top.
        look: ``pain``, ``touchpoint``, ``v-n1`` …: also the name of its highlight in a text.
        classes: for a style sheet.
    """

    code: Code
    depth: int
    look: str
    classes: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind with its codes; emotions apart into faces and named ones."""

    key: str
    name: str
    lines: list[CodeLine]
    faces: list[CodeLine]


def line_of(code: Code, depth: int = 0) -> CodeLine:
    """A code with its look."""
    if code.kind == Code.Kind.EMOTION:
        look = f"v-{NAMES[code.valence or 0]}"
        return CodeLine(code, depth, look, f"{look} feel")
    plain = Code.Kind.THEME if code.kind == Code.Kind.REACTION else code.kind
    look = str(code.reaction or plain)
    return CodeLine(code, depth, look, f"k-{look}")


def kinds_of(codes: list[Code]) -> list[Kind]:
    """The codebook as the desk shows it. Top emotions with a valence become the row of faces."""
    kinds = []
    for kind, tree in by_kind(codes):
        lines = [line_of(each.code, each.depth) for each in tree]
        faces = [
            line
            for line in lines
            if kind == Code.Kind.EMOTION and line.depth == 0 and line.code.valence is not None
        ]
        faces.sort(key=lambda line: line.code.valence or 0)
        rest = [line for line in lines if line not in faces]
        kinds.append(Kind(str(kind), str(kind.label), rest, faces))
    return kinds
