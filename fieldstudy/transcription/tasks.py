"""The job that writes voices down."""

from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings

from fieldstudy.core import storage
from fieldstudy.diary.models import Attachment
from fieldstudy.jobs import Finish, Refused, RetryLater, Waiting, Work
from fieldstudy.media.length import longest_ms
from fieldstudy.media.results import Pcm
from fieldstudy.media.tasks import decoder_of_thread
from fieldstudy.participants.consent import agreed_scopes, newest_act
from fieldstudy.participants.models import Scope
from fieldstudy.transcription.actions import engine_digest, keep_machine_version
from fieldstudy.transcription.guards import guarded
from fieldstudy.transcription.heard import CUT, DAMAGED, Heard
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
    sound = _decode(attachment, work)
    listener = listener_for(settings.FIELDSTUDY_SPEECH_ENGINE, weights_path())
    try:
        heard = listener.hear(
            sound.samples,
            duration_ms=sound.duration_ms,
            language=language,
            on_progress=work.progress,
        )
    except NotHeard as problem:
        if problem.reason == "damaged_model":
            raise Waiting(problem.reason) from problem
        raise RetryLater(problem.reason, HEARD_AGAIN_S) from problem
    heard = guarded(in_script(heard, attachment.study.script), sound.duration_ms)
    heard = heard.with_flag(CUT) if sound.cut else heard
    return heard.with_flag(DAMAGED) if sound.damaged else heard


def _decode(attachment: Attachment, work: Work) -> Pcm:
    source = storage.path_of(attachment.storage_key)
    if not source.is_file():
        raise Refused("missing")
    decoder = decoder_of_thread()
    decoder.on_wait = lambda: work.progress(0, 0)
    sound = decoder.pcm(source, limit_ms=longest_ms(attachment))
    if not sound.samples:
        raise Refused(str(sound.outcome))
    return sound
