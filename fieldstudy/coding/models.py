"""Meaning put on material: the codebook, coded pieces, and who put what on them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fieldstudy.coding.querysets import CodeQuerySet, CodingQuerySet
from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.localized import LocalizedField
from fieldstudy.core.scope import Scoped
from fieldstudy.diary.models import Attachment, Entry, EntryRevision
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study, Touchpoint
from fieldstudy.transcription.models import TranscriptVersion

CodeManager = Scoped.from_queryset(CodeQuerySet)
CodingManager = Scoped.from_queryset(CodingQuerySet)


class Reaction(models.TextChoices):
    """槽点 / 赞点 / 感动点."""

    PAIN = "pain", _("Pain point")
    PRAISE = "praise", _("Praise")
    MOVED = "moved", _("Moved")


class Code(Identified):
    """One entry of the codebook. ``key`` is the letter or digit that puts it on a selection."""

    class Kind(models.TextChoices):
        TOUCHPOINT = "touchpoint", _("Touchpoint")
        EMOTION = "emotion", _("Emotion")
        REACTION = "reaction", _("Reaction")
        NEED = "need", _("Need")
        ACTION = "action", _("Action")
        THEME = "theme", _("Theme")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="codes")
    client_id = models.UUIDField(null=True, blank=True, editable=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="children"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = LocalizedField(verbose_name=_("name"), blank=False)
    definition = LocalizedField(verbose_name=_("definition"))
    include = LocalizedField(verbose_name=_("include"))
    exclude = LocalizedField(verbose_name=_("exclude"))
    example = LocalizedField(verbose_name=_("example"))
    colour = models.CharField(_("colour"), max_length=9, blank=True)
    key = models.CharField(_("key"), max_length=1, blank=True)
    valence = models.SmallIntegerField(
        _("valence"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-2), MaxValueValidator(2)],
    )
    reaction = models.CharField(_("reaction"), max_length=8, choices=Reaction, blank=True)
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, blank=True, on_delete=models.RESTRICT, related_name="codes"
    )
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="merged"
    )

    objects = CodeManager()

    class Meta:
        verbose_name = _("code")
        ordering = ["kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "key"],
                condition=~Q(key="") & Q(archived_at=None),
                name="code_key_once_per_study",
            ),
            models.UniqueConstraint(fields=["study", "client_id"], name="code_once_per_client_id"),
            models.CheckConstraint(
                condition=Q(valence=None) | Q(valence__range=(-2, 2)), name="code_valence_in_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Excerpt(Identified):
    """A coded piece, whose identity outlives corrections of the text: see :class:`Placement`."""

    class Medium(models.TextChoices):
        TEXT = "text", _("Text")
        TRANSCRIPT = "transcript", _("Transcript")
        REGION = "region", _("Photo region")
        SOUND = "sound", _("Sound range")
        ENTRY = "entry", _("Whole entry")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="excerpts")
    client_id = models.UUIDField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="excerpts")
    attachment = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.CASCADE, related_name="excerpts"
    )
    medium = models.CharField(max_length=12, choices=Medium)
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="excerpts")
    created_at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "client_id"], name="excerpt_once_per_client_id"
            ),
        ]


class Placement(Identified):
    """Where an excerpt lies in one content version.

    Text in code points, half-open, with quote and 32 code points around it. A region in 1/10 000 of
    the upright picture. Time in ms. A whole entry and media have neither revision nor transcript
    version; a span of a transcript carries text and time.
    """

    class State(models.TextChoices):
        EXACT = "exact", _("Exact")
        UNCERTAIN = "uncertain", _("Uncertain")
        ORPHANED = "orphaned", _("Orphaned")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="placements")
    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="placements")
    revision = models.ForeignKey(
        EntryRevision, null=True, on_delete=models.CASCADE, related_name="placements"
    )
    transcript_version = models.ForeignKey(
        TranscriptVersion, null=True, on_delete=models.CASCADE, related_name="placements"
    )
    state = models.CharField(max_length=10, choices=State, default=State.EXACT)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    left = models.PositiveSmallIntegerField(null=True)
    top = models.PositiveSmallIntegerField(null=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["excerpt", "revision"], name="placement_once_per_revision"
            ),
            models.UniqueConstraint(
                fields=["excerpt", "transcript_version"],
                name="placement_once_per_transcript_version",
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end__gt=F("start")),
                name="placement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(start_ms=None) | Q(end_ms__gt=F("start_ms")),
                name="placement_sound_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(left=None)
                | Q(
                    left__lte=10_000 - F("width"),
                    top__lte=10_000 - F("height"),
                    width__gt=0,
                    height__gt=0,
                ),
                name="placement_region_inside_picture",
            ),
        ]


class Coding(Identified):
    """A code put on an excerpt by a coder.

    ``touchpoint`` is the touchpoint in force, set when the coding is written: a touchpoint code of
    the same coder on the same excerpt, else the entry's own, else none; decided in
    ``coding.touchpoints``. ``valence`` repeats the code's, so that the story map needs no join.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="codings")
    client_id = models.UUIDField()
    excerpt = models.ForeignKey(Excerpt, on_delete=models.CASCADE, related_name="codings")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, on_delete=models.RESTRICT, related_name="codings")
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="codings")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.RESTRICT, related_name="codings"
    )
    strength = models.PositiveSmallIntegerField(null=True)
    valence = models.SmallIntegerField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    objects = CodingManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "client_id"], name="coding_once_per_client_id"
            ),
            models.UniqueConstraint(
                fields=["excerpt", "code", "coder"],
                condition=Q(removed_at=None),
                name="code_once_per_excerpt_and_coder",
            ),
            models.CheckConstraint(
                condition=Q(strength=None) | Q(strength__range=(1, 3)),
                name="coding_strength_in_range",
            ),
        ]
        indexes = [
            models.Index(
                fields=["study", "entry", "touchpoint", "coder", "valence"],
                name="coding_for_the_curve",
                condition=Q(removed_at=None, valence__isnull=False, touchpoint__isnull=False),
            ),
            models.Index(
                fields=["study", "entry", "touchpoint", "code", "strength"],
                name="coding_for_reactions",
                condition=Q(removed_at=None, strength__isnull=False, touchpoint__isnull=False),
            ),
            models.Index(
                fields=["study", "entry", "code", "touchpoint"],
                name="coding_for_pairs",
                condition=Q(removed_at=None),
            ),
            models.Index(
                fields=["study", "code"], name="coding_for_counts", condition=Q(removed_at=None)
            ),
        ]


class Memo(Identified):
    """A researcher's note on anything: ``subject_kind`` names a model, ``subject_id`` its row."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="memos")
    client_id = models.UUIDField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memos")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    text = models.TextField(_("memo"))
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["study", "client_id"], name="memo_once_per_client_id"),
        ]
        indexes = [
            models.Index(fields=["study", "subject_kind", "subject_id"], name="memo_by_subject")
        ]


class Operation(Identified):
    """One change to codings, with before and after; append-only, for undo, history, live update."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="operations")
    client_id = models.UUIDField()
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="operations")
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="operations")
    verb = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    batch = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "client_id"], name="operation_once_per_client_id"
            ),
        ]
        indexes = [models.Index(fields=["study", "entry", "id"], name="operation_by_entry")]


class Assignment(Identified):
    """An entry in one coder's queue, and when they were done with it."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="assignments")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assignments")
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    is_blind = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    objects = Scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "coder"], name="assignment_once_per_entry_and_coder"
            ),
        ]


class Adjudication(Identified):
    """The decision on a disagreement, with its reason; the consensus coding is its outcome."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="adjudications")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="adjudications")
    code = models.ForeignKey(Code, on_delete=models.RESTRICT, related_name="adjudications")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()
