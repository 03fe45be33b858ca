"""One's own entries: all of them, one with its media, its receipt, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.diary.actions import retract_entry
from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.media.models import Rendition
from fieldstudy.web.participant.addresses import OWN
from fieldstudy.web.participant.receipt import slip_of
from fieldstudy.web.shared.answers_shown import shown_answers
from fieldstudy.web.shared.thread import photo_links, place_of, present, thread_of

ON_A_PAGE = 20


@action("participant")
@require_safe
def entries(request: ParticipantRequest) -> HttpResponse:
    """Everything one has logged, the latest first."""
    rows = (
        request.participation.entries.with_words()
        .select_related("retraction")
        .with_media()
        .newest_first()
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "thread": thread_of(page.object_list, OWN)}
    return render(request, "participant/entries.html", context)


@action("participant")
@require_safe
def entry(request: ParticipantRequest, entry_id: UUID) -> HttpResponse:
    """One entry: answers, photos, sound, and how safe it is."""
    own = _own(request, entry_id)
    attachments = present(own)
    context: dict[str, Any] = {
        "entry": own,
        "place": place_of(own),
        "answers": shown_answers(own),
        "photos": photo_links(attachments, Rendition.Kind.DISPLAY, OWN),
        "sounds": [each for each in attachments if each.kind == Attachment.Kind.RECORDING],
        "videos": [each for each in attachments if each.kind == Attachment.Kind.VIDEO],
        "in_work": [each for each in attachments if each.state == Attachment.State.WAITING],
        "unreadable": [each for each in attachments if each.state == Attachment.State.FAILED],
        "is_taken_back": hasattr(own, "retraction"),
    }
    return render(request, "participant/entry.html", context)


@action("participant")
@require_safe
def receipt(request: ParticipantRequest, entry_id: UUID) -> HttpResponse:
    """The product's word, on paper, that everything arrived."""
    own = _own(request, entry_id)
    context = {"entry": own, "slip": slip_of(own)}
    return render(request, "participant/receipt.html", context)


@action("participant")
@require_http_methods(["GET", "HEAD", "POST"])
def retraction(request: ParticipantRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry back, after being told what that means."""
    own = _own(request, entry_id)
    if request.method == "POST":
        retract_entry(own, by=request.participation)
        messages.success(request, _("Taken back. The researchers do not see it any more."))
        return redirect("participant:entry", entry_id=own.pk)
    return render(request, "participant/retraction.html", {"entry": own})


def _own(request: ParticipantRequest, entry_id: UUID) -> Entry:
    own: Entry = get_object_or_404(
        request.participation.entries.with_words()
        .select_related("retraction", "protocol_version", "study")
        .with_media(),
        pk=entry_id,
    )
    return own
