"""Makes the demo study."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from fieldstudy.demo.building import build_demo, demo_study
from fieldstudy.demo.large import build_large
from fieldstudy.people.demo_sign_ins import sign_ins_path


class Command(BaseCommand):
    """``manage.py demo``."""

    help = "Make the demo study anew from files in this package, or a large synthetic one."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much of a synthetic study, if any."""
        parser.add_argument("--if-absent", action="store_true", help="do nothing when there is one")
        parser.add_argument(
            "--entries", type=int, metavar="N", help="a synthetic study of N entries"
        )
        parser.add_argument("--codings", type=int, metavar="N", default=0, help="and N codings")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say where its sign-ins are."""
        if options["entries"]:
            study = build_large(options["entries"], options["codings"])
            self.stdout.write(f"demo · {study.slug}: {options['entries']} entries")
            return
        if options["if_absent"] and demo_study() is not None:
            return
        self.stdout.write("demo · study, entries, pictures and voice notes")
        study = build_demo()
        self.stdout.write(f"demo · {study.name} · sign-ins in {sign_ins_path()}")
