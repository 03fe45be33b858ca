"""Memos on anything, and being done with an entry."""

from uuid import uuid4

import pytest

from fieldstudy.coding import refusals
from fieldstudy.coding.actions import mark_done, remove_memo, reopen, write_memo
from fieldstudy.coding.models import Assignment, Memo, Operation
from fieldstudy.diary.models import Entry
from fieldstudy.events.models import Event
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories


def test_a_memo_is_written_anew_under_its_id(entry: Entry, kofi: Person) -> None:
    key = uuid4()
    write_memo(entry, text="Who owns the till?\r\n", by=kofi, client_id=key)
    memo = write_memo(entry, text="Who owns the till after 18:00?", by=kofi, client_id=key)
    assert (memo.text, memo.subject_kind, memo.subject_id) == (
        "Who owns the till after 18:00?",
        "entry",
        entry.pk,
    )
    assert Memo.objects.count() == 1
    changed = Operation.objects.get(verb="memo.changed")
    assert changed.before["text"] == "Who owns the till?"
    assert changed.entry == entry


def test_a_memo_belongs_to_its_author_and_its_subject(
    entry: Entry, study: Study, kofi: Person, mira: Person
) -> None:
    memo = write_memo(entry, text="Mine.", by=kofi, client_id=uuid4())
    code = factories.make_code(study)
    with pytest.raises(refusals.NotTheCoder):
        write_memo(entry, text="No.", by=mira, client_id=memo.client_id)
    with pytest.raises(refusals.NotTheCoder):
        remove_memo(memo, by=mira)
    with pytest.raises(refusals.IdTaken):
        write_memo(code, text="Else.", by=kofi, client_id=memo.client_id)
    with pytest.raises(refusals.EmptyMemo):
        write_memo(entry, text="  \n", by=kofi, client_id=uuid4())


def test_words_about_an_entry_can_be_erased_with_it(
    entry: Entry, study: Study, kofi: Person
) -> None:
    """Every operation that holds a memo's words names the entry, also for codings and excerpts."""
    coding = factories.make_coding(entry, factories.make_code(study), kofi)
    for subject in (coding, coding.excerpt):
        memo = write_memo(subject, text="Sounds tired.", by=kofi, client_id=uuid4())
        remove_memo(memo, by=kofi)
    assert Operation.objects.filter(entry=entry).count() == Operation.objects.count() == 4
    on_code = write_memo(coding.code, text="Too wide?", by=kofi, client_id=uuid4())
    assert on_code.subject_kind == "code"
    assert Operation.objects.filter(entry=None).count() == 1


def test_done_is_said_once_and_can_be_taken_back(entry: Entry, kofi: Person, mira: Person) -> None:
    first = mark_done(entry, by=kofi)
    assert mark_done(entry, by=kofi).done_at == first.done_at
    reopen(entry, by=kofi)
    assert reopen(entry, by=mira) is None
    assert Assignment.objects.get().done_at is None
    assert [event.verb for event in Event.objects.all()] == ["assignment.finished"]
    assert [*Operation.objects.order_by("id").values_list("verb", flat=True)] == [
        "assignment.finished",
        "assignment.reopened",
    ]
