"""Gets the speech weights."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fieldstudy.transcription.weights.fetching import SOURCES, NotFetched, fetch
from fieldstudy.transcription.weights.store import weights_path


class Command(BaseCommand):
    """``manage.py fetch_speech_model``."""

    help = "Download the speech weights, checked by SHA-256, into the data folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which model, and from where."""
        parser.add_argument("--model", default="")
        parser.add_argument("--source", choices=SOURCES, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch unless they are there.

        Raises:
            CommandError: saying what was tried.
        """
        model = options["model"] or settings.FIELDSTUDY_SPEECH_MODEL
        engine = settings.FIELDSTUDY_SPEECH_ENGINE
        target = weights_path(model, engine)
        if target.exists():
            return
        try:
            fetch(
                model,
                options["source"],
                target,
                lambda words: self.stdout.write(f"weights · {words}"),
                engine=engine,
            )
        except NotFetched as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"weights · {model} in {target}")
