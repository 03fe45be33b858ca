"""The queries against the same definitions in plain Python, on random studies."""

import datetime as dt
import random

import pytest

from fieldstudy.analysis.filters import MapFilter
from fieldstudy.analysis.map_rows import MapRows, Series
from fieldstudy.analysis.queries import read_map_rows
from fieldstudy.core.scope import study_scope
from fieldstudy.people.models import Person
from tests import factories
from tests.analysis.invented import Invented, invent_study
from tests.analysis.reference import Cell, Reference

pytestmark = pytest.mark.django_db

STUDIES = 16


@pytest.fixture
def coders() -> list[Person]:
    return [factories.make_person(name) for name in ("Kofi", "Mira", "Ines")]


def some_filter(found: Invented, chance: random.Random) -> MapFilter:
    return MapFilter(
        scenario=chance.choice([None, *(one.pk for one in found.scenarios)]),
        brand=chance.choice([None, None, *(one.pk for one in found.brands)]),
        source=chance.choice(["", "", "diary", "observation", "import"]),
        segment=chance.choice([None, *(one.pk for one in found.segments)]),
        since=chance.choice([None, dt.date(2026, 5, 10)]),
        until=chance.choice([None, dt.date(2026, 5, 12)]),
        kind=chance.choice(["customer", "customer", "customer", "employee"]),
    )


def sums(rows: MapRows, series: Series) -> dict[Cell, tuple[float, ...]]:
    return {
        (row.participant, row.touchpoint): (
            row.readings.n,
            row.readings.total,
            row.readings.squares,
        )
        for row in rows.felt
        if row.series is series
    }


def expected_sums(ratings: dict[Cell, list[float]]) -> dict[Cell, tuple[float, ...]]:
    return {
        cell: (len(values), sum(values), sum(value * value for value in values))
        for cell, values in ratings.items()
    }


def same(found: dict[Cell, tuple[float, ...]], expected: dict[Cell, tuple[float, ...]]) -> None:
    assert found.keys() == expected.keys()
    for cell, values in expected.items():
        assert found[cell] == pytest.approx(values, abs=1e-9)


@pytest.mark.parametrize("seed", range(STUDIES))
def test_queries_say_what_plain_python_says(seed: int, coders: list[Person]) -> None:
    chance = random.Random(seed)
    found = invent_study(seed, coders)
    with study_scope(found.study):
        for _ in range(3):
            chosen = some_filter(found, chance)
            rows, expected = read_map_rows(found.study, chosen), Reference(found, chosen)
            same(sums(rows, Series.OWN), expected_sums(expected.ratings(expected.own)))
            same(
                sums(rows, Series.COMPETITOR), expected_sums(expected.ratings(expected.competitors))
            )
            same(sums(rows, Series.CODER), expected_sums(expected.coder_ratings()))
            assert presence(rows) == {
                cell: len(entries) for cell, entries in expected.presence().items()
            }
            assert {
                (row.participant, row.touchpoint, str(row.reaction)): row.strength
                for row in rows.reacted
            } == {
                cell: max(one.strength or 0 for one in codings)
                for cell, codings in expected.reactions().items()
            }
            assert {(row.touchpoint, row.code): row.people for row in rows.said} == expected.words()
            assert {
                row.participant: (row.entries, row.without_touchpoint) for row in rows.wrote
            } == expected.wrote()


def presence(rows: MapRows) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for row in rows.presence:
        cell = (row.participant, row.touchpoint)
        found[cell] = found.get(cell, 0) + row.entries
    return found
