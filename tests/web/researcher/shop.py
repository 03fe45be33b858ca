"""A study with a story map worth reading: ten people at the till, three at the shelf."""

from dataclasses import dataclass

from fieldstudy.coding.models import Code
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Brand, Scenario, Segment, Study, Touchpoint
from tests import factories


@dataclass(frozen=True)
class Shop:
    """Its parts."""

    study: Study
    scenario: Scenario
    till: Touchpoint
    shelf: Touchpoint
    own: Brand
    rival: Brand
    mornings: Segment
    pain: Code
    need: Code
    people: list[Participation]
    entries: list[Entry]


def open_shop(study: Study, coder: Person) -> Shop:
    """Ten people rate the till and say why; the first three also the shelf, six the rival's till.

    P01 allows neither quotes nor photos, P02 not viewing by the client.
    """
    scenario = factories.make_scenario(study)
    till = factories.make_touchpoint(study, "Till", is_moment_of_truth=True)
    shelf = factories.make_touchpoint(study, "Shelf")
    own, rival = (
        factories.make_brand(study, "Linli", Brand.Role.OWN),
        factories.make_brand(study, "Rival", Brand.Role.COMPETITOR),
    )
    mornings = factories.make_segment(study)
    pain = factories.make_code(study, "Nobody came", "reaction", reaction="pain")
    need = factories.make_code(study, "To be told", "need")
    feeling = factories.make_code(study, "Bad", "emotion", valence=-1)
    people, entries = [], []
    for n in range(1, 11):
        person = factories.make_participation(study, f"P{n:02}")
        scopes = {1: ["client_viewing"], 2: ["quotes", "photos"]}
        factories.make_consent(person, scopes.get(n))
        people.append(person)
        at_till = {"scenario": scenario, "touchpoint": till, "valence": n % 3 - 2}
        entry = factories.make_entry(person, f"Words of P{n:02} at the till.", brand=own, **at_till)
        entries.append(entry)
        factories.make_attachment(entry, state="ready")
        factories.make_coding(entry, pain, coder, strength=2, span=(0, 12))
        factories.make_coding(entry, need, coder)
        factories.make_coding(entry, feeling, coder)
        if n <= 3:
            at_shelf = {"scenario": scenario, "touchpoint": shelf, "valence": 1}
            words = f"Words of P{n:02} at the shelf."
            entries.append(factories.make_entry(person, words, brand=own, **at_shelf))
        if n <= 6:
            entries.append(factories.make_entry(person, "Elsewhere.", brand=rival, **at_till))
    mornings.participations.set(people[:6])
    return Shop(study, scenario, till, shelf, own, rival, mornings, pain, need, people, entries)
