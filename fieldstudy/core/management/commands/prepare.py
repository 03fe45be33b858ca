"""Everything between an unpacked archive and ``start``: words, database, static files, weights, demo."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    """``manage.py prepare``: safe to run again; what is already done costs nothing."""

    help = "Set up or update this installation: messages, database, static files, speech weights, demo."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step that is not done yet, saying what it is."""
        self.say("messages")
        call_command("compile_catalogues")
        self.say("database")
        call_command("migrate", interactive=False, verbosity=0)
        self.collect_static()
        self.fetch_weights()
        self.make_demo()

    def say(self, step: str) -> None:
        """One word a step, so that a person sees what takes the time."""
        self.stdout.write(f"prepare · {step}")
        self.stdout.flush()

    def collect_static(self) -> None:
        """Hash and compress the static files, unless none of them changed."""
        stamp = Path(settings.STATIC_ROOT) / ".source"
        source = _fingerprint(Path(folder) for folder in settings.STATICFILES_DIRS)
        if stamp.exists() and stamp.read_text() == source:
            return
        self.say("static files")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(source)

    def fetch_weights(self) -> None:
        """Get the speech weights; without them notes wait and everything else works."""
        try:
            call_command("fetch_speech_model")
        except (CommandError, OSError) as problem:
            self.stderr.write(
                f"prepare · no speech weights yet ({problem}). Voice notes will wait; everything "
                "else works. Try again: python manage.py fetch_speech_model"
            )

    def make_demo(self) -> None:
        """Make the demo study once, on a loopback host only: its sign-ins are printed."""
        if settings.FIELDSTUDY_DEMO and settings.FIELDSTUDY_HOST in LOOPBACK:
            call_command("demo", if_absent=True)


def _fingerprint(folders: Any) -> str:
    """A digest of names, sizes and times of all files below these folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}".encode())
    return digest.hexdigest()
