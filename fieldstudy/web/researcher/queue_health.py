"""What must follow, as people read it: what waits, what works, what stopped and why."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.jobs.models import Job
from fieldstudy.studies.models import Study

STUCK_SHOWN = 20

NAMES: dict[str, Promise] = {
    "make_renditions": _("Safe copies of photos and sound"),
    "transcribe_recording": _("Transcripts of voice notes"),
    "build_export": _("Exports"),
    "erase_if_asked": _("Erasures that participants asked for"),
    "erase_participant": _("Erasures"),
}

REASONS: dict[str, Promise] = {
    "no_speech_model": _("the speech model is not there yet"),
    "disk_full": _("the disk is full"),
    "no_voice_consent": _("the participant does not allow voice notes"),
    "missing": _("the file is gone"),
    "damaged": _("the file is damaged"),
    "damaged_model": _("the speech model is damaged"),
    "engine": _("the speech engine gave up"),
    "no_sound": _("there is no sound in it"),
    "unsupported": _("the kind of file is not known"),
    "too_large": _("the file is too large"),
    "too_many_pixels": _("the picture is too large"),
    "over_limit": _("it needed more memory or time than allowed"),
    "killed": _("the process was ended from outside"),
    "worker_lost": _("its worker was lost"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """All jobs of one name that are not done."""

    words: str | Promise
    waiting: int
    working: int
    stuck: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """One job that only a person can set going again."""

    job: Job

    @property
    def words(self) -> str | Promise:
        """What it is for."""
        return NAMES.get(self.job.name, self.job.name)

    @property
    def reason(self) -> str | Promise:
        """Why it stopped; the bare code word where nobody wrote a sentence for it."""
        return REASONS.get(self.job.reason, self.job.reason)


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """The jobs of one study."""

    kinds: list[Kind]
    stuck: list[Stuck]
    held_up: list[str | Promise]
    """Why some of what waits cannot begin."""
    oldest: dt.timedelta
    """How long the oldest due one has been due."""

    @property
    def oldest_min(self) -> int:
        """The same in whole minutes."""
        return int(self.oldest.total_seconds() // 60)

    @property
    def is_busy(self) -> bool:
        """Something moves, so the page may look again by itself."""
        return any(kind.waiting or kind.working for kind in self.kinds)


def read_queue(study: Study) -> QueueHealth:
    """Counts by name, the stuck ones, and the oldest that is due; four queries."""
    jobs = Job.objects.of_study(study.pk)
    held_up = jobs.filter(state=Job.State.WAITING).exclude(reason="")
    reasons = held_up.order_by().values_list("reason", flat=True).distinct()
    return QueueHealth(
        kinds=_kinds(jobs),
        stuck=[Stuck(job) for job in jobs.stuck().order_by("-created_at")[:STUCK_SHOWN]],
        held_up=[REASONS.get(reason, reason) for reason in reasons],
        oldest=max(jobs.oldest_due_age(), dt.timedelta()),
    )


def _kinds(jobs: Any) -> list[Kind]:
    states = Job.State
    counts: dict[str, dict[str, int]] = {}
    rows = jobs.exclude(state=states.READY).order_by().values_list("name", "state")
    for name, state, count in rows.annotate(n=Count("id")):
        counts.setdefault(name, {})[state] = count
    return [
        Kind(
            words=NAMES.get(name, name),
            waiting=found.get(states.WAITING, 0) + found.get(states.RETRY, 0),
            working=found.get(states.WORKING, 0),
            stuck=found.get(states.FAILED, 0) + found.get(states.QUARANTINED, 0),
        )
        for name, found in sorted(counts.items())
    ]
