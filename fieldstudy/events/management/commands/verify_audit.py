"""``manage.py verify_audit``: is the record of what happened whole?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from fieldstudy.events.sealing import find_fault, head, read_anchor, seal_events

MEANINGS = {
    "gap": "the link is missing",
    "previous": "it does not follow from the link before",
    "event_missing": "its event was removed",
    "hash": "its event, or the link itself, was changed",
    "out_of_time": "its event is older than those sealed long before it: inserted later",
    "anchor": "it differs from the head written outside the database",
    "cut_off": "the chain ends before the head written outside the database",
}


class Command(BaseCommand):
    """Exit 1 and the first bad row when it is not."""

    help = "Seal what is unsealed, then walk the whole chain of events."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, walk, report."""
        seal_events(everything=True)
        fault = find_fault()
        if fault is not None:
            self.stderr.write(f"Broken at link {fault.sequence}: {MEANINGS[fault.what]}.")
            sys.exit(1)
        newest = head()
        self.stdout.write(f"Whole: {newest.sequence} events, head {newest.hash}.")
        if read_anchor() is None:
            self.stdout.write("There is no anchor outside the database.")
