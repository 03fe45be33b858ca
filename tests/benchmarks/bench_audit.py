"""Sealing and verifying 100,000 events (must take less than 30 s).

    python -m tests.benchmarks.bench_audit [--events N]

On the database that DATABASE_URL names; its events stay there, as events do.
"""

import argparse
import os
import time

import django


def main() -> None:
    """Write the events that are missing, seal them, walk the chain; print each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    django.setup()
    from fieldstudy.core.ids import uuid7
    from fieldstudy.events.models import Event
    from fieldstudy.events.sealing import find_fault, seal_events

    wanted = argparse.ArgumentParser()
    wanted.add_argument("--events", type=int, default=100_000)
    events = wanted.parse_args().events
    Event.objects.bulk_create(
        (
            Event(verb="entry.submitted", actor_kind="system", subject_kind="entry", subject_id=uuid7())
            for _ in range(events - Event.objects.count())
        ),
        batch_size=5_000,
    )  # fmt: skip
    began = time.perf_counter()
    sealed = seal_events(everything=True)
    between = time.perf_counter()
    assert find_fault() is None
    print(
        f"sealed {sealed} in {between - began:.1f} s, "
        f"walked {Event.objects.count()} in {time.perf_counter() - between:.1f} s"
    )


if __name__ == "__main__":
    main()
