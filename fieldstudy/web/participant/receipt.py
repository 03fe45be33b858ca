"""The slip that says what arrived, line by line."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fieldstudy.core import valence
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.web.shared.templatetags.fieldstudy import when
from fieldstudy.web.shared.thread import place_of, present

Line = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Slip:
    """What ``components/slip.html`` prints.

    Attributes:
        lines: what, and how much of it.
        total: the last line, which gives the word.
        fine: the small print.
    """

    lines: list[Line]
    total: Line
    fine: list[str]


def slip_of(entry: Entry) -> Slip:
    """The receipt of the entry as it stands now."""
    return Slip(
        lines=[*_content(entry), *_files(entry), *_times(entry)],
        total=(_("Received, whole"), _seconds(entry)),
        fine=[
            _("No. %(number)s · %(label)s · %(day)s")
            % {
                "number": number_of(entry),
                "label": entry.voice,
                "day": date_format(timezone.localtime(entry.received_at), "Y-m-d"),
            },
            _("checked byte for byte and stored"),
        ],
    )


def number_of(entry: Entry) -> str:
    """Eight digits by which the person and the team can find the entry: ``4C2E-91AB``."""
    digits = entry.client_id.hex[-8:].upper()
    return f"{digits[:4]}-{digits[4:]}"


def _content(entry: Entry) -> list[Line]:
    lines: list[Line] = []
    if place := place_of(entry):
        lines.append((_("Where"), place))
    if entry.valence is not None:
        words = _("%(figure)s %(word)s") % {
            "figure": valence.figure(entry.valence),
            "word": valence.word(entry.valence),
        }
        lines.append((_("How it felt"), words))
    if entry.text:
        count = len(entry.text)
        said = ngettext("%(n)s character", "%(n)s characters", count) % {"n": count}
        lines.append((_("Your words"), said))
    return lines


def _files(entry: Entry) -> list[Line]:
    kinds = [each.kind for each in present(entry)]
    names = {
        Attachment.Kind.PHOTO: _("Photos"),
        Attachment.Kind.RECORDING: _("Voice notes"),
        Attachment.Kind.VIDEO: _("Videos"),
    }
    return [(name, kinds.count(kind)) for kind, name in names.items() if kind in kinds]


def _times(entry: Entry) -> list[Line]:
    lines: list[Line] = [(_("It happened"), when(entry.happened_at))]
    if entry.latest and entry.latest.number > 1:
        lines.append((_("Changed"), when(entry.latest.created_at)))
    return lines


def _seconds(entry: Entry) -> str:
    return date_format(timezone.localtime(entry.received_at), "H:i:s")
