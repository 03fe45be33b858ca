"""Why a file was not taken, in words: for the phone's own code and for the page alike."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.core.localized import ENGLISH, reading_language
from fieldstudy.participants.consent import MayNotLog
from fieldstudy.uploads import refusals
from fieldstudy.uploads.limits import MIB
from fieldstudy.web.shared.problems import Words, problem


@dataclass(frozen=True, slots=True)
class Said:
    """The words for one refusal.

    Attributes:
        field: the header, or the member of its metadata, that is at fault.
    """

    status: int
    code: str
    happened: Promise
    advice: Words = ""
    field: str | None = None


SAID: dict[type[refusals.UploadRefused], Said] = {
    refusals.WrongOffset: Said(
        409,
        "wrong-offset",
        _("The file goes on at another place."),
        _("What has arrived is safe. Carry on from the place named here."),
        "Upload-Offset",
    ),
    refusals.OtherContent: Said(
        409,
        "other-content",
        _("Another file was begun under this id."),
        _("The other file is safe. Send this one under an id of its own."),
        "id",
    ),
    refusals.WrongDigest: Said(
        422,
        "wrong-digest",
        _("The file was changed on its way."),
        _("Keep it on the phone and send it again from the start."),
        "sha256",
    ),
    refusals.TooLarge: Said(
        413,
        "too-large",
        _("This file is too large."),
        _("The largest file of this kind is %(megabytes)s MB."),
        "Upload-Length",
    ),
    refusals.QuotaUsed: Said(
        413,
        "quota-used",
        _("You have sent as much as the study can take."),
        _("Everything sent before is safe. Tell the contact person of the study."),
    ),
    refusals.TypeRefused: Said(
        415,
        "type-refused",
        _("A file of this type cannot be added."),
        _("An entry can hold photos, sound and videos."),
        "type",
    ),
    refusals.Closed: Said(
        410, "closed", _("The study is over."), _("What was sent before is safe.")
    ),
    refusals.Empty: Said(
        400,
        "empty-file",
        _("The file is empty."),
        _("Choose it again, or open this page in another browser."),
        "Upload-Length",
    ),
    refusals.PastTheEnd: Said(
        400, "past-the-end", _("The piece is longer than what is missing."), "", "Content-Length"
    ),
    refusals.Gone: Said(404, "not-found", _("There is no such upload any more.")),
}


# What may still change keeps the phone trying; the rest tells it to stop.
MAY_COME = {"no-consent": 403, "not-open": 403}


def shut_out(refusal: MayNotLog) -> HttpResponse:
    """The problem document for a participant who may not log now: 410 where it stays so."""
    return problem(MAY_COME.get(refusal.code, 410), refusal.code, refusal.words)


def advice_on(refusal: refusals.UploadRefused) -> str:
    """What to do about it, in one or two sentences."""
    advice = str(SAID[type(refusal)].advice)
    if isinstance(refusal, refusals.TooLarge):
        return advice % {"megabytes": refusal.most // MIB}
    return advice


def words_of(refusal: refusals.UploadRefused) -> str:
    """What happened and what to do about it, for the form that the file was chosen in."""
    happened, advice = str(SAID[type(refusal)].happened), advice_on(refusal)
    space = " " if reading_language() == ENGLISH else ""
    return f"{happened}{space}{advice}".strip()


def refused(refusal: refusals.UploadRefused) -> HttpResponse:
    """The problem document, with the true offset where a phone can carry on from one."""
    said = SAID[type(refusal)]
    more: dict[str, Any] = {}
    match refusal:
        case refusals.WrongOffset(offset=offset):
            more["offset"] = offset
        case refusals.WrongDigest():
            more["offset"] = 0
        case refusals.TooLarge(most=most):
            more["most"] = most
    answer = problem(
        said.status, said.code, said.happened, advice_on(refusal), field=said.field, **more
    )
    if "offset" in more:
        answer["Upload-Offset"] = str(more["offset"])
    return answer
