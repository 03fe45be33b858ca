"""Exporting 100,000 codings as Excel, CSV and JSON lines: seconds, size and memory.

    python -m tests.benchmarks exports
    python -m tests.benchmarks.bench_exports [--entries N] [--codings N]

On the database that DATABASE_URL names; it makes one study there and leaves it. Each file is built in a
process of its own, whose peak of resident memory is what is printed.
"""

import argparse
import os
import subprocess
import sys
import time
from uuid import uuid4

import django

from tests.media.processes import peak_megabytes

FORMATS = ("xlsx", "csv", "jsonl")


def main() -> None:
    """Make the study and print a line for each format."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldstudy.settings")
    django.setup()
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--entries", type=int, default=10_000)
    wanted.add_argument("--codings", type=int, default=100_000)
    wanted.add_argument("--build", nargs=2, metavar=("SLUG", "FORMAT"), help=argparse.SUPPRESS)
    options = wanted.parse_args()
    if options.build:
        build_one(*options.build)
        return
    from fieldstudy.demo.large import build_large

    study = build_large(options.entries, options.codings)
    print(f"{options.codings} codings of {options.entries} entries", flush=True)
    for name in FORMATS:
        command = [sys.executable, "-m", "tests.benchmarks.bench_exports", "--build"]
        subprocess.run([*command, study.slug, name], check=True)


def build_one(slug: str, into: str) -> None:
    """Build one file as a worker would, and print what it took."""
    from fieldstudy.core.scope import study_scope
    from fieldstudy.exports.building import build
    from fieldstudy.exports.models import Export
    from fieldstudy.studies.models import Study

    study = Study.objects.get(slug=slug)
    with study_scope(study):
        owner = study.memberships.filter(role="owner").get().person
        export = Export.objects.create(
            study=study, client_id=uuid4(), format=into, requested_by=owner
        )
        began = time.perf_counter()
        built = build(export, lambda done, total: None)
        took = time.perf_counter() - began
    # Not getrusage: its maximum is handed down from the process that started this one.
    peak = peak_megabytes(os.getpid())
    print(f"{into:>5}  {took:6.1f} s  {built.size / 1e6:6.1f} MB  peak memory {peak:4.0f} MB")


if __name__ == "__main__":
    main()
