"""Voices as words: transcripts, their versions, and the timed utterances inside."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.scope import Scoped
from fieldstudy.diary.models import Attachment
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study


class Transcript(Identified):
    """What was said in one recording; its content stands in versions."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="transcripts")
    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, related_name="transcript"
    )
    latest = models.ForeignKey(
        "transcription.TranscriptVersion", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    objects = Scoped()


class TranscriptVersion(Identified):
    """One immutable wording, by a machine or a human. ``text`` joins the utterances by line feeds.

    ``engine_digest`` names engine, model and parameters of a machine's version, so that running the
    same engine again adds nothing.
    """

    class Origin(models.TextChoices):
        MACHINE = "machine", _("Machine")
        HUMAN = "human", _("Human")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="transcript_versions")
    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=8, choices=Origin)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    engine = models.CharField(max_length=60, blank=True)
    engine_digest = models.CharField(max_length=64, blank=True)
    confidence = models.FloatField(null=True)
    flags = models.JSONField(default=list, blank=True)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "number"], name="transcript_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["transcript", "engine_digest"],
                condition=Q(origin="machine"),
                name="machine_version_once_per_engine",
            ),
        ]


class Utterance(Identified):
    """A timed piece of a version: code points ``start``–``end`` of its text, ``start_ms``–``end_ms``
    of its sound. ``words`` is ``[[start, end, start_ms, end_ms, confidence], …]``, code points of the
    version's text, half-open."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="utterances")
    version = models.ForeignKey(
        TranscriptVersion, on_delete=models.CASCADE, related_name="utterances"
    )
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    text = models.TextField()
    speaker = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(null=True)
    words = models.JSONField(default=list)

    objects = Scoped()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="utterance_position_once"),
            models.CheckConstraint(
                condition=Q(end__gte=F("start"), end_ms__gte=F("start_ms")),
                name="utterance_ends_after_it_starts",
            ),
        ]
