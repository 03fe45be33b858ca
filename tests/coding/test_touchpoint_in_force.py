"""Which touchpoint a coding counts for."""

from uuid import UUID, uuid4

import pytest

from fieldstudy.coding.actions import put_code, remove_coding, update_code
from fieldstudy.coding.anchors import Anchor, TextSpan, WholeEntry
from fieldstudy.coding.models import Code, Coding
from fieldstudy.coding.touchpoints import restate
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study, Touchpoint
from tests import factories


@pytest.fixture
def till(study: Study) -> Touchpoint:
    return factories.make_touchpoint(study, "Self-checkout")


@pytest.fixture
def shelf(study: Study) -> Touchpoint:
    return factories.make_touchpoint(study, "Shelf")


@pytest.fixture
def entry(p01: Participation, till: Touchpoint) -> Entry:
    return factories.make_entry(p01, "The tag belonged to the next bottle.", touchpoint=till)


@pytest.fixture
def pain(study: Study) -> Code:
    return factories.make_code(study, "Pain point", reaction="pain")


@pytest.fixture
def at_shelf(study: Study, shelf: Touchpoint) -> Code:
    return factories.make_code(study, "Shelf", "touchpoint", touchpoint=shelf)


def put(entry: Entry, code: Code, by: Person, piece: UUID, anchor: Anchor | None = None) -> Coding:
    return put_code(
        entry,
        code=code,
        anchor=anchor or TextSpan(entry.latest_id, 4, 7, "tag"),  # type: ignore[attr-defined]
        by=by,
        coding_id=uuid4(),
        excerpt_id=piece,
    ).coding


def in_force(coding: Coding) -> Touchpoint | None:
    coding.refresh_from_db()
    return coding.touchpoint


def test_without_a_touchpoint_code_the_entrys_own_counts(
    entry: Entry, pain: Code, kofi: Person, till: Touchpoint
) -> None:
    assert in_force(put(entry, pain, kofi, uuid4())) == till


def test_without_either_there_is_none(p01: Participation, pain: Code, kofi: Person) -> None:
    entry = factories.make_entry(p01, "The tag.")
    assert in_force(put(entry, pain, kofi, uuid4())) is None


def test_a_touchpoint_code_beside_it_counts_whichever_came_first(
    entry: Entry, pain: Code, at_shelf: Code, kofi: Person, shelf: Touchpoint, till: Touchpoint
) -> None:
    before, after = uuid4(), uuid4()
    early = put(entry, pain, kofi, before)
    place = put(entry, at_shelf, kofi, before)
    put(entry, at_shelf, kofi, after)
    late = put(entry, pain, kofi, after)
    assert [in_force(coding) for coding in (early, place, late)] == [shelf] * 3
    remove_coding(place, by=kofi)
    assert in_force(early) == till
    assert in_force(late) == shelf


def test_the_last_of_two_touchpoint_codes_counts_and_each_counts_for_itself(
    entry: Entry, pain: Code, at_shelf: Code, study: Study, kofi: Person, shelf: Touchpoint
) -> None:
    piece = uuid4()
    door = factories.make_touchpoint(study, "Door")
    at_door = factories.make_code(study, "Door", "touchpoint", touchpoint=door)
    first, second = put(entry, at_shelf, kofi, piece), put(entry, at_door, kofi, piece)
    feeling = put(entry, pain, kofi, piece)
    assert [in_force(coding) for coding in (first, second, feeling)] == [shelf, door, door]


def test_other_coders_and_other_pieces_are_left_alone(
    entry: Entry, pain: Code, at_shelf: Code, kofi: Person, mira: Person, till: Touchpoint
) -> None:
    mine, theirs = put(entry, pain, kofi, uuid4()), put(entry, pain, mira, uuid4())
    put(entry, at_shelf, kofi, uuid4())
    whole = put(entry, at_shelf, mira, uuid4(), WholeEntry())
    assert in_force(mine) == in_force(theirs) == till
    assert in_force(whole) != till


def test_codings_follow_a_code_that_gets_another_touchpoint(
    entry: Entry, pain: Code, at_shelf: Code, kofi: Person, till: Touchpoint
) -> None:
    piece = uuid4()
    place, feeling = put(entry, at_shelf, kofi, piece), put(entry, pain, kofi, piece)
    update_code(at_shelf, by=kofi, touchpoint=None)
    assert in_force(place) == in_force(feeling) == till


def test_codings_follow_an_entry_that_gets_another_touchpoint(
    entry: Entry, pain: Code, kofi: Person, shelf: Touchpoint
) -> None:
    coding = put(entry, pain, kofi, uuid4())
    entry.touchpoint = shelf
    entry.save()
    assert restate(entry.codings.live()) == 1
    assert in_force(coding) == shelf


def test_what_is_written_at_once_is_what_restating_says(
    entry: Entry, pain: Code, at_shelf: Code, kofi: Person, p01: Participation
) -> None:
    nowhere = factories.make_entry(p01, "The tag.")
    made = [
        put(where, code, kofi, uuid4()) for where in (entry, nowhere) for code in (pain, at_shelf)
    ]
    written = [coding.touchpoint_id for coding in made]  # type: ignore[attr-defined]
    restate(Coding.objects.all())
    for coding in made:
        coding.refresh_from_db()
    assert [coding.touchpoint_id for coding in made] == written  # type: ignore[attr-defined]
