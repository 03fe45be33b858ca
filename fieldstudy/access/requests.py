"""What a request carries once the middleware has seen it; for annotations only."""

from django.http import HttpRequest

from fieldstudy.participants.models import DeviceSession, Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Membership, Study


class StaffRequest(HttpRequest):
    """A request of a signed-in member inside one study; the study's scope is open."""

    user: Person
    study: Study
    member: Membership


class PersonRequest(HttpRequest):
    """A request of a signed-in person outside any study."""

    user: Person


class ParticipantRequest(HttpRequest):
    """A request from a participant's phone; the study's scope is open."""

    study: Study
    participation: Participation
    device: DeviceSession
