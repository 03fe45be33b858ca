"""Leaving entries out of analysis, and taking them in again."""

from django.db import transaction

from fieldstudy.core.text import take_in
from fieldstudy.diary.models import Entry, Exclusion
from fieldstudy.events import record
from fieldstudy.people.models import Person


def exclude_entry(entry: Entry, *, by: Person, reason: str) -> Exclusion:
    """Leave an entry out of analysis, with a reason."""
    with transaction.atomic():
        exclusion, is_new = Exclusion.objects.get_or_create(
            study=entry.study, entry=entry, defaults={"by": by, "reason": take_in(reason)}
        )
        if is_new:
            record("entry.excluded", by=by, study=entry.study, subject=entry)
    return exclusion


def include_entry(entry: Entry, *, by: Person) -> None:
    """Take an excluded entry into analysis again."""
    with transaction.atomic():
        if Exclusion.objects.filter(entry=entry).delete()[0]:
            record("entry.included", by=by, study=entry.study, subject=entry)
