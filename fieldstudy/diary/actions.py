"""What may happen to entries: submitted, amended, taken back, left out, put back."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from fieldstudy.core import clock
from fieldstudy.core.text import take_in
from fieldstudy.diary.answers import FILE_KINDS, Asked, Checked, check_answers
from fieldstudy.diary.asking import asked_by, free_prompt
from fieldstudy.diary.models import (
    Attachment,
    Entry,
    EntryRevision,
    Exclusion,
    Retraction,
    Visit,
)
from fieldstudy.events import record
from fieldstudy.events.actors import Acting
from fieldstudy.participants.consent import agreed_scopes, check_may_log
from fieldstudy.participants.models import Participation, Scope
from fieldstudy.people.models import Person
from fieldstudy.studies.models import ProtocolVersion, Study
from fieldstudy.uploads.models import Upload

SAME_VISIT = dt.timedelta(hours=3)
FURTHEST_AHEAD = dt.timedelta(days=1)


class OtherContent(Exception):
    """The client's UUID was used before for something else; nothing was changed."""


class StaleRevision(Exception):
    """The entry was amended elsewhere meanwhile; nothing was changed.

    Attributes:
        latest: the number of the revision that stands.
    """

    def __init__(self, latest: int) -> None:
        super().__init__(f"revision {latest} stands")
        self.latest = latest


@dataclass(frozen=True, slots=True)
class NewFile:
    """A stored file that an entry takes with it. ``size`` in bytes, ``sha256`` in hex."""

    client_id: UUID
    item_key: str
    kind: str
    storage_key: str
    size: int
    sha256: str
    content_type: str = ""
    language: str = ""
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """An entry as it arrives.

    Attributes:
        client_id: the sender's UUID; the same again is the same entry.
        version: the protocol version answered; None only for staff before anything is published.
        prompt_id: key of the prompt in that version, or empty for a free entry.
        answers: item key → value, see ``EntryRevision.answers``.
        happened_at, written_at: by the sender's clock, aware.
        time_zone: IANA name of the zone those were meant in.
        clock_skew_ms: sender's clock minus ours when it was sent.
        scenario_id: the scenario chosen by the sender, for a free entry.
    """

    client_id: UUID
    version: ProtocolVersion | None
    answers: Mapping[str, Any]
    prompt_id: str = ""
    files: tuple[NewFile, ...] = ()
    happened_at: dt.datetime = field(default_factory=clock.now)
    written_at: dt.datetime = field(default_factory=clock.now)
    time_zone: str = "UTC"
    clock_skew_ms: int = 0
    language: str = ""
    scenario_id: UUID | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what the sender meant: answers, files and time of happening."""
        plain = {
            "prompt": self.prompt_id,
            "answers": self.answers,
            "files": sorted(
                [str(each.client_id), each.item_key, each.sha256] for each in self.files
            ),
            "happened_at": self.happened_at.isoformat(),
            "scenario": str(self.scenario_id or ""),
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


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
    checked = check_answers(asked, submission.answers, _counts(submission))
    return _write(
        submission,
        checked,
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

    Raises:
        AnswersRefused, OtherContent: as for :func:`submit_entry`.
    """
    if known := _known(study, submission, author=by):
        return Submitted(known, is_new=False)
    asked, prompt = _asked(submission, frozenset(Scope.values))
    checked = check_answers(asked, submission.answers, _counts(submission))
    return _write(
        submission,
        checked,
        prompt,
        by=by,
        study=study,
        participation=about,
        author=by,
        source=Entry.Source(source),
    )


def amend_entry(
    entry: Entry,
    *,
    by: Acting,
    client_id: UUID,
    base_number: int,
    answers: Mapping[str, Any],
    files: tuple[NewFile, ...] = (),
    removed: Collection[UUID] = (),
) -> EntryRevision:
    """Add a revision; what stood before stays in the history.

    Args:
        base_number: the revision that the person was looking at.
        removed: client ids of attachments to take off.
    Raises:
        StaleRevision: when a newer one was written meanwhile.
        AnswersRefused: naming the items that are wrong.
    """
    with transaction.atomic():
        standing = Entry.objects.select_for_update().select_related("latest").get(pk=entry.pk)
        if again := standing.revisions.filter(client_id=client_id).first():
            return again
        latest = standing.latest.number if standing.latest else 0
        if latest != base_number:
            raise StaleRevision(latest)
        kept = standing.attachments.present().exclude(client_id__in=removed)
        checked = check_answers(_asked_of(standing), answers, _tally(kept, files))
        for attachment in standing.attachments.present().filter(client_id__in=removed):
            attachment.removed_at = clock.now()
            attachment.save(update_fields=["removed_at"])
        revision = _revise(standing, checked, number=latest + 1, client_id=client_id)
        _attach(standing, files, by=by)
        record("entry.amended", by=by, study=standing.study, subject=standing, revision=revision)
    entry.refresh_from_db()
    return revision


