"""What participants allow beyond taking part, as of their newest answer."""

from collections.abc import Mapping
from typing import TypeAlias

from fieldstudy.analysis.readings import Key
from fieldstudy.participants.models import Scope
from fieldstudy.studies.models import Study

Scopes: TypeAlias = Mapping[Key, frozenset[str]]


def scopes_of(study: Study) -> Scopes:
    """Participation → the scopes of their newest consent act; one query."""
    acts = study.consent_acts.order_by("at", "id").values_list("participation_id", "scopes")
    return {str(participation): frozenset(scopes) for participation, scopes in acts}


def who_allows(scopes: Scopes, *wanted: Scope) -> set[Key]:
    """The participants who allow all of these."""
    return {person for person, allowed in scopes.items() if allowed.issuperset(wanted)}
