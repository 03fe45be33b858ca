"""Entries from and for the phone's own code."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.core import clock
from fieldstudy.core.localized import reading_language
from fieldstudy.diary.actions import (
    NewFile,
    Submission,
    amend_entry,
    submit_entry,
)
from fieldstudy.diary.asking import free_prompt, live_version
from fieldstudy.diary.manifest import Listed, find_files
from fieldstudy.diary.models import Entry
from fieldstudy.people.limits import ENTRIES_OF_PARTICIPATION, spend
from fieldstudy.studies.models import ProtocolVersion
from fieldstudy.web.participant.api.bodies import Body, Wrong, speaks_json
from fieldstudy.web.participant.api.refusing import refusing
from fieldstudy.web.participant.api.shapes import entry_shape

ON_A_PAGE = 50


@action("participant")
@require_safe
@speaks_json
def entries(request: ParticipantRequest) -> HttpResponse:
    """One's own entries, the latest first; ``next`` is the ``before`` of the following page."""
    rows = request.participation.entries.with_words().select_related("retraction").with_media()
    before = _before(request)
    if before is not None:
        rows = rows.filter(received_at__lt=before)
    page = list(rows.order_by("-received_at", "-id")[:ON_A_PAGE])
    following = page[-1].received_at.isoformat() if len(page) == ON_A_PAGE else None
    return JsonResponse({"results": [entry_shape(each) for each in page], "next": following})


@action("participant")
@require_http_methods(["GET", "HEAD", "PUT"])
@speaks_json
@refusing
def entry(
    request: ParticipantRequest, client_id: UUID, body: Body | None = None
) -> HttpResponseBase:
    """PUT an entry under the phone's own UUID, or a revision of it (with ``base_revision``).

    ``{"prompt", "protocol_version", "answers": {…}, "attachments": [{"id", "item", "size", "sha256"}],
    "happened_at", "written_at", "sent_at", "time_zone", "language", "scenario"}``; a revision has
    ``revision_id``, ``base_revision`` and ``removed: [id…]`` besides. 201 new, 200 the same again.
    """
    if body is None:
        return JsonResponse(entry_shape(_own(request, client_id)))
    spend(ENTRIES_OF_PARTICIPATION, request.participation.pk)
    if body.has("base_revision"):
        is_new = _amend(request, client_id, body)
    else:
        is_new = _submit(request, client_id, body)
    answer = entry_shape(_own(request, client_id))
    return JsonResponse(answer, status=201 if is_new else 200)


def _submit(request: ParticipantRequest, client_id: UUID, body: Body) -> bool:
    version = _version(request, body)
    document: Mapping[str, Any] = version.document if version else {}
    prompt_id = body.text("prompt")
    prompt = version.prompt(prompt_id) if version and prompt_id else free_prompt(document)
    if prompt is None:
        raise Wrong("prompt", _("This version of the study has no such prompt."))
    submission = Submission(
        client_id=client_id,
        version=version,
        answers=body.mapping("answers"),
        prompt_id=prompt["id"],
        files=_files(request, body, prompt),
        happened_at=body.moment("happened_at"),
        written_at=body.moment("written_at"),
        time_zone=body.text("time_zone") or request.participation.time_zone,
        clock_skew_ms=_skew_ms(body),
        language=body.text("language", reading_language())[:10],
        scenario_id=body.uuid_or_none("scenario"),
    )
    return submit_entry(submission, by=request.participation).is_new


def _amend(request: ParticipantRequest, client_id: UUID, body: Body) -> bool:
    standing = _own(request, client_id)
    version = standing.protocol_version
    document: Mapping[str, Any] = version.document if version else {}
    prompt = version.prompt(str(standing.prompt_id)) if version and standing.prompt_id else None
    revision_id = body.uuid("revision_id")
    is_known = standing.revisions.filter(client_id=revision_id).exists()
    amend_entry(
        standing,
        by=request.participation,
        client_id=revision_id,
        base_number=body.number("base_revision") or 0,
        answers=body.mapping("answers"),
        files=_files(request, body, prompt or free_prompt(document)),
        removed=[_as_uuid(each) for each in body.texts("removed")],
    )
    return not is_known


def _files(
    request: ParticipantRequest, body: Body, prompt: Mapping[str, Any]
) -> tuple[NewFile, ...]:
    listed = [
        Listed(
            client_id=row.uuid("id"),
            item_key=row.text("item"),
            size=row.number("size"),
            sha256=row.text("sha256") or None,
            language=row.text("language")[:10],
        )
        for row in body.rows("attachments")
    ]
    return find_files(listed, prompt["items"], sent_by=request.participation)


def _version(request: ParticipantRequest, body: Body) -> ProtocolVersion | None:
    """The version that was answered: an entry written before a change keeps what it was asked."""
    wanted = body.uuid_or_none("protocol_version")
    if wanted is None:
        return live_version(request.study, rehearsing=request.participation.is_rehearsal)
    version: ProtocolVersion | None = request.study.protocol_versions.filter(pk=wanted).first()
    if version is None:
        raise Wrong("protocol_version", _("The study has no such version."))
    return version


def _own(request: ParticipantRequest, client_id: UUID) -> Entry:
    rows = request.participation.entries.with_words().with_media()
    own: Entry | None = (
        rows.select_related("retraction", "protocol_version", "study")
        .filter(client_id=client_id)
        .first()
    )
    if own is None:
        raise Http404
    return own


def _skew_ms(body: Body) -> int:
    """The phone's clock minus ours, by the moment it says it is sending."""
    sent_at = body.moment("sent_at")
    return round((sent_at - clock.now()).total_seconds() * 1000) if sent_at else 0


def _before(request: ParticipantRequest) -> Any:
    told = request.GET.get("before")
    if not told:
        return None
    try:
        moment = parse_datetime(told.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Wrong("before", _("This has to be a time with its offset from UTC."))
    return moment


def _as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Wrong("removed", _("This has to be a UUID.")) from None
