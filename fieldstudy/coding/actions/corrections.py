"""When words change, their excerpts stay with them: what no change touches gets a place in the new wording.

What a change touches keeps its place in the earlier wording, and is listed as such.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from fieldstudy.coding.carrying import carried, kept_stretches
from fieldstudy.coding.models import Excerpt, Placement
from fieldstudy.core.text import cut
from fieldstudy.diary.models import EntryRevision
from fieldstudy.people.models import Person
from fieldstudy.transcription.actions import correct_text
from fieldstudy.transcription.models import Transcript, TranscriptVersion


class Carried(NamedTuple):
    """How many excerpts found their words again, and how many did not."""

    kept: int
    lost: int


class Corrected(NamedTuple):
    """The new wording, and what became of the excerpts on the old one."""

    version: TranscriptVersion
    carried: Carried


@transaction.atomic
def correct_transcript(
    transcript: Transcript, *, texts: list[str], base_number: int, by: Person
) -> Corrected:
    """Correct a transcript, one text for each utterance, and take its excerpts along.

    Raises:
        StaleVersion: when another version was written since ``base_number``.
    """
    version = correct_text(transcript, texts=texts, base_number=base_number, by=by)
    return Corrected(version, carry_on_transcript(version))


def carry_on_transcript(version: TranscriptVersion) -> Carried:
    """Give the excerpts of a transcript their place in this version; twice is once."""
    excerpts = Excerpt.objects.filter(
        medium=Excerpt.Medium.TRANSCRIPT,
        placements__transcript_version__transcript=version.transcript_id,
    )
    return _carry(excerpts.distinct(), "transcript_version_id", version)


def carry_on_entry(revision: EntryRevision) -> Carried:
    """Give the excerpts on an entry's words their place in this revision; twice is once."""
    excerpts = Excerpt.objects.filter(medium=Excerpt.Medium.TEXT, entry=revision.entry_id)
    return _carry(excerpts, "revision_id", revision)


def _carry(
    excerpts: Iterable[Excerpt], column: str, version: TranscriptVersion | EntryRevision
) -> Carried:
    waiting: defaultdict[UUID, list[Placement]] = defaultdict(list)
    for placement in _newest(excerpts):
        if getattr(placement, column) != version.pk:
            waiting[getattr(placement, column)].append(placement)
    old_texts = type(version).objects.filter(pk__in=waiting).values_list("pk", "text")
    carried_on, lost = [], 0
    for key, text in old_texts:
        kept = kept_stretches(text, version.text)
        for placement in waiting[key]:
            start = carried(placement.start or 0, placement.end or 0, kept)
            if start is None:
                lost += 1
            else:
                carried_on.append(_moved(placement, start, column, version))
    Placement.objects.bulk_create(carried_on, ignore_conflicts=True)
    return Carried(len(carried_on), lost)


def _newest(excerpts: Iterable[Excerpt]) -> Iterable[Placement]:
    """The last placement of each excerpt that lies somewhere."""
    placements = Placement.objects.filter(excerpt__in=excerpts, start__isnull=False)
    newest = {
        placement.excerpt_id: placement
        for placement in placements.exclude(state=Placement.State.ORPHANED).order_by("id")
    }
    return newest.values()


def _moved(
    placement: Placement, start: int, column: str, version: TranscriptVersion | EntryRevision
) -> Placement:
    span = cut(version.text, start, start + len(placement.quote))
    return Placement(
        study_id=placement.study_id,
        excerpt_id=placement.excerpt_id,
        state=placement.state,
        start_ms=placement.start_ms,
        end_ms=placement.end_ms,
        **{column: version.pk},
        **asdict(span),
    )
