"""``python -m tests.check_javascript``: the types of our modules, checked as strictly as they can be."""

import sys

from tests.javascript import MODULES, ROOT, install, run_node

CONFIGS = ("tsconfig.json", "tsconfig.workers.json")


def main() -> int:
    """Check pages' modules and workers apart: they live in different worlds."""
    install()
    compiler = str(MODULES / "typescript" / "bin" / "tsc")
    workers = ROOT / "static/fieldstudy/workers"
    configs = CONFIGS if any(workers.glob("*.js")) else CONFIGS[:1]
    return max(run_node(compiler, "-p", config) for config in configs)


if __name__ == "__main__":
    sys.exit(main())
