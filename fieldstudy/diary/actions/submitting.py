"""An entry comes in: whole, once, and only from somebody who may log."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fieldstudy.core import clock
from fieldstudy.diary.actions.submission import OtherContent, Submission, kinds_by_item
from fieldstudy.diary.actions.writing import attach, revise
from fieldstudy.diary.answers import ENTRY, AnswersRefused, Asked, Checked, check_answers
from fieldstudy.diary.asking import asked_by, free_prompt
from fieldstudy.diary.models import Entry, Visit
from fieldstudy.events import record
from fieldstudy.events.actors import Acting
from fieldstudy.participants.consent import MayNotLog, agreed_scopes, check_may_log, newest_act
from fieldstudy.participants.models import Participation, Scope
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study

SAME_VISIT = dt.timedelta(hours=3)
FURTHEST_AHEAD = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Submitted:
    """The entry that stands, and whether this call made it."""

    entry: Entry
    is_new: bool


def submit_entry(submission: Submission, *, by: Participation) -> Submitted:
    """Keep a participant's entry with its files; the same again answers the same entry.

    Raises:
        MayNotLog: when the study is closed, consent is missing or the person has left.
        AnswersRefused: naming the items that are wrong.
        OtherContent: when the UUID stands for something else.
    """
    if known := _known(by.study, submission, participation=by):
        return Submitted(known, is_new=False)
    act = check_may_log(by)
    asked, prompt = _asked(submission, agreed_scopes(act))
    return _write(
        submission,
        check_answers(asked, submission.answers, kinds_by_item(submission.files)),
        prompt,
        by=by,
        study=by.study,
        participation=by,
        consent_act=act,
        source=Entry.Source.DIARY,
        is_rehearsal=by.is_rehearsal,
    )


def log_observation(
    submission: Submission,
    *,
    by: Person,
    study: Study,
    source: str,
    about: Participation | None = None,
) -> Submitted:
    """Keep what a field observer saw or heard: an observation, interview or workshop.

    Args:
        about: the participant it is about, whose consent then holds for it too.
    Raises:
        MayNotLog: when the study is closed or the participant it is about has left.
        AnswersRefused, OtherContent: as for :func:`submit_entry`.
    """
    if known := _known(study, submission, author=by):
        return Submitted(known, is_new=False)
    if study.closed_at is not None:
        raise MayNotLog("closed")
    act = newest_act(about) if about else None
    if about and hasattr(about, "withdrawal"):
        raise MayNotLog("left")
    asked, prompt = _asked(submission, agreed_scopes(act) if about else frozenset(Scope.values))
    return _write(
        submission,
        check_answers(asked, submission.answers, kinds_by_item(submission.files)),
        prompt,
        by=by,
        study=study,
        participation=about,
        consent_act=act,
        author=by,
        source=Entry.Source(source),
        is_rehearsal=bool(about and about.is_rehearsal),
    )


def _known(study: Study, submission: Submission, **owner: Any) -> Entry | None:
    known: Entry | None = study.entries.filter(client_id=submission.client_id).first()
    if known is None:
        return None
    is_theirs = all(getattr(known, name) == who for name, who in owner.items())
    if not is_theirs or known.fingerprint != submission.fingerprint:
        raise OtherContent
    return known


def _asked(submission: Submission, scopes: frozenset[str]) -> tuple[Asked, Mapping[str, Any]]:
    document: Mapping[str, Any] = submission.version.document if submission.version else {}
    prompt = submission.version.prompt(submission.prompt_id) if submission.version else None
    prompt = prompt or free_prompt(document)
    return asked_by(document, prompt, scopes), prompt


def _write(
    submission: Submission,
    checked: Checked,
    prompt: Mapping[str, Any],
    *,
    by: Acting,
    study: Study,
    participation: Participation | None,
    **fields: Any,
) -> Submitted:
    now = clock.now()
    written_at = submission.written_at or now
    happened_at = min(submission.happened_at or written_at, now + FURTHEST_AHEAD)
    scenario_id = prompt["scenario"] or _scenario_of(study, submission)
    zone = submission.time_zone if clock.is_zone(submission.time_zone) else study.time_zone
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                study=study,
                client_id=submission.client_id,
                fingerprint=submission.fingerprint,
                participation=participation,
                protocol_version=submission.version,
                prompt_id=prompt["id"] or None,
                scenario_id=scenario_id,
                visit=_visit(study, participation, scenario_id, happened_at),
                happened_at=happened_at,
                written_at=written_at,
                received_at=now,
                time_zone=zone,
                clock_skew_ms=submission.clock_skew_ms,
                language=submission.language,
                **fields,
            )
            revise(entry, checked, number=1, client_id=submission.client_id)
            attach(entry, submission.files, by=by)
            record("entry.submitted", by=by, study=study, subject=entry)
    except IntegrityError:
        # The same entry arrived twice at once, and the other one won: it answers now.
        owner = {"author": by} if fields.get("author") else {"participation": participation}
        if known := _known(study, submission, **owner):
            return Submitted(known, is_new=False)
        raise
    return Submitted(entry, is_new=True)


def _scenario_of(study: Study, submission: Submission) -> Any:
    """The scenario that the sender chose, if the study has it."""
    if submission.scenario_id is None:
        return None
    if not study.scenarios.filter(pk=submission.scenario_id).exists():
        raise AnswersRefused({ENTRY: _("The study has no such scenario.")})
    return submission.scenario_id


def _visit(
    study: Study,
    participation: Participation | None,
    scenario_id: Any,
    happened_at: dt.datetime,
) -> Visit | None:
    """The run through the scenario that this belongs to: one with an entry within three hours."""
    if participation is None or scenario_id is None:
        return None
    near: Entry | None = (
        study.entries.filter(
            participation=participation,
            scenario_id=scenario_id,
            visit__isnull=False,
            happened_at__range=(happened_at - SAME_VISIT, happened_at + SAME_VISIT),
        )
        .select_related("visit")
        .order_by("-happened_at")
        .first()
    )
    if near is not None:
        return near.visit
    return Visit.objects.create(
        study=study, participation=participation, scenario_id=scenario_id, started_at=happened_at
    )
