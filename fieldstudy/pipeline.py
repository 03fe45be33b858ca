"""What must happen after what: the whole way through the house, in one table.

A line in ``FOLLOWS`` says which jobs the transaction writes that records a verb. A line in ``JOBS``
says what a job name runs and in which queue. ``PERIODIC`` is what the scheduler looks at by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from fieldstudy.coding.tasks import (
    follow_amendment,
    follow_correction,
    follow_transcription,
)
from fieldstudy.events.following import follow
from fieldstudy.events.sealing import seal_events
from fieldstudy.exports.actions import expire_exports
from fieldstudy.exports.tasks import build_export
from fieldstudy.jobs.sweeping import sweep
from fieldstudy.jobs.table import Duty, register
from fieldstudy.media.store import sweep_store
from fieldstudy.media.tasks import make_renditions
from fieldstudy.people.upkeep import forget_what_is_over
from fieldstudy.privacy.tasks import erase_if_asked, erase_participant
from fieldstudy.transcription.tasks import transcribe_recording
from fieldstudy.uploads.actions import expire_uploads


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something done again and again by the scheduler; it may run twice, and it may be late.

    Attributes:
        run: a plain function; it opens the scopes it needs, and its return value is not used.
        every: seconds between two runs; the first is at start.
    """

    run: Callable[[], object]
    every: float


FOLLOWS: dict[str, tuple[str, ...]] = {
    "attachment.stored": ("make_renditions",),
    "rendition.made": ("transcribe_recording",),
    "transcript.made": ("follow_transcription",),
    "transcript.corrected": ("follow_correction",),
    "entry.amended": ("follow_amendment",),
    "participation.withdrawn": ("erase_if_asked",),
    "export.requested": ("build_export",),
    "erasure.requested": ("erase_participant",),
}

JOBS: dict[str, Duty] = {
    "make_renditions": Duty(make_renditions),
    "transcribe_recording": Duty(transcribe_recording, queue="speech"),
    "follow_transcription": Duty(follow_transcription),
    "follow_correction": Duty(follow_correction),
    "follow_amendment": Duty(follow_amendment),
    "build_export": Duty(build_export),
    "erase_if_asked": Duty(erase_if_asked),
    "erase_participant": Duty(erase_participant),
}

PERIODIC: tuple[Periodic, ...] = (
    Periodic(sweep, every=settings.JOB_SWEEP_EVERY),
    Periodic(seal_events, every=30),
    Periodic(expire_exports, every=3600),
    Periodic(expire_uploads, every=3600),
    Periodic(forget_what_is_over, every=3600),
    Periodic(sweep_store, every=86_400),
)


def install() -> None:
    """Hand the table to those who act on it. Called once, when the apps are loaded."""
    register(JOBS)
    follow(FOLLOWS)
