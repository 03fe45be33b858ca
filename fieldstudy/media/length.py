"""How long a recording may be: as long as is listened to and transcribed."""

from fieldstudy.diary.models import Attachment, Entry

LONGEST_TALK_MS = 4 * 3600 * 1000
LONGEST_VIDEO_MS = 30 * 60 * 1000


def longest_ms(attachment: Attachment) -> int:
    """Milliseconds of sound that are taken from this attachment; the rest is marked as cut.

    A voice note: what the study allows. A participant's video: half an hour. What staff record, an
    interview or a workshop: four hours.
    """
    if attachment.entry.source != Entry.Source.DIARY:
        return LONGEST_TALK_MS
    if attachment.kind == Attachment.Kind.VIDEO:
        return LONGEST_VIDEO_MS
    return int(attachment.study.voice_limit_s) * 1000
