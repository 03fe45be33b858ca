"""Which spans of an old wording stand word for word in a new one, and where.

Only spans that no change touches are carried; a moved span always has the quote it had. Lines that are
unique on both sides and kept their order are the fixed points (Bram Cohen's patience diff), so that one
“yes” is never taken for another; between them, what two changed stretches share at their beginning and
their end.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points ``start``–``end`` of the old text that stand ``shift`` further on in the new one."""

    start: int
    end: int
    shift: int


def kept_stretches(old: str, new: str) -> list[Stretch]:
    """Every stretch that stayed, in order and as long as possible; empty ones are left out."""
    kept: list[Stretch] = []
    reached = new_reached = 0
    for start, new_start, length in _fixed_points(old, new):
        kept += _ends_in_common(
            old[reached:start], new[new_reached:new_start], reached, new_reached
        )
        kept.append(Stretch(start, start + length, new_start - start))
        reached, new_reached = start + length, new_start + length
    kept += _ends_in_common(old[reached:], new[new_reached:], reached, new_reached)
    return _joined(kept)


def carried(start: int, end: int, kept: Sequence[Stretch]) -> int | None:
    """Where a span begins in the new text; None when a change touches it."""
    for stretch in kept:
        if stretch.start <= start and end <= stretch.end:
            return start + stretch.shift
    return None


def _fixed_points(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Old start, new start and length of lines that stand once on both sides, in the order of both."""
    before, after = _unique_lines(old), _unique_lines(new)
    shared = [(at, after[line], len(line)) for line, at in before.items() if line in after]
    # The longest run that rises on both sides, found from its end.
    tails: list[int] = []
    chains: list[int] = []
    for _, new_at, _ in shared:
        place = bisect_left(tails, new_at)
        tails[place : place + 1] = [new_at]
        chains.append(place)
    run: list[tuple[int, int, int]] = []
    wanted = len(tails) - 1
    for point, chain in zip(reversed(shared), reversed(chains), strict=True):
        if chain == wanted:
            run.append(point)
            wanted -= 1
    return reversed(run)


def _unique_lines(text: str) -> dict[str, int]:
    """Each line that stands once in a text, with its first code point, in order."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    often = Counter(lines)
    return {line: at for line, at in zip(lines, starts, strict=False) if line and often[line] == 1}


def _ends_in_common(old: str, new: str, at: int, new_at: int) -> list[Stretch]:
    """What two stretches share at their beginning and at their end, without counting anything twice."""
    head = _in_common(old, new)
    tail = _in_common(old[head:][::-1], new[head:][::-1])
    shift = new_at - at
    end = at + len(old)
    return [
        Stretch(at, at + head, shift),
        Stretch(end - tail, end, shift + len(new) - len(old)),
    ]


def _in_common(one: str, other: str) -> int:
    """How many code points two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for stretch in stretches:
        last = joined[-1] if joined else None
        if stretch.start == stretch.end:
            continue
        if last and (last.end, last.shift) == (stretch.start, stretch.shift):
            joined[-1] = Stretch(last.start, stretch.end, last.shift)
        else:
            joined.append(stretch)
    return joined
