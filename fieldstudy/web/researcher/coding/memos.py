"""Memos from the desk."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from fieldstudy.access.requests import StaffRequest
from fieldstudy.access.routes import action
from fieldstudy.coding import refusals
from fieldstudy.coding.actions import remove_memo, write_memo
from fieldstudy.coding.models import Memo
from fieldstudy.web.researcher.coding.requests import (
    WrongBody,
    answering_problems,
    body_of,
    key_in,
    readable,
    text_in,
)


@action("memo.write")
@require_http_methods(["PUT", "DELETE"])
@answering_problems
def memo(request: StaffRequest, memo: UUID) -> HttpResponse:
    """PUT ``{subject_kind, subject, text}`` writes it, or writes it anew; DELETE throws it away.

    The subject is an entry or code by its key, an excerpt or coding by the browser's UUID.
    """
    if request.method == "DELETE":
        found: Memo | None = request.study.memos.filter(client_id=memo).first()
        if found is not None:
            remove_memo(found, by=request.user)
        return HttpResponse(status=204)
    body = body_of(request)
    subject = _subject(request, text_in(body, "subject_kind"), key_in(body, "subject"))
    written = write_memo(subject, text=text_in(body, "text"), by=request.user, client_id=memo)
    return readable({"id": str(written.client_id), "text": written.text})


@action("memo.write")
@require_POST
def entry_memo(request: StaffRequest, entry: UUID) -> HttpResponse:
    """The memo field of the desk as a plain form: one's own memo on the entry; empty removes it."""
    found = get_object_or_404(request.study.entries.real(), pk=entry)
    own: Memo | None = request.study.memos.filter(
        subject_kind="entry", subject_id=found.pk, author=request.user, parent=None
    ).first()
    text = request.POST.get("text", "")
    try:
        if text.strip():
            key = own.client_id if own else uuid4()
            write_memo(found, text=text, by=request.user, client_id=key)
        elif own is not None:
            remove_memo(own, by=request.user)
    except refusals.CodingRefused as refused:
        messages.error(request, str(refused.words))
    return redirect("researcher:coding_entry", request.study.slug, entry)


def _subject(request: StaffRequest, kind: str, key: UUID) -> Any:
    rows: dict[str, tuple[Any, str]] = {
        "entry": (request.study.entries.real(), "pk"),
        "code": (request.study.codes, "pk"),
        "excerpt": (request.study.excerpts, "client_id"),
        "coding": (request.study.codings, "client_id"),
    }
    if kind not in rows:
        raise WrongBody("subject_kind")
    found, by = rows[kind]
    subject = found.filter(**{by: key}).first()
    if subject is None:
        raise Http404
    return subject
