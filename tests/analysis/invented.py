"""Random small studies in the database, with everything that must be left out among what counts."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from fieldstudy.coding.models import Code, Coding, Excerpt, Reaction
from fieldstudy.coding.touchpoints import restate
from fieldstudy.core.scope import study_scope
from fieldstudy.diary.models import Entry, Exclusion, Retraction
from fieldstudy.participants.models import Participation, Withdrawal
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Brand, Scenario, Segment, Study, Touchpoint
from tests import factories

START = dt.datetime(2026, 5, 9, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Invented:
    """The parts of a random study."""

    study: Study
    scenarios: list[Scenario]
    brands: list[Brand]
    segments: list[Segment]
    touchpoints: list[Touchpoint]
    people: list[Participation]
    coders: list[Person]


def invent_study(
    seed: int, coders: list[Person], *, people: int = 9, entries: int = 70
) -> Invented:
    """A study from a seed; about a third of the entries do not count for one reason or another."""
    chance = random.Random(seed)
    study = factories.make_study(f"invented-{seed}")
    with study_scope(study):
        return _invent(study, chance, coders, people, entries)


def _invent(
    study: Study, chance: random.Random, coders: list[Person], people: int, entries: int
) -> Invented:
    found = Invented(
        study=study,
        scenarios=[factories.make_scenario(study, name) for name in ("Dinner", "Return")],
        brands=[
            factories.make_brand(study, "Own", Brand.Role.OWN),
            factories.make_brand(study, "Rival", Brand.Role.COMPETITOR),
            factories.make_brand(study, "Third", Brand.Role.COMPETITOR),
        ],
        segments=[factories.make_segment(study, name) for name in ("Mornings", "Evenings")],
        touchpoints=[factories.make_touchpoint(study, name) for name in ("App", "Shelf", "Till")],
        people=_people(study, people, chance),
        coders=coders,
    )
    for person in found.people:
        person.segments.set(chance.sample(found.segments, chance.randint(0, 2)))
    logged = _entries(found, entries, chance)
    for entry in chance.sample(logged, entries // 12):
        Exclusion.objects.create(study=study, entry=entry, by=coders[0], reason="a test")
    for entry in chance.sample(logged, entries // 12):
        Retraction.objects.create(study=study, entry=entry)
    _codings(found, logged, chance)
    return found


def _people(study: Study, count: int, chance: random.Random) -> list[Participation]:
    people = [
        Participation(
            study=study,
            label=f"P{n:02}",
            kind="employee" if n == count else "customer",
            is_rehearsal=n == count - 1,
        )
        for n in range(1, count + 1)
    ]
    Participation.objects.bulk_create(people)
    for person, kind in zip(people, ("erase", "stop"), strict=False):
        Withdrawal.objects.create(study=study, participation=person, kind=kind)
    return people


def _entries(found: Invented, count: int, chance: random.Random) -> list[Entry]:
    entries = [
        Entry(
            study=found.study,
            client_id=uuid4(),
            participation=chance.choice(found.people),
            scenario=chance.choice([*found.scenarios, None]),
            brand=chance.choice([*found.brands, found.brands[0], None]),
            touchpoint=chance.choice([*found.touchpoints, None]),
            valence=chance.choice([None, -2, -1, 0, 1, 2]),
            source=chance.choice(["diary", "diary", "diary", "observation", "import"]),
            is_rehearsal=chance.random() < 0.1,
            happened_at=START + dt.timedelta(hours=chance.randint(0, 120)),
        )
        for _ in range(count)
    ]
    Entry.objects.bulk_create(entries)
    return entries


def _codings(found: Invented, entries: list[Entry], chance: random.Random) -> None:
    codes = _codebook(found)
    excerpts, codings = [], []
    for entry in entries:
        for coder in chance.sample(found.coders, chance.randint(0, len(found.coders))):
            for _ in range(chance.randint(1, 2)):
                excerpt = Excerpt(
                    study=found.study, client_id=uuid4(), entry=entry, medium="text", coder=coder
                )
                excerpts.append(excerpt)
                codings += [
                    _coding(excerpt, code, chance)
                    for code in chance.sample(codes, chance.randint(1, 5))
                ]
    Excerpt.objects.bulk_create(excerpts)
    Coding.objects.bulk_create(codings)
    restate(found.study.codings.all())


def _codebook(found: Invented) -> list[Code]:
    def code(kind: str, name: str, **fields: Any) -> Code:
        return Code(study=found.study, kind=kind, name=factories.text(name), **fields)

    codes = [
        *(code("touchpoint", str(one.name), touchpoint=one) for one in found.touchpoints),
        *(code("emotion", f"E{valence}", valence=valence) for valence in (-2, -1, 1, 2)),
        *(code("reaction", kind, reaction=kind) for kind in Reaction.values),
        *(code(kind, f"{kind} {n}") for kind in ("need", "action", "theme") for n in (1, 2)),
    ]
    Code.objects.bulk_create(codes)
    return codes


def _coding(excerpt: Excerpt, code: Code, chance: random.Random) -> Coding:
    return Coding(
        study=excerpt.study,
        client_id=uuid4(),
        excerpt=excerpt,
        entry=excerpt.entry,
        code=code,
        coder=excerpt.coder,
        strength=chance.randint(1, 3) if code.reaction else None,
        valence=code.valence,
        removed_at=START if chance.random() < 0.1 else None,
    )
