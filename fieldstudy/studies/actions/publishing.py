"""Publishing: freezing what is asked as the next protocol version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.events import record
from fieldstudy.people.models import Person
from fieldstudy.studies.drafts import draft_document
from fieldstudy.studies.models import ProtocolVersion, Study
from fieldstudy.studies.protocol import Gravity, digest, frozen, remarks_on
from fieldstudy.studies.querysets import REHEARSAL


@transaction.atomic
def publish_protocol(study: Study, *, by: Person) -> ProtocolVersion:
    """Freeze the draft. Phones ask the new version from their next visit; entries keep theirs.

    Returns:
        The new version; the newest one when nothing differs from it.
    Raises:
        ValidationError: ``not_ready`` with everything that stops it, each in words.
    """
    # One at a time: two clicks must not make two versions.
    study = Study.objects.select_for_update().get(pk=study.pk)
    document = _sound_draft(study)
    newest: ProtocolVersion | None = study.protocol_versions.newest()
    if newest is not None and newest.digest == digest(document):
        return newest
    version = ProtocolVersion.objects.create(
        study=study,
        number=newest.number + 1 if newest else 1,
        document=document,
        digest=digest(document),
        published_by=by,
    )
    record("protocol.published", by=by, study=study, subject=version, number=version.number)
    return version


@transaction.atomic
def stage_rehearsal(study: Study, *, by: Person) -> ProtocolVersion:
    """Let rehearsals answer the draft as it is now. Nobody else ever sees it.

    Raises:
        ValidationError: ``not_ready`` with everything that could not be answered, each in words.
    """
    document = _sound_draft(study)
    version, _is_new = ProtocolVersion.objects.update_or_create(
        study=study,
        number=REHEARSAL,
        defaults={
            "document": document,
            "digest": digest(document),
            "published_by": by,
            "published_at": clock.now(),
        },
    )
    return version


def _sound_draft(study: Study) -> dict[str, Any]:
    """The draft in the form that is published, unless something in it stops that."""
    draft = draft_document(study)
    stops = [remark for remark in remarks_on(draft) if remark.gravity == Gravity.STOPS]
    if stops:
        raise ValidationError(
            [
                ValidationError(
                    _("%(name)s: %(problem)s") if remark.name else "%(problem)s",
                    code="not_ready",
                    params={"name": remark.name, "problem": remark.words},
                )
                for remark in stops
            ]
        )
    return frozen(draft)
