"""What an entry holds, laid out for reading: lines of text, photos, sounds with their words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldstudy.diary.models import Attachment, Entry
from fieldstudy.media.models import Rendition
from fieldstudy.transcription.guards import DOUBTFUL
from fieldstudy.transcription.heard import CUT, DAMAGED, LOOP, QUIET
from fieldstudy.transcription.models import Transcript, TranscriptVersion, Utterance

BARS = 110
HEIGHT = 48
REMARKS: dict[str, Promise] = {
    LOOP: _("Repeated words were left out."),
    QUIET: _("Nobody speaks."),
    CUT: _("The recording goes on beyond what was transcribed."),
    DAMAGED: _("Parts of the file are unreadable."),
}
"""Flags of a machine's version; the unsure are counted instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text.

    Attributes:
        start: its first code point in the whole text.
        words: without its line feed, never empty.
    """

    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo to be shown; without a display copy yet when ``display`` is None."""

    attachment: Attachment
    display: Rendition | None


@dataclass(frozen=True, slots=True)
class Bit:
    """A few words of an utterance that are all sure, or all unsure."""

    words: str
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance and its words in bits."""

    utterance: Utterance
    bits: list[Bit]


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording or video, its waveform as an SVG path, and what was said."""

    attachment: Attachment
    listening: Rendition | None
    waveform: str
    version: TranscriptVersion | None = None
    spoken: list[Spoken] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def unsure(self) -> int:
        """How many stretches of words are unsure."""
        return sum(bit.is_unsure for each in self.spoken for bit in each.bits)

    @property
    def remarks(self) -> list[Promise]:
        """What the machine noticed, in words."""
        return [
            REMARKS[flag]
            for flag in (self.version.flags if self.version else [])
            if flag in REMARKS
        ]

    @property
    def words(self) -> list[list[int]]:
        """``[start, end, start_ms, end_ms]`` of each word; of an utterance that has none, its own."""
        timed: list[list[int]] = []
        for each in self.spoken:
            said = each.utterance
            own = [[said.start, said.end, said.start_ms, said.end_ms]]
            timed += [word[:4] for word in said.words] or own
        return timed


def lines_of(text: str) -> list[Line]:
    """A text line by line; empty lines only separate."""
    lines, start = [], 0
    for words in text.split("\n"):
        if words:
            lines.append(Line(start, words))
        start += len(words) + 1
    return lines


def waveform(peaks: Sequence[int], bars: int = BARS, height: int = HEIGHT) -> str:
    """Peaks 0…255 as the path of at most ``bars`` upright strokes, 4 units apart, middled."""
    count = min(bars, len(peaks))
    strokes = []
    for bar in range(count):
        loudest = max(peaks[len(peaks) * bar // count : len(peaks) * (bar + 1) // count])
        length = max(1.0, loudest / 255 * (height - 4))
        strokes.append(f"M{4 * bar + 2} {(height - length) / 2:.1f}v{length:.1f}")
    return "".join(strokes)


def bits_of(utterance: Utterance) -> list[Bit]:
    """An utterance cut where sure and unsure words meet; all of its text, in order."""
    bits: list[Bit] = []
    reached = 0

    def add(upto: int, is_unsure: bool) -> None:
        nonlocal reached
        words = utterance.text[reached:upto]
        if words and bits and bits[-1].is_unsure == is_unsure:
            bits[-1] = Bit(bits[-1].words + words, is_unsure)
        elif words:
            bits.append(Bit(words, is_unsure))
        reached = max(reached, upto)

    for start, end, *_times, confidence in utterance.words:
        add(start - utterance.start, False)
        add(end - utterance.start, confidence is not None and confidence < DOUBTFUL)
    add(len(utterance.text), False)
    return bits


def media_of(entry: Entry) -> tuple[list[Photo], list[Sound]]:
    """Photos and sounds of an entry in order, with all that is shown of them, in four queries."""
    attachments = list(entry.attachments.present().prefetch_related("renditions"))
    transcripts = Transcript.objects.filter(attachment__in=attachments, latest__isnull=False)
    versions = {
        transcript.attachment_id: transcript.latest
        for transcript in transcripts.select_related("latest__accepted_by", "latest__author")
    }
    said = Utterance.objects.filter(version__in=versions.values()).order_by("position")
    spoken: dict[Any, list[Spoken]] = {}
    for utterance in said:
        spoken.setdefault(utterance.version_id, []).append(Spoken(utterance, bits_of(utterance)))
    photos, sounds = [], []
    for attachment in attachments:
        made = {rendition.kind: rendition for rendition in attachment.renditions.all()}
        if attachment.kind == Attachment.Kind.PHOTO:
            photos.append(Photo(attachment, made.get(Rendition.Kind.DISPLAY)))
        else:
            sounds.append(_sound(attachment, made, versions.get(attachment.pk), spoken))
    return photos, sounds


def _sound(
    attachment: Attachment,
    made: dict[str, Rendition],
    version: TranscriptVersion | None,
    spoken: dict[Any, list[Spoken]],
) -> Sound:
    peaks = made.get(Rendition.Kind.PEAKS)
    uttered = spoken.get(version.pk, []) if version else []
    return Sound(
        attachment,
        made.get(Rendition.Kind.LISTENING),
        waveform(peaks.data or []) if peaks else "",
        version,
        uttered,
        lines_of(version.text) if version and not uttered else [],
    )
