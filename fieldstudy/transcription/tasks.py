"""The job that writes voices down."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings

from fieldstudy.core import storage
from fieldstudy.diary.models import Attachment
from fieldstudy.jobs import Finish, Refused, RetryLater, Waiting, Work
from fieldstudy.media.length import longest_ms
from fieldstudy.media.tasks import decoder_of_thread
from fieldstudy.participants.consent import agreed_scopes, newest_act
from fieldstudy.participants.models import Scope
from fieldstudy.transcription.actions import engine_digest, keep_machine_version
from fieldstudy.transcription.guards import has_sound, mark_doubt, without_loops
from fieldstudy.transcription.heard import QUIET, Heard
from fieldstudy.transcription.listener import NotHeard, listener_for
from fieldstudy.transcription.models import TranscriptVersion
from fieldstudy.transcription.script import in_script
from fieldstudy.transcription.weights.store import has_weights, weights_path

HEARD_AGAIN_S = 60


def transcribe_recording(subject_id: UUID, work: Work) -> Finish | None:
    """Listen to a recording, or to a video's track, and keep the machine's wording.

    Consent is asked now, not when the note was sent. Weights that are missing leave the job waiting.
    """
    attachment = (
        Attachment.objects.present()
        .recordings()
        .select_related("study", "entry__participation")
        .filter(pk=subject_id)
        .first()
    )
    if attachment is None:
        return None
    _check_consent(attachment)
    if not has_weights():
        raise Waiting("no_speech_model")
    engine, model = settings.FIELDSTUDY_SPEECH_ENGINE, settings.FIELDSTUDY_SPEECH_MODEL
    language = language_of(attachment)
    digest = engine_digest(engine, model, language or "", attachment.study.script)
    if TranscriptVersion.objects.filter(
        transcript__attachment=attachment, engine_digest=digest
    ).exists():
        return None
    heard = _listen(attachment, language, work)
    return partial(
        keep_machine_version,
        attachment,
        heard,
        engine=f"{engine} {Path(model).stem}",
        digest=digest,
    )


def language_of(attachment: Attachment) -> str | None:
    """ISO 639-1 code: the study's, else the one chosen for this note, else None to find out."""
    chosen = attachment.study.speech_language or attachment.language
    return chosen.split("-")[0].lower() or None


def _check_consent(attachment: Attachment) -> None:
    person = attachment.entry.participation
    if person is None or attachment.entry.author_id is not None:
        return
    if Scope.VOICE not in agreed_scopes(newest_act(person)):
        raise Refused("no_voice_consent")


def _listen(attachment: Attachment, language: str | None, work: Work) -> Heard:
    pcm, duration_ms = _decode(attachment, work)
    if not has_sound(pcm):
        return Heard(language or "", flags=(QUIET,))
    listener = listener_for(settings.FIELDSTUDY_SPEECH_ENGINE, weights_path())
    try:
        heard = listener.hear(
            pcm,
            duration_ms=duration_ms,
            language=language,
            on_progress=lambda done, total: work.progress(done, total),
        )
    except NotHeard as problem:
        raise RetryLater(problem.reason, HEARD_AGAIN_S) from problem
    heard = mark_doubt(without_loops(in_script(heard, attachment.study.script)))
    return heard if heard.said else replace(heard, flags=(*heard.flags, QUIET))


def _decode(attachment: Attachment, work: Work) -> tuple[bytes, int]:
    source = storage.path_of(attachment.storage_key)
    if not source.is_file():
        raise Refused("missing")
    decoder = decoder_of_thread()
    decoder.on_wait = lambda: work.progress(0, 0)
    result = decoder.pcm(source, limit_ms=longest_ms(attachment))
    if not result.samples:
        raise Refused(str(result.outcome))
    return result.samples, result.duration_ms
