"""How long a story map takes at 100,000 entries and 1,000,000 codings.

    python -m tests.benchmarks.bench_story_map [--entries N] [--codings N] [--study SLUG]

On the database that DATABASE_URL names. It makes a large synthetic study there, which stays, unless
one is named. Beside the clock it says how much of it this process computed: on SQLite that is all,
and the only figure that another load on the machine leaves alone.
"""

import argparse
import os
import sys
import time
from statistics import median
from typing import Any

import django

RUNS = 5


def main() -> None:
    """Time one scenario and the whole study."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    django.setup()
    from django.db import connection

    from fieldstudy.analysis.filters import MapFilter
    from fieldstudy.core.scope import study_scope
    from fieldstudy.demo.large import build_large
    from fieldstudy.studies.models import Study

    options = _options()
    study = (
        Study.objects.get(slug=options.study)
        if options.study
        else build_large(options.entries, options.codings)
    )
    if not options.study:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    with study_scope(study):
        scenario = study.scenarios.order_by("position").values_list("pk", flat=True)[0]
        for name, chosen in (
            ("one scenario", MapFilter(scenario=scenario)),
            ("whole study", MapFilter()),
        ):
            sys.stdout.write(f"{connection.vendor}, {study.slug}, {name}: {_time(study, chosen)}\n")


def _options() -> argparse.Namespace:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--entries", type=int, default=100_000)
    wanted.add_argument("--codings", type=int, default=1_000_000)
    wanted.add_argument("--study")
    return wanted.parse_args()


def _time(study: Any, chosen: Any) -> str:
    from fieldstudy.analysis.assembly import assemble_story_map
    from fieldstudy.analysis.queries import read_map_rows

    reading, whole, computing = [], [], []
    for _ in range(RUNS):
        start, own = time.perf_counter(), time.process_time()
        rows = read_map_rows(study, chosen)
        reading.append(time.perf_counter() - start)
        assemble_story_map(rows)
        whole.append(time.perf_counter() - start)
        computing.append(time.process_time() - own)
    return (
        f"rows {median(reading) * 1000:.0f} ms, with statistics {median(whole) * 1000:.0f} ms "
        f"(max {max(whole) * 1000:.0f}), of which this process {median(computing) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
