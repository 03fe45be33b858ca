"""An entry is changed, by a revision beside the old one, or taken back."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from fieldstudy.core import clock
from fieldstudy.diary.actions.submission import NewFile, OtherContent, kinds_by_item
from fieldstudy.diary.actions.writing import attach, revise
from fieldstudy.diary.answers import (
    FILE_NEEDS,
    NOT_AGREED,
    AnswersRefused,
    Asked,
    check_answers,
)
from fieldstudy.diary.asking import asked_by, free_prompt
from fieldstudy.diary.models import Attachment, Entry, EntryRevision, Retraction
from fieldstudy.events import record
from fieldstudy.participants.consent import agreed_scopes, check_may_log, newest_act
from fieldstudy.participants.models import Participation, Scope
from fieldstudy.people.models import Person


class StaleRevision(Exception):
    """The entry was amended elsewhere meanwhile; nothing was changed.

    Attributes:
        latest: the number of the revision that stands.
    """

    def __init__(self, latest: int) -> None:
        super().__init__(f"revision {latest} stands")
        self.latest = latest


class TakenBack(Exception):
    """The entry was taken back, so there is nothing to change."""


def amend_entry(
    entry: Entry,
    *,
    by: Participation | Person,
    client_id: UUID,
    base_number: int,
    answers: Mapping[str, Any],
    files: tuple[NewFile, ...] = (),
    removed: Collection[UUID] = (),
) -> EntryRevision:
    """Add a revision; what stood before stays in the history.

    Args:
        client_id: the sender's UUID of the revision; the same again is the same revision.
        base_number: the revision that the person was looking at.
        removed: client ids of attachments to take off.
    Raises:
        MayNotLog: when the participant cannot log now.
        StaleRevision: when a newer one was written meanwhile.
        AnswersRefused: naming the items that are wrong.
        OtherContent: when the UUID stands for another revision.
        TakenBack: when the entry was.
    """
    if isinstance(by, Participation):
        check_may_log(by)
    with transaction.atomic():
        standing = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        kept = list(standing.attachments.present().exclude(client_id__in=removed))
        new = tuple(each for each in files if not _has(kept, each.client_id))
        scopes = _scopes_of(standing)
        _refuse_without_consent(new, scopes)
        asked = asked_of(standing, scopes | _needed_by(kept))
        checked = check_answers(asked, answers, kinds_by_item([*kept, *new]))
        again: EntryRevision | None = standing.revisions.filter(client_id=client_id).first()
        if again is not None:
            if again.answers != checked.answers:
                raise OtherContent
            return again
        latest = standing.revisions.count()
        if Retraction.objects.filter(entry=standing).exists():
            raise TakenBack
        if latest != base_number:
            raise StaleRevision(latest)
        for attachment in standing.attachments.present().filter(client_id__in=removed):
            attachment.removed_at = clock.now()
            attachment.save(update_fields=["removed_at"])
        revision = revise(standing, checked, number=latest + 1, client_id=client_id)
        attach(standing, new, by=by)
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


def asked_of(entry: Entry, scopes: frozenset[str]) -> Asked:
    """What the entry answers, by the version it was written under."""
    version = entry.protocol_version
    document: Mapping[str, Any] = version.document if version else {}
    prompt = version.prompt(str(entry.prompt_id)) if version and entry.prompt_id else None
    return asked_by(document, prompt or free_prompt(document), scopes)


def _scopes_of(entry: Entry) -> frozenset[str]:
    """What may be added now: the newest answer counts, whatever held when the entry was written."""
    if entry.participation is None:
        return frozenset(Scope.values)
    return agreed_scopes(newest_act(entry.participation))


def _refuse_without_consent(new: Collection[NewFile], scopes: frozenset[str]) -> None:
    refused = {each.item_key: NOT_AGREED for each in new if not scopes >= FILE_NEEDS[each.kind]}
    if refused:
        raise AnswersRefused(refused)


def _needed_by(kept: Collection[Attachment]) -> frozenset[str]:
    """What was sent under an earlier answer may stay beside a change of the words."""
    return frozenset().union(*(FILE_NEEDS[each.kind] for each in kept))


def _has(kept: Collection[Attachment], client_id: UUID) -> bool:
    return any(each.client_id == client_id for each in kept)
