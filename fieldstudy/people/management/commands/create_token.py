"""``manage.py create_token EMAIL``: an API token, printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fieldstudy.events import SYSTEM
from fieldstudy.people.actions import create_token
from fieldstudy.people.models import Person


class Command(BaseCommand):
    """Make a token with which a program acts for this person."""

    help = "Print a new API token of an account. It is shown once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and what for."""
        parser.add_argument("email")
        parser.add_argument("--name", default="command line", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print nothing else, so that it can be piped."""
        person = Person.objects.filter(email=options["email"].strip().lower()).first()
        if person is None or not person.is_active:
            raise CommandError(f"No account in use has the e-mail {options['email']}.")
        _, secret = create_token(person, name=options["name"], by=SYSTEM)
        self.stdout.write(secret)
