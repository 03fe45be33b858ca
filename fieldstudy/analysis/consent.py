"""What participants allow beyond taking part, as of their newest answer."""

from collections.abc import Mapping
from uuid import UUID

from fieldstudy.participants.models import Scope
from fieldstudy.studies.models import Study

Scopes = Mapping[UUID, frozenset[str]]


def scopes_of(study: Study) -> Scopes:
    """Participation → the scopes of their newest consent act; one query."""
    acts = study.consent_acts.order_by("at", "id").values_list("participation_id", "scopes")
    return {participation: frozenset(scopes) for participation, scopes in acts}


def who_allows(scopes: Scopes, *wanted: Scope) -> set[UUID]:
    """The participants who allow all of these."""
    return {person for person, allowed in scopes.items() if allowed.issuperset(wanted)}
