"""What may happen to transcripts: written by a machine, corrected and accepted by people."""

import hashlib

from django.db import transaction
from django.db.models import Max

from fieldstudy.core import clock
from fieldstudy.core.text import take_in
from fieldstudy.diary.models import Attachment
from fieldstudy.events import SYSTEM, record
from fieldstudy.people.models import Person
from fieldstudy.transcription.heard import Heard, Said
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance


class StaleVersion(Exception):
    """Somebody corrected the transcript meanwhile; nothing was changed.

    Attributes:
        latest: the number of the version that stands.
    """

    def __init__(self, latest: int) -> None:
        super().__init__(f"version {latest} stands")
        self.latest = latest


def engine_digest(engine: str, model: str, language: str, script: str) -> str:
    """Names engine, model and parameters: the same digest never makes a second version."""
    return hashlib.sha256(f"{engine}|{model}|{language}|{script}|2".encode()).hexdigest()


def keep_machine_version(
    attachment: Attachment, heard: Heard, *, engine: str, digest: str
) -> TranscriptVersion:
    """Write down what the machine heard, inside the caller's transaction; twice is once.

    A person's wording stands until a person changes it.
    """
    transcript, _ = Transcript.objects.get_or_create(
        attachment=attachment, defaults={"study_id": attachment.study_id}
    )
    known = transcript.versions.filter(origin="machine", engine_digest=digest).first()
    if known is not None:
        return known
    version = TranscriptVersion.objects.create(
        study_id=attachment.study_id,
        transcript=transcript,
        number=_next_number(transcript),
        origin=TranscriptVersion.Origin.MACHINE,
        text="\n".join(each.text for each in heard.said),
        language=heard.language,
        engine=engine,
        engine_digest=digest,
        confidence=heard.confidence,
        flags=list(heard.flags),
    )
    _write_utterances(version, heard.said)
    if transcript.latest is None or transcript.latest.origin != TranscriptVersion.Origin.HUMAN:
        _let_stand(transcript, version)
    record("transcript.made", by=SYSTEM, study=attachment.study, subject=attachment)
    return version


def correct_text(
    transcript: Transcript, *, texts: list[str], base_number: int, by: Person
) -> TranscriptVersion:
    """A person's wording, one text for each utterance; times stay, an empty text drops its utterance.

    Raises:
        StaleVersion: when another version was written since ``base_number``.
    """
    with transaction.atomic():
        transcript = Transcript.objects.select_for_update().get(pk=transcript.pk)
        latest = transcript.latest
        if latest is None or latest.number != base_number:
            raise StaleVersion(latest.number if latest else 0)
        said = [
            Said(take_in(words).strip().replace("\n", " "), each.start_ms, each.end_ms, 1.0)
            for each, words in zip(latest.utterances.all(), texts, strict=True)
            if words.strip()
        ]
        version = TranscriptVersion.objects.create(
            study_id=transcript.study_id,
            transcript=transcript,
            number=_next_number(transcript),
            origin=TranscriptVersion.Origin.HUMAN,
            text="\n".join(each.text for each in said),
            language=latest.language,
            author=by,
            accepted_by=by,
            accepted_at=clock.now(),
        )
        _write_utterances(version, said)
        _let_stand(transcript, version)
        record("transcript.corrected", by=by, study=transcript.study, subject=version)
    return version


def accept_version(version: TranscriptVersion, *, by: Person) -> TranscriptVersion:
    """A person listened and found the wording right."""
    with transaction.atomic():
        accepted = TranscriptVersion.objects.filter(pk=version.pk, accepted_at=None).update(
            accepted_at=clock.now(), accepted_by=by
        )
        if accepted:
            record("transcript.accepted", by=by, study=version.study, subject=version)
    version.refresh_from_db()
    return version


def _next_number(transcript: Transcript) -> int:
    last = transcript.versions.aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def _let_stand(transcript: Transcript, version: TranscriptVersion) -> None:
    transcript.latest = version
    transcript.save(update_fields=["latest"])


def _write_utterances(version: TranscriptVersion, said: list[Said] | tuple[Said, ...]) -> None:
    """Rows with their code points in the version's text; words too, where the engine gave them."""
    rows, start = [], 0
    for position, each in enumerate(said):
        end = start + len(each.text)
        rows.append(
            Utterance(
                study_id=version.study_id,
                version=version,
                position=position,
                start=start,
                end=end,
                start_ms=each.start_ms,
                end_ms=each.end_ms,
                text=each.text,
                confidence=each.confidence,
                words=_placed_words(each, start),
            )
        )
        start = end + 1
    Utterance.objects.bulk_create(rows)


def _placed_words(said: Said, start: int) -> list[list[float]]:
    """Each word found in the utterance, in order: ``[start, end, start_ms, end_ms, confidence]``."""
    placed, cursor = [], 0
    for word in said.words:
        words = word.text.strip()
        found = said.text.find(words, cursor) if words else -1
        if found < 0:
            continue
        cursor = found + len(words)
        sure = round(word.confidence, 3)
        placed.append([start + found, start + cursor, word.start_ms, word.end_ms, sure])
    return placed
