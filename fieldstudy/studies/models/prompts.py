"""What participants are asked: prompts and items being edited, and the versions that went live."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.localized import LocalizedField
from fieldstudy.core.scope import Scoped
from fieldstudy.people.models import Person
from fieldstudy.studies.models.journey import Part, PartManager, Scenario
from fieldstudy.studies.models.study import Study
from fieldstudy.studies.querysets import OrderedQuerySet, VersionQuerySet

ItemManager = Scoped.from_queryset(OrderedQuerySet)
VersionManager = Scoped.from_queryset(VersionQuerySet)


class Prompt(Part):
    """A task for participants: a few items answered together as one entry."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="prompts")
    scenario = models.ForeignKey(
        Scenario,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="prompts",
        verbose_name=_("scenario"),
    )
    introduction = LocalizedField(verbose_name=_("introduction"))
    minutes = models.PositiveSmallIntegerField(_("expected minutes"), default=2)

    objects = PartManager()

    class Meta:
        verbose_name = _("prompt")
        ordering = ["position", "id"]


class PromptItem(Identified):
    """One question of a prompt.

    ``settings`` by kind: scale ``{low, high, low_label, high_label}``; number ``{least, most, unit}``;
    photo ``{least, most, camera_only}``; emotion ``{named: [key…]}``. ``options`` holds
    ``[{"key": str, "label": {"zh", "en"}}]``. ``shown_if`` is ``{"item": key, "any_of": [value…]}``.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Words")
        SINGLE = "single", _("One of several")
        MULTIPLE = "multiple", _("Any of several")
        SCALE = "scale", _("Scale")
        NUMBER = "number", _("Number")
        DATETIME = "datetime", _("Date and time")
        EMOTION = "emotion", _("Emotion")
        TOUCHPOINT = "touchpoint", _("Touchpoint")
        BRAND = "brand", _("Brand")
        PHOTO = "photo", _("Photos")
        VOICE = "voice", _("Voice note")
        VIDEO = "video", _("Video file")
        PLACE = "place", _("Place")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="prompt_items")
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    wording = LocalizedField(verbose_name=_("wording"), blank=False)
    hint = LocalizedField(verbose_name=_("hint"))
    options = models.JSONField(default=list, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    shown_if = models.JSONField(null=True, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ItemManager()

    class Meta:
        verbose_name = _("item")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["prompt", "key"], name="item_key_once_per_prompt"),
        ]

    def __str__(self) -> str:
        return str(self.wording)


class ProtocolVersion(Identified):
    """What was asked, frozen when published; every entry keeps the version it answered.

    ``document`` is ``{"languages", "prompts": [{id, name, introduction, minutes, scenario, items}],
    "scenarios", "stages", "touchpoints", "brands"}`` with texts as ``{"zh", "en"}``; each part is
    described at ``studies.drafts.draft_document``. ``digest`` is its SHA-256. ``number`` counts from
    1; number 0 is the draft as it was last tried, rewritten at each try, answered by rehearsals only.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="protocol_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=clock.now)

    objects = VersionManager()

    class Meta:
        verbose_name = _("protocol version")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "number"], name="protocol_number_once_per_study"
            ),
        ]

    def prompt(self, prompt_id: str) -> dict[str, Any] | None:
        """The frozen prompt of this id, or None."""
        prompts: list[dict[str, Any]] = self.document["prompts"]
        return next((prompt for prompt in prompts if prompt["id"] == prompt_id), None)
