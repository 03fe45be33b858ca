"""``manage.py start``: web server, workers and scheduler in one supervised foreground process."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from qrcode import QRCode

from fieldstudy.core.network import ANYWHERE
from fieldstudy.people.demo_sign_ins import lines_to_print
from fieldstudy.supervision.supervisor import PortTaken, Supervisor, listen, local_url


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
        Supervisor(listener, when_ready=self._welcome, say=self._say).run()

    def _welcome(self) -> None:
        """The address and the demo's ways in; with TLS also the one for phones on the same network, to be scanned."""
        self._say(f"ready {local_url()}")
        for sign_in in lines_to_print():
            self._say(sign_in)
        if settings.FIELDSTUDY_TLS != "self":
            return
        if settings.FIELDSTUDY_HOST not in ANYWHERE:
            self._say("To let phones in, start with FIELDSTUDY_HOST=0.0.0.0.")
            return
        self._say(f"on the same network: {settings.FIELDSTUDY_BASE_URL}")
        code = QRCode(border=2)
        code.add_data(settings.FIELDSTUDY_BASE_URL)
        code.print_ascii(out=self.stdout, invert=True)
        self._say(
            f"A phone that warns of the certificate: {settings.FIELDSTUDY_BASE_URL}/authority.crt"
        )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
