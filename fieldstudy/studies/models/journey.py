"""The journey under observation: scenarios, stages, touchpoints, brands, segments, waves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.ids import Identified
from fieldstudy.core.localized import LocalizedField
from fieldstudy.core.scope import Scoped
from fieldstudy.studies.models.study import Study
from fieldstudy.studies.querysets import OrderedQuerySet

PartManager = Scoped.from_queryset(OrderedQuerySet)


class Part(Identified):
    """A named, ordered part of a study's design; archived instead of deleted once used."""

    client_id = models.UUIDField(null=True, blank=True, editable=False)
    name = LocalizedField(verbose_name=_("name"), blank=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)


class Brand(Part):
    """A brand compared in the study."""

    class Role(models.TextChoices):
        OWN = "own", _("Own brand")
        COMPETITOR = "competitor", _("Competitor")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="brands")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.OWN)

    objects = PartManager()

    class Meta:
        verbose_name = _("brand")
        ordering = ["position", "id"]


class Scenario(Part):
    """A customer scenario 客户场景: who, in which context, wanting what, doing what, ending how."""

    class Kind(models.TextChoices):
        EVERYDAY = "everyday", _("Everyday")
        SPECIAL = "special", _("Special")
        POTENTIAL = "potential", _("Potential")

    class CustomerRole(models.TextChoices):
        END_USER = "end_user", _("End user")
        DECISION_MAKER = "decision_maker", _("Decision maker")
        INFLUENCER = "influencer", _("Influencer")

    class Lifecycle(models.TextChoices):
        INTRODUCTION = "introduction", _("Introduction")
        GROWTH = "growth", _("Growth")
        MATURITY = "maturity", _("Maturity")
        DECLINE = "decline", _("Decline")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="scenarios")
    role = LocalizedField(verbose_name=_("who the customer is"))
    environment = LocalizedField(verbose_name=_("environment"))
    time = LocalizedField(verbose_name=_("time"))
    mood = LocalizedField(verbose_name=_("mood"))
    needs = LocalizedField(verbose_name=_("needs and goals"))
    process = LocalizedField(verbose_name=_("interaction process"))
    result = LocalizedField(verbose_name=_("result and experience"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EVERYDAY)
    customer_role = models.CharField(
        _("customer role"), max_length=16, choices=CustomerRole, default=CustomerRole.END_USER
    )
    lifecycle = models.CharField(
        _("life cycle"), max_length=14, choices=Lifecycle, default=Lifecycle.MATURITY
    )

    objects = PartManager()

    class Meta:
        verbose_name = _("scenario")
        ordering = ["position", "id"]


class Stage(Part):
    """An ordered group of touchpoints."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="stages")

    objects = PartManager()

    class Meta:
        verbose_name = _("stage")
        ordering = ["position", "id"]


class Touchpoint(Part):
    """A contact of customer and service."""

    class Channel(models.TextChoices):
        SHOP = "shop", _("Shop")
        APP = "app", _("App")
        WEB = "web", _("Website")
        PHONE = "phone", _("Phone call")
        CHAT = "chat", _("Chat")
        COURIER = "courier", _("Courier")
        STAFF = "staff", _("Staff")
        OTHER = "other", _("Other")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="touchpoints")
    stage = models.ForeignKey(Stage, on_delete=models.RESTRICT, related_name="touchpoints")
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.SHOP)
    needs = LocalizedField(verbose_name=_("needs"))
    expectations = LocalizedField(verbose_name=_("expectations"))
    is_moment_of_truth = models.BooleanField(_("moment of truth"), default=False)

    objects = PartManager()

    class Meta:
        verbose_name = _("touchpoint")
        ordering = ["stage__position", "position", "id"]


class Segment(Part):
    """An analysis group of participants."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="segments")
    description = LocalizedField(verbose_name=_("description"))

    objects = PartManager()

    class Meta:
        verbose_name = _("segment")
        ordering = ["position", "id"]


class Wave(Part):
    """One round of fieldwork, compared with others."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="waves")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = PartManager()

    class Meta:
        verbose_name = _("wave")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="wave_ends_after_it_starts",
            )
        ]
