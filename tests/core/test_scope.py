"""A study-owned row cannot be read by forgetting a filter."""

import pytest

from fieldstudy.core.scope import NoStudyScope, every_study, study_scope
from fieldstudy.diary.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_query_without_an_open_study_raises() -> None:
    with pytest.raises(NoStudyScope):
        Entry.objects.count()


def test_inside_a_study_only_its_rows_are_seen() -> None:
    here, there = factories.make_study("here"), factories.make_study("there")
    for study in (here, there):
        with study_scope(study):
            factories.make_entry(factories.make_participation(study))
    with study_scope(here):
        assert [entry.study_id for entry in Entry.objects.all()] == [here.pk]
        assert there.entries.count() == 0
    with every_study():
        assert Entry.objects.count() == 2


def test_the_scope_closes_again_after_an_error() -> None:
    study = factories.make_study()
    with pytest.raises(ZeroDivisionError), study_scope(study):
        raise ZeroDivisionError
    with pytest.raises(NoStudyScope):
        Entry.objects.exists()
