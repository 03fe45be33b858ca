"""The job that makes an attachment fit to be seen and heard."""

import atexit
import threading
from functools import partial
from pathlib import Path
from uuid import UUID

from fieldstudy.core import storage
from fieldstudy.core.storage import DiskFull
from fieldstudy.diary.models import Attachment
from fieldstudy.jobs import Finish, Refused, Waiting, Work
from fieldstudy.media.actions import Copy, Rendered, keep_renditions, refuse_attachment
from fieldstudy.media.length import longest_ms
from fieldstudy.media.results import Made, Outcome, Photo, Sound
from fieldstudy.media.sandbox import Decoder
from fieldstudy.media.store import rendition_key, rendition_keys, work_folder

STEPS = 2
FULL_DISK_PAUSE_S = 300
_of_thread = threading.local()


def make_renditions(subject_id: UUID, work: Work) -> Finish | None:
    """Decode the original in the child, store the copies, and write their rows at the end.

    A file that cannot be shown ends as a failed attachment and a refused job with the same reason,
    an `Outcome`.
    """
    attachment = (
        Attachment.objects.select_related("study", "entry")
        .filter(pk=subject_id, removed_at=None)
        .first()
    )
    if attachment is None:
        return None
    work.progress(0, STEPS)
    try:
        with work_folder() as folder:
            result = _decode(attachment, folder, work)
            copies = _store(attachment, folder, result.files)
    except DiskFull as problem:
        raise Waiting("disk_full", FULL_DISK_PAUSE_S) from problem
    if not Attachment.objects.filter(pk=subject_id).exists():
        # Erased meanwhile. Erasing deletes rows before files, so one of us sees what the other left.
        for key in rendition_keys([subject_id]):
            storage.delete(key)
        return None
    return partial(keep_renditions, subject_id, _rendered(result, copies))


def decoder_of_thread() -> Decoder:
    """The warm child of this thread; it ends with the process."""
    decoder: Decoder | None = getattr(_of_thread, "decoder", None)
    if decoder is None:
        decoder = _of_thread.decoder = Decoder()
        atexit.register(decoder.close)
    return decoder


def _decode(attachment: Attachment, folder: Path, work: Work) -> Photo | Sound:
    """What can be shown of the original. Raises `Refused` when that is nothing."""
    source = storage.path_of(attachment.storage_key)
    if not source.is_file():
        raise _refusal(attachment, "missing")
    decoder = decoder_of_thread()
    decoder.on_wait = lambda: work.progress(0, STEPS)
    result = _ask(decoder, attachment, source, folder)
    if result.outcome is Outcome.KILLED:
        # Perhaps the machine was short of memory and not the file to blame: once more.
        result = _ask(decoder, attachment, source, folder)
    if not result.files:
        raise _refusal(attachment, result.outcome)
    return result


def _ask(decoder: Decoder, attachment: Attachment, source: Path, folder: Path) -> Photo | Sound:
    try:
        if attachment.kind == Attachment.Kind.PHOTO:
            return decoder.photo(source, folder)
        return decoder.sound(
            source,
            folder,
            limit_ms=longest_ms(attachment),
            with_picture=attachment.kind == Attachment.Kind.VIDEO,
        )
    except OSError as problem:
        if problem.errno in storage.NO_ROOM:
            raise DiskFull("The disk is full.") from problem
        raise


def _refusal(attachment: Attachment, reason: str) -> Refused:
    refuse_attachment(attachment, reason)
    return Refused(reason)


def _store(attachment: Attachment, folder: Path, files: tuple[Made, ...]) -> list[Copy]:
    stored: dict[str, tuple[str, int, str]] = {}
    for made in files:
        if made.name not in stored:
            path = folder / made.name
            key = rendition_key(attachment.pk, path.stem)
            stored[made.name] = (key, path.stat().st_size, storage.save_file(key, path))
    return [_copy(made, *stored[made.name]) for made in files]


def _copy(made: Made, key: str, size: int, sha256: str) -> Copy:
    return Copy(
        kind=made.kind,
        storage_key=key,
        content_type=made.content_type,
        size=size,
        sha256=sha256,
        width=made.width or None,
        height=made.height or None,
    )


def _rendered(result: Photo | Sound, copies: list[Copy]) -> Rendered:
    if isinstance(result, Photo):
        facts = {"width": result.width, "height": result.height}
        return Rendered(copies, facts, note="damaged" if result.damaged else "")
    note = "damaged" if result.damaged else "cut" if result.cut else ""
    if result.outcome is Outcome.NO_SOUND:
        note = str(Outcome.NO_SOUND)
    return Rendered(copies, {"duration_ms": result.duration_ms}, result.peaks, note)
