"""The tables of what happened. Triggers refuse changes to both (see ``guards``)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified


class Event(Identified):
    """One thing that happened: who, when, what, to which row. Ids and verbs, never content.

    Keys are plain UUIDs, so that erasing what they point to leaves the history whole.
    """

    at = models.DateTimeField(default=clock.now)
    verb = models.CharField(max_length=48)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    study_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="event_in_order"),
            models.Index(fields=["study_id", "-at", "-id"], name="event_of_study"),
            models.Index(fields=["subject_id", "at"], name="event_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"


class Seal(models.Model):
    """One link of the chain: an event's hash together with that of the link before.

    Attributes:
        sequence: 1, 2, 3 … without a gap.
        previous: the hash of the link before, in hex; 64 zeros for the first.
        hash: SHA-256 in hex; see :func:`fieldstudy.events.sealing.link_hash`.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    # No constraint in the database: a missing event must be found, not made impossible to find.
    event = models.OneToOneField(
        Event, on_delete=models.DO_NOTHING, db_constraint=False, related_name="seal"
    )
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)
