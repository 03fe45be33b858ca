"""``manage.py create_person EMAIL``: a staff account without a browser."""

import getpass
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fieldstudy.events import SYSTEM
from fieldstudy.people.actions import create_person
from fieldstudy.people.models import Person
from fieldstudy.people.one_time import one_time_path


class Command(BaseCommand):
    """Make an account with a password, or with a one-time link that sets one."""

    help = "Make a staff account. Without a password it prints a one-time link that sets one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and how they get in."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as colleagues know them")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        parser.add_argument(
            "--superuser", action="store_true", help="may look after the whole installation"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it."""
        password = self._password() if options["password_stdin"] else None
        email, name = options["email"], options["name"]
        try:
            if password is not None:
                validate_password(password, Person(email=email, name=name))
            person = create_person(
                email,
                name=name or email.partition("@")[0],
                password=password,
                by=SYSTEM,
                is_superuser=options["superuser"],
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"Made the account {person.email}.")
        if password is None:
            self.stdout.write("One-time link to set its password, good for seven days:")
            self.stdout.write(settings.FIELDSTUDY_BASE_URL + one_time_path(person))

    def _password(self) -> str:
        if sys.stdin.isatty():
            return getpass.getpass()
        return sys.stdin.readline().rstrip("\n")
