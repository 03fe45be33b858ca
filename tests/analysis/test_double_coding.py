"""Agreement counts entries that two coders finished, and nothing else."""

import pytest

from fieldstudy.analysis.double_coding import agreement_by_code
from fieldstudy.coding.actions.progress import mark_done
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories


def test_two_coders_of_ten_entries_agree_as_far_as_the_textbook_says(
    study: Study, p01: Participation, kofi: Person, mira: Person
) -> None:
    """Ten units, coder 1 1100000000, coder 2 0110010100: percent 0.60, α 0.0952."""
    code = factories.make_code(study)
    for first, second in zip("1100000000", "0110010100", strict=True):
        entry = factories.make_entry(p01)
        for coder, said in ((kofi, first), (mira, second)):
            if said == "1":
                factories.make_coding(entry, code, coder)
            mark_done(entry, by=coder)
    (agreement,) = agreement_by_code(study)
    assert agreement.entries == 10
    assert agreement.percent == pytest.approx(0.6)
    assert agreement.alpha == pytest.approx(0.0952, abs=1e-4)
    assert agreement.used == pytest.approx(6 / 20)


def test_an_entry_that_one_coder_has_not_finished_does_not_count(
    study: Study, p01: Participation, kofi: Person, mira: Person
) -> None:
    entry = factories.make_entry(p01)
    factories.make_coding(entry, factories.make_code(study), kofi)
    mark_done(entry, by=kofi)
    assert agreement_by_code(study) == []
