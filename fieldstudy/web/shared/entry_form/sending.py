"""A posted form becomes an entry, or comes back with everything that was in it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fieldstudy.diary.actions import NewFile, OtherContent, StaleRevision, TakenBack
from fieldstudy.diary.actions.submission import kinds_by_item
from fieldstudy.diary.answers import ENTRY, AnswersRefused, check_answers
from fieldstudy.diary.manifest import MissingFile, find_files
from fieldstudy.participants.consent import MayNotLog
from fieldstudy.people.limits import TooMany
from fieldstudy.web.shared.entry_form.files import Received, Sender, take_in_files
from fieldstudy.web.shared.entry_form.form import WHEN, EntryForm
from fieldstudy.web.shared.entry_form.reading import WrongTime, read_happened_at, read_zone

T = TypeVar("T")
Problems = dict[str, Promise | str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brings, ready for the action.

    Attributes:
        happened_at: aware; None for just now.
    """

    answers: Mapping[str, Any]
    files: tuple[NewFile, ...]
    happened_at: dt.datetime | None
    time_zone: str


def send_form(
    form: EntryForm, request: HttpRequest, *, sender: Sender, send: Callable[[Sent], T]
) -> T | None:
    """Read the posted form and hand it to ``send``.

    Returns:
        What ``send`` returned; None when something stands in the way: the form then holds what was
        written, the files that arrived, and the problems with the status that says of what kind.
    """
    received = take_in_files(request, form.asked.items, sender)
    form.uploads = received.uploads
    problems: Problems = dict(received.problems)
    if received.is_disk_full:
        problems[ENTRY] = _(
            "The server’s disk is full, so no more files can be taken in just now. Keep this page open and save again later."
        )
        form.status = 507
    happened_at = None
    try:
        happened_at = read_happened_at(request.POST)
    except WrongTime:
        problems[WHEN] = _("Give a day and a time.")
    if problems:
        problems = _wrong_answers(form, received, sender) | problems
        _refuse(form, problems)
        return None
    try:
        files = find_files(received.listed, form.asked.items, sent_by=sender.by)
        return send(Sent(form.answers, files, happened_at, read_zone(request.POST)))
    except AnswersRefused as refusal:
        _refuse(form, refusal.problems)
        return None
    except MissingFile as missing:
        words = _("One file did not arrive whole. Choose it again.")
        _refuse(form, {missing.item_key: words})
        return None
    except (OtherContent, StaleRevision, TakenBack, MayNotLog, TooMany) as refusal:
        _turn_away(form, refusal)
        return None


def _refuse(form: EntryForm, problems: Mapping[str, Promise | str]) -> None:
    form.problems = problems
    form.status = max(form.status, 422)


def _wrong_answers(form: EntryForm, received: Received, sender: Sender) -> Problems:
    """What is wrong with the answers, so that everything is named at once."""
    try:
        files = find_files(received.listed, form.asked.items, sent_by=sender.by)
        check_answers(form.asked, form.answers, kinds_by_item([*files, *form.kept]))
    except AnswersRefused as refusal:
        return refusal.problems
    except MissingFile:
        pass
    return {}


def _turn_away(form: EntryForm, refusal: Exception) -> None:
    """The answers are in order, but the entry cannot be taken as it came."""
    match refusal:
        case OtherContent():
            # The next try is an entry of its own, not a quarrel with the one that stands.
            form.form_id = uuid4()
            form.status = 409
            words: Promise | str = _(
                "This form was sent before, with other words. Save again to keep what you see now as one more entry."
            )
        case StaleRevision(latest=latest):
            form.base_number = latest
            form.form_id = uuid4()
            form.status = 409
            words = _(
                "This entry was changed elsewhere meanwhile. Both versions are kept; save again to let yours be the newest."
            )
        case TakenBack():
            form.status = 409
            words = _("This entry was taken back, so it cannot be changed any more.")
        case MayNotLog():
            form.status = 403
            form.needs_consent = refusal.code == "no-consent"
            words = refusal.words
        case TooMany():
            form.status = 429
            words = _(
                "That was very much in a short time. Keep this page open and save again in some minutes."
            )
        case _:
            raise refusal
    form.problems = {ENTRY: words}
