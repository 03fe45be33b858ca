"""A large synthetic study for benchmarks: plain rows, no files, the same numbers for the same seed."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction

from fieldstudy.coding.models import Code, Coding, Excerpt, Placement
from fieldstudy.core import clock
from fieldstudy.core.ids import uuid7
from fieldstudy.core.localized import LocalizedText
from fieldstudy.core.scope import study_scope
from fieldstudy.core.text import cut
from fieldstudy.demo.codings import build_codebook
from fieldstudy.demo.design import Parts, build_design, read_json
from fieldstudy.demo.sign_ins import make_people
from fieldstudy.diary.models import Entry, EntryRevision
from fieldstudy.participants.models import ConsentAct, Participation, Scope
from fieldstudy.people.demo_sign_ins import write_sign_ins
from fieldstudy.people.models import Person
from fieldstudy.studies.actions.study import create_study
from fieldstudy.studies.models import Study

BATCH = 2000
PEOPLE = 200
WORDS = [
    "排队",
    "价签",
    "新鲜",
    "店员",
    "推车",
    "waited",
    "screen",
    "clerk",
    "shelf",
    "fresh",
    "bag",
    "小票",
    "收银",
    "早上",
    "quick",
]


def build_large(entries: int, codings: int) -> Study:
    """A study with this many entries and codings, in batches of bounded memory."""
    dice = random.Random(20260512)  # noqa: S311 - numbers for a benchmark, not a secret
    design = read_json("design.json")
    with transaction.atomic():
        people, sign_ins = make_people()
        name = LocalizedText(zh=f"大型合成研究 {entries}", en=f"Large synthetic study {entries}")
        study = create_study(by=people["lan"], name=name)
        with study_scope(study):
            parts = build_design(study, design, people)
            codes = list(build_codebook(study, design, parts.touchpoints, people["lan"]).values())
            persons = _participants(study)
            _save(_entries(study, parts, persons, entries, dice), Entry, EntryRevision)
            _link_latest(study)
            made = _codings(study, codes, [people["kofi"], people["mira"]], codings, dice)
            _save(made, Excerpt, Placement, Coding)
        write_sign_ins(sign_ins)
    return study


def _save(rows: Iterator[tuple[models.Model, ...]], *kinds: type[models.Model]) -> None:
    """Write tuples of rows, each kind in the order in which they point at each other."""
    while batch := list(islice(rows, BATCH)):
        for position, kind in enumerate(kinds):
            kind._base_manager.bulk_create([row[position] for row in batch])


def _participants(study: Study) -> list[Participation]:
    now = clock.now()
    people = Participation.objects.bulk_create(
        [Participation(study=study, label=f"L{n:04}", joined_at=now) for n in range(PEOPLE)]
    )
    document = study.consent_documents.get()
    ConsentAct.objects.bulk_create(
        [
            ConsentAct(
                study=study,
                participation=person,
                document=document,
                language="zh-Hans",
                scopes=list(Scope.values),
            )
            for person in people
        ]
    )
    return people


def _entries(
    study: Study, parts: Parts, people: list[Participation], count: int, dice: random.Random
) -> Iterator[tuple[Entry, EntryRevision]]:
    touchpoints, brands = list(parts.touchpoints.values()), list(parts.brands.values())
    scenarios = list(parts.scenarios.values())
    start = clock.now() - dt.timedelta(days=60)
    for number in range(count):
        words = " ".join(dice.choices(WORDS, k=24))
        happened = start + dt.timedelta(minutes=86_400 * number / max(count, 1))
        entry = Entry(
            study=study,
            client_id=uuid4(),
            fingerprint="0" * 64,
            participation=people[number % len(people)],
            scenario=scenarios[number % len(scenarios)],
            touchpoint=dice.choice(touchpoints),
            brand=dice.choice(brands),
            valence=dice.randint(-2, 2),
            happened_at=happened,
            written_at=happened + dt.timedelta(minutes=dice.randint(1, 90)),
            time_zone=study.time_zone,
        )
        revision = EntryRevision(
            study=study, entry=entry, number=1, text=words, answers={"words": words}
        )
        yield entry, revision


def _link_latest(study: Study) -> None:
    newest = EntryRevision.objects.filter(entry=models.OuterRef("pk")).values("pk")[:1]
    study.entries.update(latest=models.Subquery(newest))


def _codings(
    study: Study, codes: list[Code], coders: list[Person], count: int, dice: random.Random
) -> Iterator[tuple[Excerpt, Placement, Coding]]:
    rows: Any = study.entries.values_list("pk", "latest_id", "latest__text", "touchpoint_id")
    material = list(rows)
    for number in range(count):
        entry, revision, words, touchpoint = material[number % len(material)]
        yield _coding(
            study, entry, revision, words, touchpoint, dice.choice(codes), coders[number % 2], dice
        )


def _coding(
    study: Study,
    entry: UUID,
    revision: UUID,
    words: str,
    touchpoint: UUID | None,
    code: Code,
    coder: Person,
    dice: random.Random,
) -> tuple[Excerpt, Placement, Coding]:
    start = dice.randint(0, len(words) - 12)
    span = cut(words, start, start + dice.randint(4, 12))
    excerpt = Excerpt(
        id=uuid7(), study=study, client_id=uuid4(), entry_id=entry, medium="text", coder=coder
    )
    placement = Placement(
        study=study,
        excerpt=excerpt,
        revision_id=revision,
        start=span.start,
        end=span.end,
        quote=span.quote,
        prefix=span.prefix,
        suffix=span.suffix,
    )
    coding = Coding(
        study=study,
        client_id=uuid4(),
        excerpt=excerpt,
        entry_id=entry,
        code=code,
        coder=coder,
        touchpoint_id=code.touchpoint_id or touchpoint,
        strength=dice.randint(1, 3) if code.kind == Code.Kind.REACTION else None,
        valence=code.valence,
    )
    return excerpt, placement, coding
