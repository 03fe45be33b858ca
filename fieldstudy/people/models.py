"""Staff accounts. Participants are not among them: see ``participants``."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.core.ids import Identified
from fieldstudy.events.actors import Actor
from fieldstudy.people.querysets import ApiTokenQuerySet


class PersonManager(BaseUserManager["Person"]):
    """Makes accounts; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A new account; without a password it can only be entered by a one-time link."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """An account that looks after the whole installation."""
        return self.create_user(email, password, is_superuser=True, **fields)


class Person(Identified, AbstractBaseUser, PermissionsMixin):
    """A researcher, coder, operator or viewer with an account of their own."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    time_zone = models.CharField(
        max_length=64, default="Asia/Shanghai", validators=[clock.validate_zone]
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_once_per_email")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor(self) -> Actor:
        """Who did it, as events record it."""
        return Actor("person", self.pk)


class ApiToken(Identified):
    """A program's way in, in the name of one person; only a hash of the secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=120)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class Bucket(models.Model):
    """How much of a limit somebody has used up, in one number; see ``limits``.

    ``full_at`` is the time, in seconds since 1970, when nothing is used up any more. A row whose
    time has passed says nothing and may go.
    """

    key = models.CharField(max_length=64, primary_key=True)
    full_at = models.FloatField(db_index=True)

    objects: models.Manager["Bucket"] = models.Manager()
