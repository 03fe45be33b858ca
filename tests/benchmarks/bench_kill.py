"""500 jobs under 60 random kill -9 of worker, child, web server and scheduler, the broker wiped once.

    python -m tests.benchmarks.bench_kill [--jobs N] [--kills N] [--seed N]

On SQLite and the folder broker. It fails when an effect is doubled, or missing three minutes after the last kill.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from tests.pipeline.house import House, environment, manage
from tests.pipeline.test_kill import check_each_mark_once


def main() -> None:
    """Run it once and print what it took."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--jobs", type=int, default=500)
    wanted.add_argument("--kills", type=int, default=60)
    wanted.add_argument("--seed", type=int, default=7)
    options = wanted.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manage(environment(folder), "migrate", "--verbosity=0")
        with House(
            folder, forget=lambda: shutil.rmtree(folder / "queue", ignore_errors=True)
        ) as house:
            began = time.monotonic()
            check_each_mark_once(
                house, options.jobs, kills=options.kills, every=2, seed=options.seed, patience=180
            )
            took = time.monotonic() - began
            attempts = house.get("/marks/")["attempts"]
            house.stop()
    print(
        f"{options.jobs} jobs, {options.kills} kills: 0 lost, 0 doubled, "
        f"{attempts - options.jobs} run again, all done after {took:.0f} s"
    )


if __name__ == "__main__":
    main()
