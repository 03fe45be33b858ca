"""When participants are asked: rules, the occurrences they expand into, and each delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.scope import Scoped
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Prompt, Study


class ScheduleRule(Identified):
    """When a prompt is due. ``settings`` depends on the kind; see ``schedules`` for each shape."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("At fixed times")
        INTERVAL = "interval", _("At intervals")
        SIGNAL = "signal", _("At random")
        EVENT = "event", _("When it happens")
        FOLLOW_UP = "follow_up", _("After an entry")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="schedule_rules")
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="schedule_rules")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EVENT)
    settings = models.JSONField(default=dict, blank=True)
    window_min = models.PositiveIntegerField(_("response window, in minutes"), default=120)
    grace_min = models.PositiveIntegerField(_("more minutes once begun"), default=30)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped()


class Occurrence(Identified):
    """One planned prompt for one participant: UTC, the zone it was meant in, and its wall time."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        DISPATCHED = "dispatched", _("Sent")
        OPENED = "opened", _("Opened")
        STARTED = "started", _("Begun")
        SUBMITTED = "submitted", _("Submitted")
        EXPIRED = "expired", _("Missed")
        EXCUSED = "excused", _("Excused")
        CANCELLED = "cancelled", _("Cancelled")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="occurrences")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="occurrences"
    )
    rule = models.ForeignKey(ScheduleRule, on_delete=models.RESTRICT, related_name="occurrences")
    prompt = models.ForeignKey(Prompt, on_delete=models.RESTRICT, related_name="occurrences")
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    wall_time = models.CharField(max_length=25)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    is_late = models.BooleanField(default=False)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "participation", "due_at"], name="occurrence_once_per_rule_and_time"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("due_at")),
                name="occurrence_closes_after_due",
            ),
        ]


class Delivery(Identified):
    """One attempt to tell a participant, on one notification channel."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ACCEPTED = "accepted", _("Accepted")
        OPENED = "opened", _("Opened")
        FAILED = "failed", _("Failed")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="deliveries")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()
