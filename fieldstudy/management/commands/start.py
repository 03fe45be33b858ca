"""``manage.py start``: web server, workers and scheduler in one supervised foreground process."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fieldstudy.people.demo_sign_ins import lines_to_print
from fieldstudy.supervision.supervisor import PortTaken, Supervisor, listen


class Command(BaseCommand):
    """Stops all of it within 10 s on Ctrl-C."""

    help = "Run web server, workers and scheduler until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen, supervise, end."""
        try:
            listener = listen(settings.FIELDSTUDY_HOST, settings.FIELDSTUDY_PORT)
        except PortTaken as problem:
            raise CommandError(
                f"Cannot listen on {problem}. Stop what is there, or set FIELDSTUDY_PORT."
            ) from problem
        Supervisor(listener, say=self._say).run()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        if line.startswith("ready "):
            for sign_in in lines_to_print():
                self.stdout.write(sign_in)
        self.stdout.flush()
