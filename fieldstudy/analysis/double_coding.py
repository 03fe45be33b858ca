"""Which coders put which codes on which entries: the ratings that agreement is computed from."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from fieldstudy.analysis.agreement import krippendorff_alpha, light_kappa, percent_agreement
from fieldstudy.analysis.readings import Key
from fieldstudy.coding.models import Assignment
from fieldstudy.studies.models import Study


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders agree that a code belongs to an entry.

    Attributes:
        code: its key.
        entries: entries judged by two or more coders: the unit is the whole entry.
        used: share of judgements that put the code there, 0 … 1; agreement on a rare code is cheap.
        percent: share of coder pairs that said the same, 0 … 1.
        kappa: Cohen's κ, the mean over every two coders; None where nothing varies.
        alpha: Krippendorff's α, nominal; None where nothing varies.
    """

    code: UUID
    entries: int
    used: float
    percent: float | None
    kappa: float | None
    alpha: float | None


def agreement_by_code(study: Study) -> list[CodeAgreement]:
    """Every code that somebody used on an entry which two or more coders finished.

    A coder has judged an entry once they marked it done; what they did not put there they left out.
    Three queries at any size.
    """
    judged = _judged(study)
    used: dict[UUID, set[tuple[UUID, UUID]]] = defaultdict(set)
    rows = study.codings.live().filter(entry__in=list(judged)).values_list("code", "entry", "coder")
    for code, entry, coder in rows.iterator(chunk_size=2000):
        if coder in judged[entry]:
            used[code].add((entry, coder))
    return [_agreement(code, judged, pairs) for code, pairs in sorted(used.items())]


def _judged(study: Study) -> dict[UUID, set[UUID]]:
    """Entry → the coders who finished it, for entries that two or more finished and that count."""
    counted = study.entries.in_analysis()
    coders: dict[UUID, set[UUID]] = defaultdict(set)
    done = Assignment.objects.filter(study=study, done_at__isnull=False, entry__in=counted)
    for entry, coder in done.values_list("entry", "coder"):
        coders[entry].add(coder)
    return {entry: who for entry, who in coders.items() if len(who) > 1}


def _agreement(
    code: UUID, judged: dict[UUID, set[UUID]], pairs: set[tuple[UUID, UUID]]
) -> CodeAgreement:
    units: list[dict[Key, float]] = [
        {str(coder): float((entry, coder) in pairs) for coder in coders}
        for entry, coders in judged.items()
    ]
    judgements = sum(len(unit) for unit in units)
    return CodeAgreement(
        code=code,
        entries=len(units),
        used=len(pairs) / judgements,
        percent=percent_agreement(units),
        kappa=light_kappa(units),
        alpha=krippendorff_alpha(units),
    )
