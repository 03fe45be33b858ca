"""How long a story map takes at 100,000 entries and 1,000,000 codings.

    python -m tests.benchmarks.bench_story_map [--entries N] [--codings N]

On the database that DATABASE_URL names; it makes one study there and leaves it.
"""

import argparse
import os
import sys
import time
from statistics import median

import django

RUNS = 5


def main() -> None:
    """Make the study if it is not there, then time one scenario and the whole study."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    django.setup()
    from django.db import connection

    from fieldstudy.analysis.assembly import assemble_story_map
    from fieldstudy.analysis.filters import MapFilter
    from fieldstudy.analysis.queries import read_map_rows
    from fieldstudy.core.scope import study_scope
    from fieldstudy.studies.models import Study
    from tests.benchmarks.large_study import invent_large_study

    wanted = argparse.ArgumentParser()
    wanted.add_argument("--entries", type=int, default=100_000)
    wanted.add_argument("--codings", type=int, default=1_000_000)
    options = wanted.parse_args()
    study = Study.objects.filter(slug="large").first() or invent_large_study(
        options.entries, options.codings
    )
    with study_scope(study):
        scenario = study.scenarios.first()
        for name, chosen in (
            ("one scenario", MapFilter(scenario=scenario and scenario.pk)),
            ("whole study", MapFilter()),
        ):
            reading, whole = [], []
            for _ in range(RUNS):
                start = time.perf_counter()
                rows = read_map_rows(study, chosen)
                reading.append(time.perf_counter() - start)
                assemble_story_map(rows)
                whole.append(time.perf_counter() - start)
            sys.stdout.write(
                f"{connection.vendor}, {name}: rows {median(reading) * 1000:.0f} ms, "
                f"with statistics {median(whole) * 1000:.0f} ms, max {max(whole) * 1000:.0f} ms\n"
            )


if __name__ == "__main__":
    main()
