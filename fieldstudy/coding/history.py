"""Every change to codes, codings and memos leaves an operation, with before and after."""

from typing import Any
from uuid import UUID

from fieldstudy.coding.models import Operation
from fieldstudy.core.ids import Identified, uuid7
from fieldstudy.diary.models import Entry
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study

Snapshot = dict[str, Any]


def note(
    verb: str,
    *,
    study: Study | UUID,
    subject: Identified,
    by: Person,
    before: Snapshot | None = None,
    after: Snapshot | None = None,
    entry: Entry | UUID | None = None,
    client_id: UUID | None = None,
    batch: UUID | None = None,
) -> Operation:
    """Write the operation; inside the transaction of the change itself.

    Args:
        verb: noun.past-participle: ``coding.created``.
        before: the subject's state, None when it did not exist.
        after: its new state, None when it is gone.
        client_id: the browser's UUID for the change, so that sending it again adds nothing.
        batch: what was done in one stroke and is taken back in one.
    """
    return Operation.objects.create(
        study_id=study if isinstance(study, UUID) else study.pk,
        entry_id=entry if isinstance(entry, UUID) or entry is None else entry.pk,
        client_id=client_id or uuid7(),
        coder=by,
        verb=verb,
        subject_id=subject.pk,
        before=before,
        after=after,
        batch=batch,
    )
