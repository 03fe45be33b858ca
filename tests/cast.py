"""The people in our tests. Charlie must see nothing; every fixture opens the study it belongs to."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client

from fieldstudy.core.scope import study_scope
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Role, Study
from tests import factories


@pytest.fixture
def study(db: None) -> Iterator[Study]:
    """The supermarket study, live, with its scope open; Lan owns it."""
    study = factories.make_study()
    with study_scope(study):
        yield study


@pytest.fixture
def lan(study: Study) -> Person:
    """Owner."""
    return _member(study, "Lan", Role.OWNER)


@pytest.fixture
def rosa(study: Study) -> Person:
    """Researcher."""
    return _member(study, "Rosa", Role.RESEARCHER)


@pytest.fixture
def kofi(study: Study) -> Person:
    """Coder."""
    return _member(study, "Kofi", Role.CODER)


@pytest.fixture
def mira(study: Study) -> Person:
    """Second coder."""
    return _member(study, "Mira", Role.CODER)


@pytest.fixture
def otto(study: Study) -> Person:
    """Operator."""
    return _member(study, "Otto", Role.OPERATOR)


@pytest.fixture
def vera(study: Study) -> Person:
    """Viewer: the client."""
    return _member(study, "Vera", Role.VIEWER)


@pytest.fixture
def charlie(db: None) -> Person:
    """Outsider: owns another study, and must see nothing of this one."""
    person = factories.make_person("Charlie")
    factories.make_member(factories.make_study("elsewhere"), person, Role.OWNER)
    return person


@pytest.fixture
def p01(study: Study) -> Participation:
    """A participant who joined and agreed to every scope."""
    participation = factories.make_participation(study, "P01")
    factories.make_consent(participation)
    return participation


@pytest.fixture
def p02(study: Study) -> Participation:
    """Another one."""
    participation = factories.make_participation(study, "P02")
    factories.make_consent(participation)
    return participation


@pytest.fixture
def entry(p01: Participation) -> Entry:
    """P01's first entry."""
    return factories.make_entry(p01)


@pytest.fixture
def desk() -> Callable[[Person], Client]:
    """A browser signed in as this person."""

    def sign_in(person: Person) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def phone() -> Callable[[Participation], Client]:
    """A phone that has joined as this participant."""

    def open_phone(participation: Participation) -> Client:
        _, secret = factories.make_device(participation)
        client = Client(headers={"accept-language": "en"})
        client.cookies[settings.DEVICE_COOKIE_NAME] = secret
        return client

    return open_phone


def _member(study: Study, name: str, role: Role) -> Person:
    person = factories.make_person(name)
    factories.make_member(study, person, role)
    return person
