"""Every number of a map against the entries listed behind it, on random studies."""

import random

import pytest

from fieldstudy.analysis.assembly import assemble_story_map
from fieldstudy.analysis.evidence import Question, Show, evidence, people_in
from fieldstudy.analysis.filters import MapFilter, Selection, select
from fieldstudy.analysis.map_rows import Series
from fieldstudy.analysis.queries import read_map_rows
from fieldstudy.analysis.story_map import Column
from fieldstudy.core.scope import study_scope
from fieldstudy.people.models import Person
from tests import factories
from tests.analysis.invented import Invented, invent_study
from tests.analysis.test_queries import some_filter

pytestmark = pytest.mark.django_db


@pytest.fixture
def coders() -> list[Person]:
    return [factories.make_person(name) for name in ("Kofi", "Mira")]


def listed(selection: Selection, column: Column, show: Show, code: str = "") -> tuple[int, int]:
    """People and entries behind one number of a column."""
    question = Question(show, column.place.touchpoint, code or None)
    entries = evidence(selection, question)
    return people_in(entries), entries.count()


@pytest.mark.parametrize("seed", range(4))
def test_the_number_clicked_is_the_number_listed(seed: int, coders: list[Person]) -> None:
    found = invent_study(seed, coders)
    chance = random.Random(seed)
    with study_scope(found.study):
        photographed(found, chance)
        filters = [MapFilter(), *(some_filter(found, chance) for _ in range(5))]
        for chosen in filters:
            check(found, chosen)


def photographed(found: Invented, chance: random.Random) -> None:
    """Most people allow photos; a third of the entries have one or two."""
    for person in found.people[1:]:
        factories.make_consent(person, scopes=["photos"] if chance.random() < 0.8 else [])
    for entry in found.study.entries.all():
        for _ in range(chance.choice([0, 0, 0, 1, 2])):
            factories.make_attachment(entry, state=chance.choice(["ready", "ready", "waiting"]))


def check(found: Invented, chosen: MapFilter) -> None:
    selection = select(found.study, chosen)
    segment = str(chosen.segment) if chosen.segment else None
    story_map = assemble_story_map(read_map_rows(found.study, chosen), segment=segment)
    everything = evidence(selection, Question())
    assert (people_in(everything), everything.count()) == (story_map.people, story_map.entries)
    nowhere = evidence(selection, Question(Show.NOWHERE))
    assert nowhere.count() == story_map.without_touchpoint
    for column in story_map.columns:
        assert listed(selection, column, Show.ENTRIES) == (column.people, column.entries)
        for series in Series:
            point = column.point(series)
            assert listed(selection, column, Show(series.value)) == (point.people, point.entries)
        for cell in column.reactions:
            assert listed(selection, column, Show(cell.reaction.value))[0] == cell.affected
        for chip in (*column.needs.chips, *column.actions.chips):
            assert listed(selection, column, Show.CODE, chip.code)[0] == chip.people
        assert listed(selection, column, Show.PHOTOS)[1] == column.entries_with_photos
