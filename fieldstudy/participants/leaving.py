"""Leaving a study: as easy as joining, with or without being forgotten."""

from django.db import transaction

from fieldstudy.events import record
from fieldstudy.participants.models import Participation, Withdrawal
from fieldstudy.people.models import Person


def withdraw(
    participation: Participation, *, kind: str, by_person: Person | None = None
) -> Withdrawal:
    """The participant leaves; asked again, the first answer stands, but a wish to be forgotten is
    always heard.

    With ``erase`` the pipeline asks for the erasure.
    """
    with transaction.atomic():
        withdrawal, is_new = Withdrawal.objects.get_or_create(
            participation=participation,
            defaults={"study": participation.study, "kind": kind, "by_person": by_person},
        )
        wants_more = kind == Withdrawal.Kind.ERASE and withdrawal.kind != kind
        if wants_more:
            withdrawal.kind = kind
            withdrawal.save(update_fields=["kind"])
        if is_new or wants_more:
            record(
                "participation.withdrawn",
                by=by_person or participation,
                study=participation.study,
                subject=participation,
                kind=kind,
            )
    return withdrawal
