"""What was logged: entries, their revisions and their files; nothing is overwritten."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.scope import Scoped
from fieldstudy.diary.querysets import AttachmentQuerySet, EntryQuerySet
from fieldstudy.participants.models import ConsentAct, Participation
from fieldstudy.people.models import Person
from fieldstudy.schedules.models import Occurrence
from fieldstudy.studies.models import Brand, Prompt, ProtocolVersion, Scenario, Study, Touchpoint
from fieldstudy.uploads.models import Upload

EntryManager = Scoped.from_queryset(EntryQuerySet)
AttachmentManager = Scoped.from_queryset(AttachmentQuerySet)


class Visit(Identified):
    """One run through a scenario: several entries, one story."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="visits")
    participation = models.ForeignKey(
        Participation, null=True, on_delete=models.CASCADE, related_name="visits"
    )
    scenario = models.ForeignKey(
        Scenario, null=True, on_delete=models.RESTRICT, related_name="visits"
    )
    started_at = models.DateTimeField()

    objects = Scoped()


class Entry(Identified):
    """One thing that was logged.

    ``happened_at`` when it took place, ``written_at`` by the phone's clock, ``received_at`` by ours;
    ``clock_skew_ms`` is theirs minus ours. Feeling and place are those of the latest revision.
    ``fingerprint`` is the SHA-256 of what was first sent, so the same request gets the same answer.
    """

    class Source(models.TextChoices):
        DIARY = "diary", _("Diary")
        OBSERVATION = "observation", _("Observation")
        INTERVIEW = "interview", _("Interview")
        WORKSHOP = "workshop", _("Workshop")
        IMPORT = "import", _("Import")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="entries")
    client_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.CASCADE, related_name="entries"
    )
    author = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.DIARY)
    protocol_version = models.ForeignKey(
        ProtocolVersion, null=True, blank=True, on_delete=models.RESTRICT, related_name="entries"
    )
    prompt = models.ForeignKey(
        Prompt, null=True, blank=True, on_delete=models.RESTRICT, related_name="entries"
    )
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    consent_act = models.ForeignKey(
        ConsentAct, null=True, blank=True, on_delete=models.RESTRICT, related_name="entries"
    )
    visit = models.ForeignKey(
        Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    scenario = models.ForeignKey(
        Scenario, null=True, blank=True, on_delete=models.RESTRICT, related_name="entries"
    )
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.RESTRICT, related_name="entries"
    )
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, blank=True, on_delete=models.RESTRICT, related_name="entries"
    )
    touchpoint_named = models.CharField(max_length=120, blank=True)
    valence = models.SmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(-2), MaxValueValidator(2)]
    )
    arousal = models.SmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(2)]
    )
    emotions = models.JSONField(default=list, blank=True)
    place = models.JSONField(null=True, blank=True)
    happened_at = models.DateTimeField(default=clock.now)
    written_at = models.DateTimeField(default=clock.now)
    received_at = models.DateTimeField(default=clock.now)
    time_zone = models.CharField(max_length=64, default="UTC")
    clock_skew_ms = models.BigIntegerField(default=0)
    language = models.CharField(max_length=10, blank=True)
    is_rehearsal = models.BooleanField(default=False)
    latest = models.ForeignKey(
        "diary.EntryRevision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = EntryManager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["study", "client_id"], name="entry_once_per_client_id"),
            models.CheckConstraint(
                condition=Q(participation__isnull=False) | Q(author__isnull=False),
                name="entry_has_somebody_behind_it",
            ),
            models.CheckConstraint(
                condition=Q(valence=None) | Q(valence__range=(-2, 2)), name="entry_valence_in_range"
            ),
            models.CheckConstraint(
                condition=Q(arousal=None) | Q(arousal__range=(0, 2)), name="entry_arousal_in_range"
            ),
        ]
        indexes = [
            models.Index(fields=["study", "-happened_at", "-id"], name="entry_by_time"),
            models.Index(fields=["participation", "-happened_at"], name="entry_by_participation"),
            models.Index(
                fields=[
                    "study",
                    "scenario",
                    "id",
                    "brand",
                    "participation",
                    "touchpoint",
                    "valence",
                ],
                name="entry_for_the_curve",
                condition=Q(is_rehearsal=False),
            ),
        ]

    @property
    def recall_lag_s(self) -> int:
        """Seconds from happening to writing; never negative."""
        return max(0, int((self.written_at - self.happened_at).total_seconds()))

    @property
    def text(self) -> str:
        """The words of the latest revision."""
        return self.latest.text if self.latest else ""

    @property
    def voice(self) -> str:
        """Whose words these are, as staff see it: a label or a staff member's name."""
        return self.participation.label if self.participation else str(self.author)


class EntryRevision(Identified):
    """The words and answers of an entry at one time; immutable, numbered from 1.

    ``answers`` maps item keys to values: text str, single str, multiple [str], scale and number
    float, datetime ISO str, emotion {valence, named}, touchpoint {id | named}, brand id,
    place {latitude, longitude, accuracy_m}. ``text`` joins what the person wrote, for coding.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="entry_revisions")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    client_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"], name="revision_number_once_per_entry"
            ),
            models.UniqueConstraint(
                fields=["entry", "client_id"], name="revision_once_per_client_id"
            ),
        ]


class Attachment(Identified):
    """One line of an entry's manifest: a file, what it must be, and where it lies.

    ``state``: waiting until its renditions exist; failed carries ``reason``, a named code such as
    ``damaged`` or ``too_many_pixels``. Sizes in bytes, pixels and ms.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        RECORDING = "recording", _("Recording")
        VIDEO = "video", _("Video")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="attachments")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    client_id = models.UUIDField()
    upload = models.ForeignKey(
        Upload, null=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    item_key = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    position = models.PositiveIntegerField(default=0)
    storage_key = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    duration_ms = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "client_id"], name="attachment_once_per_client_id"
            ),
        ]


class Draft(Identified):
    """An entry begun on a phone and kept by the server until it is sent."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="drafts")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="drafts"
    )
    client_id = models.UUIDField()
    prompt = models.ForeignKey(Prompt, null=True, on_delete=models.SET_NULL, related_name="drafts")
    body = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "client_id"], name="draft_once_per_client_id"
            ),
        ]


class Retraction(Identified):
    """A participant takes back one entry."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="retractions")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="retraction")
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()


class Exclusion(Identified):
    """A researcher leaves an entry out of analysis, with a reason; deleting the row puts it back."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="exclusions")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="exclusion")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()


class Probe(Identified):
    """A follow-up question pinned to an entry."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="probes")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="probes")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(_("question"))
    anchor = models.JSONField(null=True, blank=True)
    answer = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="answered_probes"
    )
    asked_at = models.DateTimeField(default=clock.now)

    objects = Scoped()
