"""Runs the benchmarks: ``python -m tests.benchmarks [name …]``, all of them without a name.

Each is a module ``bench_<name>`` with a ``main()`` that prints what it measured. Each runs in a process and,
unless DATABASE_URL says otherwise, on a database of its own, so that no figure and no row touches another.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
NAMES = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))


def main(wanted: list[str]) -> int:
    """Run what is wanted, one after another; the exit code is 1 when one of them failed."""
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    failed = [name for name in wanted or NAMES if not _run(name)]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(name: str) -> bool:
    print(f"\n{name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="fieldstudy-bench-") as folder:
        environment = {**os.environ, "FIELDSTUDY_DATA": folder}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, env=environment, cwd=ROOT, check=True)
        bench = [sys.executable, "-m", f"tests.benchmarks.bench_{name}"]
        return subprocess.run(bench, env=environment, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
