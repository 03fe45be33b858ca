"""Turns the message catalogues into the form that Django reads, without gettext installed."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def stale_catalogues() -> list[Path]:
    """The ``.po`` files that are newer than their compiled form, or have none."""
    return [
        source
        for folder in settings.LOCALE_PATHS
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]


class Command(BaseCommand):
    """``manage.py compile_catalogues``."""

    help = "Compile the message catalogues (needs no gettext)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each stale catalogue beside its source, whole or not at all."""
        for source in stale_catalogues():
            part = source.with_suffix(".mo.part")
            polib.pofile(str(source)).save_as_mofile(str(part))
            part.replace(source.with_suffix(".mo"))
