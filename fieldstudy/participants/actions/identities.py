"""Who a participant really is: kept apart, behind a right of its own, every look written down."""

from django.db import transaction

from fieldstudy.events import record
from fieldstudy.participants.models import Identity, Participation
from fieldstudy.people.models import Person

FIELDS = ("name", "phone", "email", "note")


@transaction.atomic
def write_identity(participation: Participation, *, by: Person, **fields: str) -> Identity | None:
    """Write down or change name, phone, e-mail and note; nothing is kept of an emptied identity.

    Raises:
        ValidationError: by field, for an address that is none or a text too long.
    """
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"An identity has no {', '.join(sorted(unknown))}.")
    identity = Identity.objects.filter(participation=participation).first() or Identity(
        study=participation.study, participation=participation
    )
    changed = [name for name, value in fields.items() if getattr(identity, name) != value]
    if not changed:
        return identity if not identity._state.adding else None
    for name in changed:
        setattr(identity, name, fields[name].strip())
    identity.full_clean(exclude=["study", "participation"])
    record(
        "identity.changed",
        by=by,
        study=participation.study,
        subject=participation,
        fields=sorted(changed),
    )
    if not any(getattr(identity, name) for name in FIELDS):
        if not identity._state.adding:
            identity.delete()
        return None
    identity.save()
    return identity


@transaction.atomic
def note_identity_read(participation: Participation, *, by: Person) -> Identity | None:
    """Look up who a participant is; that somebody looked is written down. None when unknown."""
    identity = Identity.objects.filter(participation=participation).first()
    if identity is not None:
        record("identity.read", by=by, study=participation.study, subject=participation)
    return identity
