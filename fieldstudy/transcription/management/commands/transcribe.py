"""Transcribes by hand, where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fieldstudy.core import clock
from fieldstudy.jobs.models import Job
from fieldstudy.jobs.runner import run_due


class Command(BaseCommand):
    """``manage.py transcribe --pending``."""

    help = "Do the transcription jobs that are due, here and now, without a broker."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--pending`` says it aloud."""
        parser.add_argument("--pending", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the copies that are still missing, then listen."""
        if not options["pending"]:
            raise CommandError("Say --pending to transcribe what is waiting.")
        names = ["make_renditions", "transcribe_recording"]
        # Whoever asks by hand does not want to wait for the next try's time.
        Job.objects.named(*names).filter(state__in=[Job.State.WAITING, Job.State.RETRY]).update(
            not_before=clock.now()
        )
        run_due(names=names[:1])
        done = run_due(names=names[1:])
        self.stdout.write(f"transcribed · {done}")
