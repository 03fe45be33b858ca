"""What was handed over: one row for each export, its file, its digest and its end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.scope import Scoped
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study


class Export(Identified):
    """A file built in the background. ``filters`` is what the person chose; sizes in bytes."""

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel workbook")
        CSV = "csv", _("CSV files")
        JSONL = "jsonl", _("JSON lines")
        MEDIA = "media", _("Photos and sound")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="exports")
    client_id = models.UUIDField()
    format = models.CharField(_("format"), max_length=8, choices=Format)
    filters = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exports")
    storage_key = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    contents = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = Scoped()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "client_id"], name="export_once_per_client_id"
            ),
        ]
