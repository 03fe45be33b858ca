"""Inviting people, and ending it. Join links and join codes exist in the clear only in the answer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.secrets import hash_secret, new_code, new_secret
from fieldstudy.events import record
from fieldstudy.participants.actions.identities import write_identity
from fieldstudy.participants.lists import Row
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Segment, Study

FIELDS = frozenset({"label", "kind", "customer_status", "language"})
_LABEL = re.compile(r"[\w.\-]{1,20}")
_NUMBERED = {False: "P", True: "T"}


@dataclass(frozen=True, slots=True)
class Invitation:
    """What opens the app for one participant; shown once, stored only as hashes.

    Attributes:
        participation: who it is for.
        secret: what stands after ``#`` in the join link.
        code: the ten characters of the join code.
    """

    participation: Participation
    secret: str
    code: str


@transaction.atomic
def invite_participant(
    study: Study,
    *,
    by: Person,
    label: str = "",
    segments: Iterable[Segment] = (),
    identity: Mapping[str, str] | None = None,
    is_rehearsal: bool = False,
    client_id: UUID | None = None,
    **fields: Any,
) -> Invitation:
    """A place in the study for one more person, with a new join link and join code.

    Args:
        label: what staff will see; the next free ``P01`` (``T01`` for a rehearsal) when empty.
        identity: any of ``name``, ``phone``, ``email``, ``note``; the caller has checked the right.
        fields: ``kind``, ``customer_status``, ``language``.
    Raises:
        ValidationError: by field; ``label`` when the study has it already.
    """
    # Two people inviting at once must not reach for the same next label.
    Study.objects.select_for_update().get(pk=study.pk)
    participation = Participation(study=study, is_rehearsal=is_rehearsal, client_id=client_id)
    _set(participation, {"label": label or _next_label(study, is_rehearsal), **fields})
    invitation = _issue(participation)
    participation.save(force_insert=True)
    participation.segments.set(_of_study(study, segments))
    if identity and any(identity.values()):
        write_identity(participation, by=by, **identity)
    record(
        "participation.created", by=by, study=study, subject=participation, rehearsal=is_rehearsal
    )
    record("join_code.issued", by=by, study=study, subject=participation)
    return invitation


@transaction.atomic
def invite_participants(
    study: Study, rows: Sequence[Row], *, by: Person, batch: UUID
) -> list[Invitation]:
    """Invite a whole list, all or nobody.

    Args:
        batch: made by the form; the same form sent twice invites once.
    Raises:
        ValidationError: ``already_invited`` for a batch that came before; ``label`` for a label that
            the study has, with its line.
    """
    if study.participations.filter(client_id=uuid5(batch, "0")).exists():
        raise ValidationError(
            _(
                "This list was invited already. Its codes were shown once; "
                "choose people below to make new ones."
            ),
            code="already_invited",
        )
    invitations = []
    for number, row in enumerate(rows):
        try:
            invitation = invite_participant(
                study,
                by=by,
                label=row.label,
                segments=row.segments,
                identity=row.identity,
                client_id=uuid5(batch, str(number)),
            )
        except ValidationError as refused:
            raise ValidationError(
                _("Line %(line)s: %(problem)s"),
                params={"line": row.line, "problem": " ".join(refused.messages)},
            ) from refused
        invitations.append(invitation)
    return invitations


@transaction.atomic
def change_participation(
    participation: Participation,
    *,
    by: Person,
    segments: Iterable[Segment] | None = None,
    **fields: Any,
) -> Participation:
    """Change what staff keep about a participant: ``label``, ``kind``, ``customer_status``,
    ``language`` and the segments.

    Raises:
        ValidationError: by field, for what it cannot be.
    """
    changed = sorted(name for name, each in fields.items() if getattr(participation, name) != each)
    _set(participation, fields)
    if changed:
        participation.save(update_fields=changed)
    if segments is not None:
        wanted = _of_study(participation.study, segments)
        if {each.pk for each in wanted} != {each.pk for each in participation.segments.all()}:
            participation.segments.set(wanted)
            changed.append("segments")
    if changed:
        record(
            "participation.changed",
            by=by,
            study=participation.study,
            subject=participation,
            fields=changed,
        )
    return participation


@transaction.atomic
def reissue(participation: Participation, *, by: Person) -> Invitation:
    """A new join link and join code; the old ones end. Somebody shut out is let in again.

    Phones that have joined stay in: the new link is for one more, or for a lost one's successor.

    Raises:
        ValidationError: ``withdrawn`` for somebody who left; leaving is theirs to undo.
    """
    if hasattr(participation, "withdrawal"):
        raise ValidationError(
            _("%(label)s left the study; nobody can be invited on their behalf."),
            code="withdrawn",
            params={"label": participation.label},
        )
    readmitted = participation.revoked_at is not None
    participation.revoked_at = None
    invitation = _issue(participation)
    participation.save(update_fields=["revoked_at", "join_secret_hash", "join_code_hash"])
    record(
        "join_code.issued",
        by=by,
        study=participation.study,
        subject=participation,
        readmitted=readmitted,
    )
    return invitation


@transaction.atomic
def revoke(participation: Participation, *, by: Person) -> None:
    """End a participant's access: link, code and every phone. What they logged stays."""
    if participation.revoked_at is not None:
        return
    now = clock.now()
    participation.revoked_at = now
    participation.join_secret_hash = participation.join_code_hash = None
    participation.save(update_fields=["revoked_at", "join_secret_hash", "join_code_hash"])
    participation.device_sessions.filter(revoked_at=None).update(revoked_at=now)
    record("participation.revoked", by=by, study=participation.study, subject=participation)


def _issue(participation: Participation) -> Invitation:
    secret, code = new_secret(), new_code()
    participation.join_secret_hash = hash_secret(secret)
    participation.join_code_hash = hash_secret(code)
    return Invitation(participation, secret, code)


def _next_label(study: Study, is_rehearsal: bool) -> str:
    letter = _NUMBERED[is_rehearsal]
    labels = study.participations.filter(label__startswith=letter).values_list("label", flat=True)
    numbers = [int(label[1:]) for label in labels if label[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1:02}"


def _of_study(study: Study, segments: Iterable[Segment]) -> list[Segment]:
    return [segment for segment in segments if segment.study_id == study.pk]


def _set(participation: Participation, fields: dict[str, Any]) -> None:
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"A participant has no {', '.join(sorted(unknown))} to set.")
    for name, value in fields.items():
        setattr(participation, name, value)
    if not _LABEL.fullmatch(participation.label):
        raise ValidationError(
            {"label": _("A label has at most 20 letters, digits, dots, hyphens or underscores.")}
        )
    others = participation.study.participations.exclude(pk=participation.pk)
    if others.filter(label__iexact=participation.label).exists():
        raise ValidationError(
            {"label": _("%(label)s is taken.") % {"label": participation.label}},
        )
    participation.full_clean(validate_unique=False, validate_constraints=False, exclude=["study"])
