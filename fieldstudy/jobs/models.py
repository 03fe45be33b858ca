"""The table of what must follow, and the sign of life of what runs it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.jobs.querysets import OPEN_STATES, JobQuerySet


class Job(Identified):
    """One thing that must follow. It knows its subject and its study by id only.

    Attributes:
        subject_id: the row that the job is about.
        study_id: whose scope the job runs in; None runs outside any study.
        cause_id: the event that asked for it; None when it was asked for by hand.
        attempts: how often a worker has taken it, the present time included.
        reason: why it is where it is, as a code word; never content.
        lease_token: what the worker that has it must show to write its effect.
        slot: the worker process that has it, or had it last.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("Working")
        READY = "ready", _("Ready")
        RETRY = "retry", _("Will retry")
        FAILED = "failed", _("Failed")
        QUARANTINED = "quarantined", _("Failed")

    name = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    study_id = models.UUIDField(null=True)
    cause_id = models.UUIDField(null=True)
    queue = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    hinted_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    slot = models.CharField(max_length=128, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "name", "cause_id"], name="job_once_per_cause"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "working", "ready", "retry", "failed", "quarantined"]
                ),
                name="job_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="working", lease_until__isnull=False, lease_token__isnull=False)
                | (~Q(state="working") & Q(lease_until=None, lease_token=None)),
                name="job_has_lease_while_working",
            ),
            models.CheckConstraint(
                condition=Q(progress_total=0) | Q(progress_done__lte=F("progress_total")),
                name="job_progress_within_total",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=OPEN_STATES), name="job_due"),
            models.Index(fields=["lease_until"], condition=Q(state="working"), name="job_leased"),
            models.Index(fields=["study_id", "state", "-created_at"], name="job_of_study"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_id}"

    @property
    def is_stuck(self) -> bool:
        """Whether only a person can set it going again."""
        return self.state in (self.State.FAILED, self.State.QUARANTINED)


class Heartbeat(models.Model):
    """When a supervised process was last seen alive."""

    name = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField(default=clock.now)
