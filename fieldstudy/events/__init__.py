"""What happened: append-only, ids and verbs, never content."""

from typing import TYPE_CHECKING, Any

from fieldstudy.events.actors import SYSTEM, Acting, Actor

if TYPE_CHECKING:
    from django.db.models import Model

    from fieldstudy.core.scope import HasKey
    from fieldstudy.events.models import Event

__all__ = ["SYSTEM", "Acting", "Actor", "record"]


def record(
    verb: str, *, by: Acting, study: "HasKey | None", subject: "Model", **ids: Any
) -> "Event":
    """Write down what happened, and the jobs that must follow, in the caller's transaction.

    Args:
        verb: noun.past-participle, one of :data:`fieldstudy.events.verbs.VERBS`.
        by: who did it: a person, a participation or ``SYSTEM``.
        study: the study it happened in; None for what concerns the installation.
        subject: the row it happened to.
        **ids: further rows, keys, numbers and choice words; never names or people's words.
    Raises:
        UnknownVerb: for a verb that is not in the list.
        ContentRefused: when one of ``ids`` could be content.
        TransactionManagementError: outside ``transaction.atomic()``.
    """
    # Models can be imported only once the apps are loaded, and those apps import this package.
    from fieldstudy.events.actions import record_event

    return record_event(verb, by=by, study=study, subject=subject, ids=ids)
