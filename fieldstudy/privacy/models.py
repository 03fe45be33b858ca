"""People's right to be forgotten, and how long a study keeps what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.scope import Scoped
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study


class ErasureRequest(Identified):
    """Somebody's data must go. ``participation_id`` is a plain UUID, so the row outlives the person."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="erasure_requests")
    participation_id = models.UUIDField()
    requested_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="erasure_requests"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    requested_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    objects = Scoped()


class ErasureReceipt(Identified):
    """What was deleted, in counts; ``digest`` lets the person prove which request it answers."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="erasure_receipts")
    request = models.OneToOneField(ErasureRequest, on_delete=models.CASCADE, related_name="receipt")
    number = models.CharField(max_length=20, unique=True)
    counts = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()


class Retention(Identified):
    """How long a study keeps its material after it is closed; empty means until somebody decides."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="retention")
    months = models.PositiveSmallIntegerField(_("months after closing"), null=True, blank=True)
    media_months = models.PositiveSmallIntegerField(
        _("months after closing, photos and sound"), null=True, blank=True
    )
    hold_reason = models.CharField(_("hold, with reason"), max_length=300, blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    objects = Scoped()
