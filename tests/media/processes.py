"""What the kernel says about a process."""

import time
from pathlib import Path


def peak_megabytes(process_id: int) -> float:
    """The most memory the process ever held at once."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no such line")


def is_running(process_id: int) -> bool:
    """False once it has ended, also while nobody has taken note of it."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def ends_within(process_id: int, seconds: float) -> bool:
    """Wait until it has ended, at most that long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not is_running(process_id):
            return True
        time.sleep(0.02)
    return False
