"""The first page: what to do, and one's own day so far."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.core import clock
from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.asking import live_version
from fieldstudy.diary.models import Entry
from fieldstudy.participants.models import Participation
from fieldstudy.web.participant.addresses import OWN
from fieldstudy.web.participant.gates import after_consent
from fieldstudy.web.participant.sessions import keep_remembering
from fieldstudy.web.shared.thread import thread_of


@dataclass(frozen=True, slots=True)
class Day:
    """How far the diary has come.

    Attributes:
        number: this day, from 1; past ``total`` when the days are over.
        total: the days of fieldwork for each person.
    """

    number: int
    total: int

    @property
    def marks(self) -> list[str]:
        """One class for each day: ``done``, ``today`` or nothing."""
        return [
            "done" if day < self.number else "today" if day == self.number else ""
            for day in range(1, self.total + 1)
        ]

    @property
    def is_over(self) -> bool:
        """Whether the planned days are behind."""
        return self.number > self.total


@dataclass(frozen=True, slots=True)
class Task:
    """A prompt as the page offers it.

    Attributes:
        done_at: when it was last answered today.
    """

    id: str
    name: LocalizedText
    minutes: int
    questions: int
    done_at: dt.datetime | None


@action("participant")
@require_safe
@after_consent
def today(request: ParticipantRequest) -> HttpResponse:
    """Prompts, how far one has come, and the entries of today in the order things happened."""
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    entries = list(
        request.participation.entries.filter(
            happened_at__gte=begins, happened_at__lt=begins + dt.timedelta(days=1)
        )
        .with_words()
        .select_related("retraction")
        .with_media()
        .in_order()
    )
    version = live_version(request.study, rehearsing=request.participation.is_rehearsal)
    prompts = version.document["prompts"] if version else []
    tasks = _tasks(prompts, entries)
    context: dict[str, Any] = {
        "day": day_of(request.participation),
        "now": timezone.localtime(),
        "entry_count": request.participation.entries.filter(retraction=None).count(),
        "open_tasks": [task for task in tasks if task.done_at is None],
        "done_tasks": [task for task in tasks if task.done_at is not None],
        "thread": thread_of(entries, OWN),
        "may_log": request.study.is_live or request.participation.is_rehearsal,
    }
    response = render(request, "participant/today.html", context)
    keep_remembering(request, response)
    return response


def day_of(participation: Participation) -> Day:
    """Which day of the diary it is, counted in the participant's zone from the day of joining."""
    joined = timezone.localdate(participation.joined_at or clock.now())
    return Day((timezone.localdate() - joined).days + 1, participation.study.days)


def _tasks(prompts: Sequence[Mapping[str, Any]], entries: Sequence[Entry]) -> list[Task]:
    done = {
        str(entry.prompt_id): entry.received_at for entry in entries if entry.prompt_id is not None
    }
    return [
        Task(
            id=prompt["id"],
            name=LocalizedText.parse(prompt["name"]),
            minutes=prompt["minutes"],
            questions=len(prompt["items"]),
            done_at=done.get(prompt["id"]),
        )
        for prompt in prompts
    ]
