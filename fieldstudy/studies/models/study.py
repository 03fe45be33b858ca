"""The study and its members."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.core.localized import LANGUAGES, LocalizedField
from fieldstudy.people.models import Person
from fieldstudy.studies.querysets import StudyQuerySet


class Role(models.TextChoices):
    """What a member may do; the table is ``access.actions``."""

    OWNER = "owner", _("Owner")
    RESEARCHER = "researcher", _("Researcher")
    CODER = "coder", _("Coder")
    VIEWER = "viewer", _("Viewer")
    OPERATOR = "operator", _("Operator")


class Script(models.TextChoices):
    """The script in which Chinese transcripts are written."""

    SIMPLIFIED = "simplified", _("Simplified")
    TRADITIONAL = "traditional", _("Traditional")
    AS_HEARD = "as_heard", _("As the engine writes it")


def both_languages() -> list[str]:
    """A new study speaks Chinese and English."""
    return list(LANGUAGES)


class Study(Identified):
    """The top container: everything but accounts belongs to exactly one study."""

    client_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True, allow_unicode=False)
    name = LocalizedField(verbose_name=_("name"), blank=False)
    purpose = LocalizedField(verbose_name=_("purpose"))
    languages = models.JSONField(_("languages"), default=both_languages)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Asia/Shanghai", validators=[clock.validate_zone]
    )
    organisation = LocalizedField(verbose_name=_("who runs the study"))
    contact_name = models.CharField(
        _("contact person for participants"), max_length=120, blank=True
    )
    contact_details = models.CharField(
        _("how to reach the contact person"), max_length=200, blank=True
    )
    speech_language = models.CharField(
        _("language of voice notes"),
        max_length=10,
        blank=True,
        help_text=_("Empty: heard out for each note."),
    )
    script = models.CharField(
        _("script of Chinese transcripts"), max_length=12, choices=Script, default=Script.SIMPLIFIED
    )
    least_people = models.PositiveSmallIntegerField(
        _("fewest people behind a published number"), default=5
    )
    voice_limit_s = models.PositiveIntegerField(_("longest voice note, in seconds"), default=300)
    days = models.PositiveSmallIntegerField(_("days of fieldwork for each person"), default=10)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_live(self) -> bool:
        """Whether participants may log entries."""
        return self.opened_at is not None and self.closed_at is None


class Membership(Identified):
    """One person's role in one study."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["study", "person"], name="one_role_per_person_and_study"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"

    def may(self, action: str) -> bool:
        """Whether the role allows this action; asked of the one table through ``access``."""
        from_table: Any = self.__dict__.get("allowed_actions", frozenset())
        return action in from_table