def retract_entry(entry: Entry, *, by: Participation) -> Retraction:
    """A participant takes an entry back; it leaves every page but their own."""
    with transaction.atomic():
        retraction, is_new = Retraction.objects.get_or_create(study=entry.study, entry=entry)
        if is_new:
            record("entry.retracted", by=by, study=entry.study, subject=entry)
    return retraction


def exclude_entry(entry: Entry, *, by: Person, reason: str) -> Exclusion:
    """Leave an entry out of analysis, with a reason."""
    with transaction.atomic():
        exclusion, is_new = Exclusion.objects.get_or_create(
            study=entry.study, entry=entry, defaults={"by": by, "reason": take_in(reason)}
        )
        if is_new:
            record("entry.excluded", by=by, study=entry.study, subject=entry)
    return exclusion


def include_entry(entry: Entry, *, by: Person) -> None:
    """Take an excluded entry into analysis again."""
    with transaction.atomic():
        if Exclusion.objects.filter(entry=entry).delete()[0]:
            record("entry.included", by=by, study=entry.study, subject=entry)


def _known(study: Study, submission: Submission, **owner: Any) -> Entry | None:
    known: Entry | None = study.entries.filter(client_id=submission.client_id).first()
    if known is None:
        return None
    if not all(getattr(known, name) == who for name, who in owner.items()):
        raise OtherContent
    if known.fingerprint != submission.fingerprint:
        raise OtherContent
    return known


def _asked(submission: Submission, scopes: frozenset[str]) -> tuple[Asked, Mapping[str, Any]]:
    document: Mapping[str, Any] = submission.version.document if submission.version else {}
    prompt = submission.version.prompt(submission.prompt_id) if submission.version else None
    prompt = prompt or free_prompt(document)
    return asked_by(document, prompt, scopes), prompt


def _asked_of(entry: Entry) -> Asked:
    """What the entry answers, by the version and the consent it was given under."""
    version = entry.protocol_version
    document: Mapping[str, Any] = version.document if version else {}
    prompt = version.prompt(str(entry.prompt_id)) if version and entry.prompt_id else None
    scopes = agreed_scopes(entry.consent_act) if entry.consent_act else frozenset(Scope.values)
    return asked_by(document, prompt or free_prompt(document), scopes)


def _counts(submission: Submission) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in submission.files:
        counts[each.item_key] = counts.get(each.item_key, 0) + 1
    return counts


def _tally(kept: Any, files: tuple[NewFile, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in [*kept.values_list("item_key", flat=True), *(each.item_key for each in files)]:
        counts[key] = counts.get(key, 0) + 1
    return counts


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
    happened_at = min(submission.happened_at, clock.now() + FURTHEST_AHEAD)
    scenario_id = prompt["scenario"] or submission.scenario_id
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
                written_at=submission.written_at,
                time_zone=submission.time_zone,
                clock_skew_ms=submission.clock_skew_ms,
                language=submission.language,
                **fields,
            )
            _revise(entry, checked, number=1, client_id=submission.client_id)
            _attach(entry, submission.files, by=by)
            record("entry.submitted", by=by, study=study, subject=entry)
    except IntegrityError:
        # The same entry arrived twice at once, and the other one won: it answers now.
        owner = {"participation": participation} if participation else {"author": by}
        if known := _known(study, submission, **owner):
            return Submitted(known, is_new=False)
        raise
    return Submitted(entry, is_new=True)


def _revise(entry: Entry, checked: Checked, *, number: int, client_id: UUID) -> EntryRevision:
    """Write a revision and bring the entry's own columns in line with it."""
    revision = EntryRevision.objects.create(
        study_id=entry.study_id,
        entry=entry,
        number=number,
        text=checked.text,
        answers=checked.answers,
        client_id=client_id,
    )
    entry.latest = revision
    entry.valence, entry.arousal = checked.valence, checked.arousal
    entry.emotions = checked.emotions
    entry.touchpoint_id = UUID(checked.touchpoint) if checked.touchpoint else None
    entry.touchpoint_named = checked.touchpoint_named
    entry.brand_id = UUID(checked.brand) if checked.brand else None
    entry.place = checked.place
    entry.save()
    return revision


def _attach(entry: Entry, files: tuple[NewFile, ...], *, by: Acting) -> None:
    first = entry.attachments.count()
    for position, each in enumerate(files, start=first):
        attachment, is_new = Attachment.objects.get_or_create(
            entry=entry,
            client_id=each.client_id,
            defaults={
                "study_id": entry.study_id,
                "upload": each.upload,
                "item_key": each.item_key,
                "kind": FILE_KINDS.get(each.kind, each.kind),
                "position": position,
                "storage_key": each.storage_key,
                "content_type": each.content_type,
                "size": each.size,
                "sha256": each.sha256,
                "language": each.language,
            },
        )
        if is_new:
            record("attachment.stored", by=by, study=entry.study, subject=attachment, entry=entry)


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
