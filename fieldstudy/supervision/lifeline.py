"""Nobody outlives the supervisor.

Every supervised process inherits the reading end of a pipe whose writing end only the supervisor
has. However the supervisor dies, the pipe ends, and so do they.
"""

import ctypes
import os
import signal
import sys
import threading

VARIABLE = "FIELDSTUDY_LIFELINE"
_PR_SET_PDEATHSIG = 1


def hold() -> None:
    """End this process when the supervisor is gone; does nothing in a process that has none."""
    handle = os.environ.get(VARIABLE)
    if handle is not None:
        threading.Thread(target=_wait, args=(int(handle),), name="lifeline", daemon=True).start()


def _wait(handle: int) -> None:
    try:
        os.read(handle, 1)
    except OSError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def die_with(parent: int) -> None:
    """Have the kernel end this process when its parent ends (Linux; elsewhere the pipe does it).

    Args:
        parent: the parent's process id, to notice when it ended before we asked.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
