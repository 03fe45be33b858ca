"""Entries as beads on a thread: face, time, place, words, media, and how safe they are."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldstudy.core.localized import LocalizedText
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.media.models import Rendition

SAFE = gettext_lazy("Safe with the researchers")
TAKEN_BACK = gettext_lazy("Taken back")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are shown to the one who reads.

    Attributes:
        copy: of a file and the kind of its copy.
        entry: of one entry.
    """

    copy: Callable[[Attachment, str], str]
    entry: Callable[[Entry], str]


@dataclass(frozen=True, slots=True)
class Bead:
    """One entry, as ``components/thread_item.html`` draws it.

    Attributes:
        at: when it happened.
        place: the touchpoint, from the list or in own words.
        photos: address and alternative text of each.
        sounds: lengths of recordings and videos, in ms; None while unknown.
    """

    valence: int | None
    at: dt.datetime
    place: LocalizedText | str
    words: str
    language: str
    photos: list[tuple[str, str]]
    sounds: list[int | None]
    status: Promise
    status_kind: str
    href: str

    @property
    def day(self) -> dt.date:
        """The day it happened on, in the reader's zone."""
        return timezone.localdate(self.at)


def thread_of(entries: Iterable[Entry], addresses: Addresses) -> list[Bead]:
    """The beads of these entries, in their order; media must have been fetched along."""
    return [_bead(entry, addresses) for entry in entries]


def place_of(entry: Entry) -> LocalizedText | str:
    """The touchpoint's name, or the person's own word for it."""
    return entry.touchpoint.name if entry.touchpoint else entry.touchpoint_named


def present(entry: Entry) -> list[Attachment]:
    """The files that the entry still holds, without another query."""
    return [each for each in entry.attachments.all() if each.removed_at is None]


def copy_link(attachment: Attachment, kind: str, addresses: Addresses) -> str:
    """Where this copy of a file is shown; empty while there is none."""
    has_copy = any(copy.kind == kind for copy in attachment.renditions.all())
    return addresses.copy(attachment, kind) if has_copy else ""


def photo_links(
    attachments: Iterable[Attachment], kind: str, addresses: Addresses
) -> list[tuple[str, str]]:
    """Address and alternative text of each photo that has such a copy."""
    photos = [each for each in attachments if each.kind == Attachment.Kind.PHOTO]
    links = [
        (number, copy_link(photo, kind, addresses)) for number, photo in enumerate(photos, start=1)
    ]
    return [(link, _("Photo %(number)s") % {"number": number}) for number, link in links if link]


def _bead(entry: Entry, addresses: Addresses) -> Bead:
    attachments = present(entry)
    is_taken_back = hasattr(entry, "retraction")
    return Bead(
        valence=entry.valence,
        at=entry.happened_at,
        place=place_of(entry),
        words=entry.text,
        language=entry.language,
        photos=photo_links(attachments, Rendition.Kind.THUMBNAIL, addresses),
        sounds=[each.duration_ms for each in attachments if each.kind != Attachment.Kind.PHOTO],
        status=TAKEN_BACK if is_taken_back else SAFE,
        status_kind="" if is_taken_back else "safe",
        href=addresses.entry(entry),
    )
