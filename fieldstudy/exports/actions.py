"""What may happen to exports: asked for, built, fetched, expired."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from fieldstudy.core import clock, storage
from fieldstudy.core.scope import every_study
from fieldstudy.events import record
from fieldstudy.events.actors import SYSTEM
from fieldstudy.exports.building import Built
from fieldstudy.exports.filters import Filters
from fieldstudy.exports.models import Export
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study

KEPT_FOR = dt.timedelta(days=7)


def request_export(
    study: Study,
    *,
    by: Person,
    client_id: UUID,
    into: str,
    filters: dict[str, Any],
    reason: str = "",
) -> Export:
    """Ask for a file in the format ``into``; it is built in the background. The same ``client_id`` answers the same export.

    Raises:
        ValidationError: when the filters are not understood.
    """
    chosen = Filters.parse(filters)
    with transaction.atomic():
        export, is_new = Export.objects.get_or_create(
            study=study,
            client_id=client_id,
            defaults={
                "format": into,
                "filters": chosen.as_json(),
                "reason": reason,
                "requested_by": by,
            },
        )
        if is_new:
            record("export.requested", by=by, study=study, subject=export)
    return export


def keep_built(export: Export, built: Built) -> None:
    """The file is there: say what it is and until when it is kept."""
    now = clock.now()
    export.storage_key = built.storage_key
    export.size = built.size
    export.sha256 = built.sha256
    export.contents = built.contents
    export.finished_at = now
    export.expires_at = now + KEPT_FOR
    export.save(
        update_fields=["storage_key", "size", "sha256", "contents", "finished_at", "expires_at"]
    )
    record("export.built", by=SYSTEM, study=export.study, subject=export)


def note_download(export: Export, *, by: Person) -> None:
    """Somebody took the file away."""
    with transaction.atomic():
        record("export.downloaded", by=by, study=export.study, subject=export)


def delete_file(export: Export) -> None:
    """Remove the file of an export; the row stays, so that what was handed over is known."""
    storage.delete(export.storage_key)
    export.storage_key = ""
    export.deleted_at = clock.now()
    export.save(update_fields=["storage_key", "deleted_at"])


def expire_exports() -> int:
    """Delete the files of every study whose time is over; how many there were."""
    with every_study():
        return _delete_expired()


def _delete_expired() -> int:
    expired = Export.objects.filter(expires_at__lt=clock.now(), deleted_at=None).exclude(
        storage_key=""
    )
    count = 0
    for export in expired:
        delete_file(export)
        count += 1
    return count
