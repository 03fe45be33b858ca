"""The demo's participants and their entries, taken in as phones' are: nothing is written behind the
pipeline's back, so photos and voice notes are really decoded and really transcribed."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from fieldstudy.core import clock, storage
from fieldstudy.core.secrets import new_secret
from fieldstudy.demo.design import HERE, Parts
from fieldstudy.demo.pictures import draw_picture
from fieldstudy.diary.actions import NewFile, Submission, log_observation, submit_entry
from fieldstudy.diary.asking import live_version
from fieldstudy.diary.models import Entry
from fieldstudy.participants.actions import Invitation, invite_participant
from fieldstudy.participants.consent import current_document, give_consent
from fieldstudy.participants.models import Participation, Scope
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study

VOICE = HERE.parent / "demo_data" / "voice"
VOICE_TYPES = {".m4a": "audio/mp4", ".webm": "audio/webm"}


def invite_everyone(
    study: Study, data: dict[str, Any], parts: Parts, lan: Person
) -> dict[str, Invitation]:
    """Invite the participants and let them agree, each to their own scopes."""
    invitations = {}
    document = current_document(study)
    for row in data["participants"]:
        invitation = invite_participant(
            study,
            by=lan,
            label=row["label"],
            segments=[parts.segments[row["segment"]]],
            customer_status=row["status"],
            language=row["language"],
        )
        person = invitation.participation
        person.joined_at = person.last_seen_at = clock.now() - dt.timedelta(days=5)
        person.save(update_fields=["joined_at", "last_seen_at"])
        if document is not None:
            scopes = [scope for scope in Scope.values if scope not in row["without"]]
            give_consent(person, document=document, scopes=scopes, language=row["language"])
        invitations[row["label"]] = invitation
    return invitations


def log_everything(
    study: Study,
    rows: list[dict[str, Any]],
    parts: Parts,
    people: dict[str, Person],
    participants: dict[str, Participation],
) -> list[tuple[Entry, dict[str, Any]]]:
    """Send every entry; each comes back with its line in ``entries.json``."""
    logged = []
    for number, row in enumerate(rows):
        submission = _submission(study, row, parts, number)
        if row["p"] in participants:
            entry = submit_entry(submission, by=participants[row["p"]]).entry
        else:
            entry = log_observation(
                submission, by=people[row["p"].lower()], study=study, source=row["source"]
            ).entry
        logged.append((entry, row))
    return logged


def _submission(study: Study, row: dict[str, Any], parts: Parts, number: int) -> Submission:
    client_id = uuid5(NAMESPACE_URL, f"{study.pk}/{number}")
    answers: dict[str, Any] = {
        "trip": row["scenario"],
        "where": {"id": str(parts.touchpoints[row["touchpoint"]].pk)},
        "which": str(parts.brands[row["brand"]].pk),
        "words": row["text"],
        "felt": {"valence": row.get("valence", 0)},
    }
    return Submission(
        client_id=client_id,
        version=live_version(study),
        prompt_id=str(parts.prompts["moment"].pk),
        answers=answers,
        files=tuple(_files(study, row, client_id, number)),
        happened_at=_moment(row),
        written_at=_moment(row) + dt.timedelta(minutes=2 + number % 9),
        time_zone=study.time_zone,
        language="zh-Hans" if row["lang"] == "zh" else "en",
        scenario_id=parts.scenarios[row["scenario"]].pk,
    )


def _moment(row: dict[str, Any]) -> dt.datetime:
    """Day 1 … 4 of the diary are the last four days; times are the study's own."""
    zone = ZoneInfo("Asia/Shanghai")
    day = clock.now().astimezone(zone).date() - dt.timedelta(days=5 - row["day"])
    return dt.datetime.combine(day, dt.time.fromisoformat(row["at"]), zone)


def _files(study: Study, row: dict[str, Any], client_id: UUID, number: int) -> Iterable[NewFile]:
    if scene := row.get("photo"):
        content = draw_picture(scene, number)
        yield _stored(
            study, uuid5(client_id, "photo"), "photos", "photo", "image/jpeg", content, ""
        )
    if note := row.get("voice"):
        content = (VOICE / note).read_bytes()
        kind = VOICE_TYPES[Path(note).suffix]
        yield _stored(study, uuid5(client_id, "voice"), "voice", "recording", kind, content, "")


def _stored(
    study: Study,
    client_id: UUID,
    item: str,
    kind: str,
    content_type: str,
    content: bytes,
    language: str,
) -> NewFile:
    key = f"originals/{study.pk}/{new_secret()}"
    digest = storage.save(key, [content])
    return NewFile(client_id, item, kind, key, len(content), digest, content_type, language)


def settle_times(study: Study, participants: dict[str, Participation]) -> None:
    """The study began before its first entry, and each person was last here with their last one."""
    study.opened_at = clock.now() - dt.timedelta(days=5)
    study.save(update_fields=["opened_at"])
    for person in participants.values():
        last = study.entries.filter(participation=person).order_by("-written_at").first()
        if last is not None:
            person.last_seen_at = last.written_at
            person.save(update_fields=["last_seen_at"])
