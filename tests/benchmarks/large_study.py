"""A large invented study, written straight into the database."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction

from fieldstudy.coding.models import Code, Coding, Excerpt, Placement
from fieldstudy.core.ids import uuid7
from fieldstudy.core.scope import study_scope
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Brand, Study
from tests import factories

START = dt.datetime(2026, 5, 9, 1, tzinfo=dt.UTC)
PEOPLE, TOUCHPOINTS, SCENARIOS, CODERS = 500, 20, 4, 4
BATCH = 5_000


def invent_large_study(entries: int, codings: int, *, seed: int = 1) -> Study:
    """A study of 500 people, 20 touchpoints, 4 scenarios and 120 codes; a minute or two."""
    study = factories.make_study("large")
    with study_scope(study), transaction.atomic():
        _fill(study, entries, codings, random.Random(seed))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return study


def _fill(study: Study, entries: int, codings: int, chance: random.Random) -> None:
    touchpoints = [factories.make_touchpoint(study, f"T{n}").pk for n in range(TOUCHPOINTS)]
    scenarios = [factories.make_scenario(study, f"S{n}").pk for n in range(SCENARIOS)]
    brands = [
        factories.make_brand(study, name, role).pk
        for name, role in (("Own", Brand.Role.OWN), ("Rival", Brand.Role.COMPETITOR))
    ]
    coders = [
        Person.objects.create(email=f"coder{n}@example.org", name=f"C{n}") for n in range(CODERS)
    ]
    people = [Participation(study=study, label=f"P{n:03}") for n in range(PEOPLE)]
    Participation.objects.bulk_create(people)
    for person in people:
        factories.make_consent(person)
    logged = [
        (uuid7(), chance.choice(people).pk, chance.choice(touchpoints)) for _ in range(entries)
    ]
    _store(
        Entry,
        (
            Entry(
                pk=key,
                study=study,
                client_id=uuid4(),
                participation_id=person,
                touchpoint_id=touchpoint,
                scenario_id=chance.choice(scenarios),
                brand_id=brands[chance.random() < 0.25],
                valence=chance.choice([None, -2, -1, 0, 1, 2]),
                happened_at=START + dt.timedelta(minutes=n),
            )
            for n, (key, person, touchpoint) in enumerate(logged)
        ),
    )
    _code(study, logged, coders, codings, chance)


def _code(
    study: Study,
    logged: list[tuple[UUID, UUID, UUID]],
    coders: list[Person],
    codings: int,
    chance: random.Random,
) -> None:
    """Three excerpts an entry; about a quarter of all codings are emotions, a quarter reactions."""
    kinds = ["emotion"] * 10 + ["reaction"] * 30 + ["need"] * 25 + ["action"] * 25 + ["theme"] * 30
    codes = [
        Code(
            study=study,
            kind=kind,
            name=factories.text(f"{kind} {n}"),
            valence=n % 5 - 2 if kind == "emotion" else None,
            reaction=("pain", "praise", "moved")[n % 3] if kind == "reaction" else "",
        )
        for n, kind in enumerate(kinds)
    ]
    Code.objects.bulk_create(codes)
    by_kind = [[code for code in codes if code.kind == kind] for kind in dict.fromkeys(kinds)]
    excerpts = [
        (uuid7(), entry, touchpoint, chance.choice(coders).pk)
        for entry, _, touchpoint in logged
        for _ in range(3)
    ]
    _store(
        Excerpt,
        (
            Excerpt(pk=k, study=study, client_id=uuid4(), entry_id=e, medium="text", coder_id=c)
            for k, e, _, c in excerpts
        ),
    )
    _store(
        Placement,
        (
            Placement(study=study, excerpt_id=key, start=0, end=5, quote="words")
            for key, *_ in excerpts
        ),
    )
    _store(Coding, islice(_codings(study, excerpts, by_kind, coders, codings, chance), codings))


def _codings(
    study: Study,
    excerpts: list[tuple[UUID, UUID, UUID, UUID]],
    by_kind: list[list[Code]],
    coders: list[Person],
    codings: int,
    chance: random.Random,
) -> Iterator[Coding]:
    each = codings // len(excerpts) + 1
    for excerpt, entry, touchpoint, coder in excerpts:
        for kind in chance.sample(by_kind, min(each, len(by_kind))):
            code = chance.choice(kind)
            yield Coding(
                study=study,
                client_id=uuid4(),
                excerpt_id=excerpt,
                entry_id=entry,
                code=code,
                coder_id=coder,
                touchpoint_id=touchpoint,
                strength=chance.randint(1, 3) if code.reaction else None,
                valence=code.valence,
            )


def _store(model: type[models.Model], rows: Iterator[Any]) -> None:
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(batch)
