"""Bytes on their way from a phone or a desk."""

from django.db import models
from django.db.models import F, Q

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.scope import Scoped
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study


class Upload(Identified):
    """A file being sent: how much has arrived, and what the whole must be.

    ``size`` and ``offset`` are bytes; ``sha256`` is the digest the sender declared, in hex.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="uploads")
    client_id = models.UUIDField()
    participation = models.ForeignKey(
        Participation, null=True, on_delete=models.CASCADE, related_name="uploads"
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="uploads")
    declared_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    completed_at = models.DateTimeField(null=True)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "client_id"],
                name="upload_once_per_participation_client_id",
            ),
            models.UniqueConstraint(
                fields=["person", "client_id"], name="upload_once_per_person_client_id"
            ),
            models.CheckConstraint(
                condition=Q(participation=None) ^ Q(person=None), name="upload_has_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(offset__lte=F("size")), name="upload_not_past_its_end"
            ),
        ]

    @property
    def is_complete(self) -> bool:
        """Whether every byte arrived and the digest was right."""
        return self.completed_at is not None
