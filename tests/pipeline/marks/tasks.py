"""The one job."""

import subprocess
import sys
import time
from uuid import UUID

from fieldstudy.jobs import Finish, RetryLater, Work
from tests.pipeline.marks import STUBBORN
from tests.pipeline.marks.models import Mark

CHILD = [sys.executable, "-c", "import time; time.sleep(0.1)  # marks child"]


def leave_mark(subject_id: UUID, work: Work) -> Finish:
    """Work as speech does: in a child process, with progress, then one row."""
    if subject_id.int >= STUBBORN:
        time.sleep(300)
    for step in range(2):
        work.progress(step, 2)
        if subprocess.run(CHILD, check=False).returncode:
            raise RetryLater("child_lost", 0.2)
        time.sleep(0.05)
    return lambda: Mark.objects.create(number=subject_id.int)
