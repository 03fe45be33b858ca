"""All that a phone needs to work by itself: what is asked, what was agreed, what may be logged."""

import hashlib
import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from fieldstudy.access.requests import ParticipantRequest
from fieldstudy.access.routes import action
from fieldstudy.diary.asking import free_prompt, live_version
from fieldstudy.participants.consent import (
    MayNotLog,
    check_may_log,
    current_document,
    newest_act,
)
from fieldstudy.web.participant.api.shapes import act_shape, document_shape, study_shape


@action("participant")
@require_safe
def bundle(request: ParticipantRequest) -> HttpResponse:
    """The participant's study as one document; 304 while nothing in it changed."""
    document = _bundle(request)
    plain = json.dumps(document, sort_keys=True, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(plain).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponse(status=304)
    else:
        answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _bundle(request: ParticipantRequest) -> dict[str, Any]:
    person, study = request.participation, request.study
    version = live_version(study, rehearsing=person.is_rehearsal)
    act = newest_act(person)
    consent = current_document(study, rehearsing=person.is_rehearsal)
    asked = version.document if version else {}
    return {
        "study": study_shape(study),
        "participant": {
            "label": person.label,
            "language": person.language,
            "time_zone": person.time_zone or study.time_zone,
            "joined_at": person.joined_at.isoformat() if person.joined_at else None,
            "is_rehearsal": person.is_rehearsal,
        },
        "consent": {
            "document": document_shape(consent) if consent else None,
            "act": act_shape(act) if act else None,
        },
        "may_log": _may_log(request),
        "protocol": {
            "id": str(version.pk) if version else None,
            "number": version.number if version else 0,
            "free_prompt": free_prompt(asked),
            **asked,
        },
    }


def _may_log(request: ParticipantRequest) -> dict[str, Any]:
    """Whether entries are taken in, else the steady word for why not."""
    try:
        check_may_log(request.participation)
    except MayNotLog as refusal:
        return {"now": False, "reason": refusal.code}
    return {"now": True, "reason": None}
