"""Who a participant is, and who looked."""

import pytest
from django.core.exceptions import ValidationError

from fieldstudy.events.models import Event
from fieldstudy.participants.actions import note_identity_read, write_identity
from fieldstudy.participants.models import Identity, Participation
from fieldstudy.people.models import Person


def test_identity_is_written_changed_and_taken_away(p01: Participation, lan: Person) -> None:
    write_identity(p01, by=lan, name=" Wang ", phone="138")
    write_identity(p01, by=lan, phone="139")
    assert (Identity.objects.get().name, Identity.objects.get().phone) == ("Wang", "139")

    write_identity(p01, by=lan, name="", phone="")

    assert not Identity.objects.exists()
    events = Event.objects.filter(verb="identity.changed")
    assert "Wang" not in str(list(events.values()))
    assert events.count() == 3


def test_a_wrong_address_is_refused(p01: Participation, lan: Person) -> None:
    with pytest.raises(ValidationError) as refused:
        write_identity(p01, by=lan, email="nobody")

    assert "email" in refused.value.message_dict
    assert not Event.objects.exists()


def test_every_look_is_written_down(p01: Participation, lan: Person) -> None:
    assert note_identity_read(p01, by=lan) is None
    write_identity(p01, by=lan, name="Wang")
    assert note_identity_read(p01, by=lan) is not None

    assert Event.objects.filter(verb="identity.read", actor_id=lan.pk).count() == 1
