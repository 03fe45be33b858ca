"""The people who are studied: under a pseudonym here, their identity kept apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.localized import LocalizedField
from fieldstudy.core.scope import Scoped
from fieldstudy.events.actors import Actor
from fieldstudy.participants.querysets import DeviceSessionQuerySet, ParticipationQuerySet
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Segment, Study

ParticipationManager = Scoped.from_queryset(ParticipationQuerySet)
DeviceSessionManager = Scoped.from_queryset(DeviceSessionQuerySet)


class Scope(models.TextChoices):
    """What a participant may allow beyond taking part; each has a tick of its own."""

    PHOTOS = "photos", _("Photos")
    VOICE = "voice", _("Voice notes")
    PLACE = "place", _("Place")
    QUOTES = "quotes", _("Quotes")
    CLIENT_VIEWING = "client_viewing", _("Viewing by the client")
    TRANSFER = "transfer", _("Transfer abroad")


class Participation(Identified):
    """One person in one study, known to staff by a label such as P01."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        EMPLOYEE = "employee", _("Employee")

    class CustomerStatus(models.TextChoices):
        POTENTIAL = "potential", _("Potential customer")
        EXISTING = "existing", _("Existing customer")
        LOST = "lost", _("Lost customer")

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        JOINED = "joined", _("Joined")
        WITHDRAWN = "withdrawn", _("Left the study")
        REVOKED = "revoked", _("Access ended")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="participations")
    client_id = models.UUIDField(null=True, blank=True, editable=False)
    label = models.CharField(_("label"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CUSTOMER)
    customer_status = models.CharField(
        _("customer status"),
        max_length=10,
        choices=CustomerStatus,
        blank=True,
        default=CustomerStatus.EXISTING,
    )
    segments = models.ManyToManyField(Segment, blank=True, related_name="participations")
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    join_secret_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    join_code_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ParticipationManager()

    class Meta:
        verbose_name = _("participant")
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["study", "label"], name="label_once_per_study"),
            models.UniqueConstraint(
                fields=["study", "client_id"], name="participation_once_per_client_id"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def actor(self) -> Actor:
        """Who did it, as events record it."""
        return Actor("participation", self.pk)

    @property
    def status(self) -> Status:
        """Where they stand; one query more unless ``withdrawal`` was selected along."""
        if hasattr(self, "withdrawal"):
            return self.Status.WITHDRAWN
        if self.revoked_at is not None:
            return self.Status.REVOKED
        return self.Status.INVITED if self.joined_at is None else self.Status.JOINED


class Identity(Identified):
    """Who a participant really is: a table and a right of its own, never part of an export."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="identities")
    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="identity"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = Scoped()


class DeviceSession(Identified):
    """One phone of one participant; named, revocable. The cookie's secret is kept as a hash."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="device_sessions")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="device_sessions"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120, blank=True)
    capabilities = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceSessionManager()


class ConsentDocument(Identified):
    """One version of the consent text; immutable once somebody has answered it.

    ``scopes`` lists the scopes this version asks for, in order, each with its wording:
    ``[{"key": Scope, "wording": {"zh", "en"}}]``.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="consent_documents")
    number = models.PositiveIntegerField()
    title = LocalizedField(verbose_name=_("title"))
    body = LocalizedField(verbose_name=_("text"))
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "number"], name="consent_number_once_per_study"
            ),
        ]


class ConsentAct(Identified):
    """What a participant agreed to, when and how; append-only, the newest one counts."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="consent_acts")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="consent_acts"
    )
    document = models.ForeignKey(ConsentDocument, on_delete=models.RESTRICT, related_name="acts")
    client_id = models.UUIDField(null=True, blank=True)
    language = models.CharField(max_length=10)
    scopes = models.JSONField(default=list)
    method = models.CharField(max_length=20, default="phone")
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "client_id"], name="consent_act_once_per_client_id"
            ),
        ]


class Withdrawal(Identified):
    """Leaving the study: an act of the participant, or of staff on their word."""

    class Kind(models.TextChoices):
        STOP = "stop", _("Stop, keep what was logged")
        ERASE = "erase", _("Stop and delete everything")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="withdrawals")
    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="withdrawal"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = Scoped()


class ProfileFact(Identified):
    """One thing known of a participant, with where it comes from; a newer fact supersedes."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="profile_facts")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="facts")
    key = models.SlugField(max_length=40)
    value = models.JSONField()
    source = models.CharField(max_length=20)
    observed_at = models.DateTimeField(default=clock.now)

    objects = Scoped()
