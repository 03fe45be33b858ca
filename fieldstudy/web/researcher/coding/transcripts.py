"""Transcripts: corrected line by line beside the sound, and accepted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.coding.actions import Carried, correct_transcript
from fieldstudy.diary.models import Entry
from fieldstudy.transcription.actions import StaleVersion, accept_version
from fieldstudy.transcription.models import Transcript
from fieldstudy.web.researcher.coding.material import media_of

PAGE = 200
"""Lines shown at a time: a form may have 400 fields."""


@action("transcript.correct")
@require_http_methods(["GET", "HEAD", "POST"])
def transcript(request: StaffRequest, entry: UUID, attachment: UUID) -> HttpResponse:
    """The lines of a transcript in fields; ``?from=`` begins at that line, from 0."""
    found = _transcript(request, entry, attachment)
    texts = [each.text for each in found.latest.utterances.all()] if found.latest else []
    first = _line(request.GET.get("from", ""), len(texts))
    if request.method == "POST":
        written = request.POST.getlist("text")
        base = request.POST.get("number", "")
        if len(written) != len(texts[first : first + PAGE]) or not base.isdecimal():
            return _meanwhile(request, found, first, written)
        texts[first : first + PAGE] = written
        try:
            _, carried = correct_transcript(
                found, texts=texts, base_number=int(base), by=request.user
            )
        except StaleVersion:
            return _meanwhile(request, found, first, written)
        _tell(request, carried)
        return redirect("researcher:coding_entry", request.study.slug, entry)
    return _page(request, found, first)


@action("transcript.correct")
@require_POST
def acceptance(request: StaffRequest, entry: UUID, attachment: UUID) -> HttpResponse:
    """The wording that the form shows (``number``) is right."""
    found = _transcript(request, entry, attachment)
    number = request.POST.get("number", "")
    if not number.isdecimal():
        return HttpResponseBadRequest()
    version = get_object_or_404(found.versions, number=int(number))
    accept_version(version, by=request.user)
    return redirect("researcher:coding_entry", request.study.slug, entry)


def _transcript(request: StaffRequest, entry: UUID, attachment: UUID) -> Transcript:
    owner: Entry = get_object_or_404(request.study.entries.real(), pk=entry)
    found: Transcript = get_object_or_404(
        request.study.transcripts.filter(latest__isnull=False),
        attachment__entry=owner,
        attachment__removed_at=None,
        attachment=attachment,
    )
    return found


def _line(asked: str, lines: int) -> int:
    """A multiple of the page's length within the transcript."""
    line = int(asked) if asked.isdecimal() else 0
    return max(0, min(line, lines - 1)) // PAGE * PAGE


def _page(
    request: StaffRequest, found: Transcript, first: int, written: list[str] | None = None
) -> HttpResponse:
    entry = found.attachment.entry
    _, sounds = media_of(entry)
    sound = next(each for each in sounds if each.attachment.pk == found.attachment_id)
    return render(
        request,
        "researcher/coding/transcript.html",
        {
            "entry": entry,
            "sound": sound,
            "spoken": sound.spoken[first : first + PAGE],
            "lines": len(sound.spoken),
            "first": first,
            "before": first - PAGE if first else None,
            "after": first + PAGE if first + PAGE < len(sound.spoken) else None,
            "coded": entry.excerpts.filter(
                placements__transcript_version=sound.version, codings__removed_at=None
            )
            .distinct()
            .count(),
            "written": written,
        },
        status=409 if written is not None else 200,
    )


def _meanwhile(
    request: StaffRequest, found: Transcript, first: int, written: list[str]
) -> HttpResponse:
    """Somebody else corrected it: their wording, and under it what was typed here."""
    found.refresh_from_db()
    return _page(request, found, first, written)


def _tell(request: StaffRequest, carried: Carried) -> None:
    messages.success(request, _("Transcript saved."))
    if carried.kept:
        words = ngettext(
            "%(n)s coded piece kept its place.",
            "%(n)s coded pieces kept their place.",
            carried.kept,
        )
        messages.info(request, words % {"n": carried.kept})
    if carried.lost:
        words = ngettext(
            "%(n)s coded piece touches a change; it is listed under the wording it was made on.",
            "%(n)s coded pieces touch a change; they are listed under the wording they were made on.",
            carried.lost,
        )
        messages.warning(request, words % {"n": carried.lost})
