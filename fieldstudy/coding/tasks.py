"""What must happen to codes when the words or the touchpoint under them change."""

from functools import partial
from uuid import UUID

from fieldstudy.coding.actions.corrections import carry_on_entry, carry_on_transcript
from fieldstudy.coding.models import Coding
from fieldstudy.coding.touchpoints import restate
from fieldstudy.diary.models import Entry
from fieldstudy.jobs import Finish, Work
from fieldstudy.transcription.models import Transcript, TranscriptVersion


def follow_amendment(subject_id: UUID, work: Work) -> Finish | None:
    """After an entry was amended: excerpts find their words again, codings their touchpoint."""
    entry = Entry.objects.select_related("latest").filter(pk=subject_id).first()
    return None if entry is None else partial(_follow_entry, entry)


def follow_correction(subject_id: UUID, work: Work) -> Finish | None:
    """After a person corrected a transcript: excerpts find their words in the version that stands."""
    version = TranscriptVersion.objects.filter(pk=subject_id).first()
    return None if version is None else _follow(Transcript.objects.get(pk=version.transcript_id))


def follow_transcription(subject_id: UUID, work: Work) -> Finish | None:
    """After a machine wrote a recording down anew."""
    transcript = Transcript.objects.filter(attachment=subject_id).first()
    return None if transcript is None else _follow(transcript)


def _follow(transcript: Transcript) -> Finish | None:
    latest = transcript.latest
    return None if latest is None else partial(_carry, latest)


def _carry(version: TranscriptVersion) -> None:
    carry_on_transcript(version)


def _follow_entry(entry: Entry) -> None:
    if entry.latest is not None:
        carry_on_entry(entry.latest)
    restate(Coding.objects.filter(entry=entry))
