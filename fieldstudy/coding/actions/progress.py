"""How far a coder is."""

from django.db import transaction

from fieldstudy.coding.history import note
from fieldstudy.coding.models import Assignment
from fieldstudy.core import clock
from fieldstudy.diary.models import Entry
from fieldstudy.events import record
from fieldstudy.people.models import Person


@transaction.atomic
def mark_done(entry: Entry, *, by: Person) -> Assignment:
    """The coder is done with this entry, with or without codes on it."""
    assignment, _ = Assignment.objects.get_or_create(study=entry.study, entry=entry, coder=by)
    if assignment.done_at is None:
        assignment.done_at = clock.now()
        assignment.save(update_fields=["done_at"])
        note("assignment.finished", study=entry.study_id, entry=entry, subject=assignment, by=by)
        record("assignment.finished", by=by, study=entry.study, subject=assignment, entry=entry)
    return assignment


@transaction.atomic
def reopen(entry: Entry, *, by: Person) -> Assignment | None:
    """The coder is not done with it after all; None when they never were."""
    assignment: Assignment | None = Assignment.objects.filter(entry=entry, coder=by).first()
    if assignment is not None and assignment.done_at is not None:
        assignment.done_at = None
        assignment.save(update_fields=["done_at"])
        note("assignment.reopened", study=entry.study_id, entry=entry, subject=assignment, by=by)
    return assignment
