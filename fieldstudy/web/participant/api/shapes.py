"""Rows as the phone's own code reads them."""

from typing import Any

from django.urls import reverse

from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.participants.models import ConsentAct, ConsentDocument
from fieldstudy.studies.models import Study


def study_shape(study: Study) -> dict[str, Any]:
    """What a phone has to know of its study."""
    return {
        "name": study.name.as_json(),
        "languages": study.languages,
        "days": study.days,
        "contact": {"name": study.contact_name, "details": study.contact_details},
        "is_live": study.is_live,
        "voice_limit_s": study.voice_limit_s,
    }


def document_shape(document: ConsentDocument) -> dict[str, Any]:
    """One version of the consent text."""
    return {
        "id": str(document.pk),
        "number": document.number,
        "title": document.title.as_json(),
        "body": document.body.as_json(),
        "scopes": document.scopes,
    }


def act_shape(act: ConsentAct) -> dict[str, Any]:
    """What was agreed to."""
    return {
        "id": str(act.client_id) if act.client_id else None,
        "document": str(act.document_id),
        "scopes": act.scopes,
        "language": act.language,
        "at": act.at.isoformat(),
    }


def entry_shape(entry: Entry) -> dict[str, Any]:
    """One's own entry: ``id`` is the UUID that the phone gave it; times are RFC 3339."""
    return {
        "id": str(entry.client_id),
        "revision": entry.latest.number if entry.latest else 0,
        "prompt": str(entry.prompt_id) if entry.prompt_id else None,
        "protocol_version": str(entry.protocol_version_id) if entry.protocol_version_id else None,
        "scenario": str(entry.scenario_id) if entry.scenario_id else None,
        "answers": entry.latest.answers if entry.latest else {},
        "happened_at": entry.happened_at.isoformat(),
        "written_at": entry.written_at.isoformat(),
        "received_at": entry.received_at.isoformat(),
        "time_zone": entry.time_zone,
        "is_retracted": hasattr(entry, "retraction"),
        "attachments": [
            attachment_shape(each) for each in entry.attachments.all() if each.removed_at is None
        ],
    }


def attachment_shape(attachment: Attachment) -> dict[str, Any]:
    """One file of an entry, with the copies that can be shown: kind → address."""
    return {
        "id": str(attachment.client_id),
        "item": attachment.item_key,
        "kind": attachment.kind,
        "state": attachment.state,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "duration_ms": attachment.duration_ms,
        "copies": {
            copy.kind: reverse("participant:media", args=[attachment.pk, copy.kind])
            for copy in attachment.renditions.all()
        },
    }
