"""What is made from people's files so that they can be shown safely."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.scope import Scoped
from fieldstudy.diary.models import Attachment
from fieldstudy.studies.models import Study


class Rendition(Identified):
    """One derived file, free of metadata. Peaks keep their numbers in ``data`` and have no file."""

    class Kind(models.TextChoices):
        THUMBNAIL = "thumbnail", _("Thumbnail")
        DISPLAY = "display", _("Display copy")
        FULL = "full", _("Full size, without metadata")
        LISTENING = "listening", _("Listening copy")
        PEAKS = "peaks", _("Waveform")
        VIDEO = "video", _("Video, without metadata")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="renditions")
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=10, choices=Kind)
    storage_key = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    data = models.JSONField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment", "kind"], name="rendition_once_per_kind"),
        ]
