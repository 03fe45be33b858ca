"""The coded pieces of an entry, as the desk's modules read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldstudy.coding.models import Coding, Excerpt, Placement
from fieldstudy.diary.models import Entry
from fieldstudy.people.models import Person

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything coded on an entry that one person may see.

    Attributes:
        here: excerpts placed on what the page shows.
        earlier: excerpts whose words were changed since, with the wording they were made on.
        whole: one's own codings of the whole entry, for the page without modules.
    """

    here: list[Document]
    earlier: list[Document]
    whole: list[Coding]


def sheet_of(entry: Entry, person: Person, shown: set[UUID]) -> Sheet:
    """Read it in two queries.

    Args:
        shown: the content versions on the page: the entry's latest revision, latest transcripts.
    """
    codings = (
        Coding.objects.live()
        .filter(entry=entry)
        .seen_by(person)
        .select_related("excerpt", "coder", "code")
        .order_by("created_at", "id")
    )
    on: defaultdict[UUID, list[Coding]] = defaultdict(list)
    for coding in codings:
        on[coding.excerpt_id].append(coding)
    placed: defaultdict[UUID, list[Placement]] = defaultdict(list)
    for placement in Placement.objects.filter(excerpt__entry=entry).order_by("-id"):
        placed[placement.excerpt_id].append(placement)
    here: list[Document] = []
    earlier: list[Document] = []
    for excerpt_id, theirs in on.items():
        chosen, is_here = _choose(placed[excerpt_id], shown)
        document = _document(theirs[0].excerpt, theirs, chosen, person)
        if is_here:
            here.append(document)
        else:
            earlier.append(document | {"quote": chosen.quote if chosen else ""})
    whole = [
        coding
        for coding in (each for theirs in on.values() for each in theirs)
        if coding.coder_id == person.pk and coding.excerpt.medium == Excerpt.Medium.ENTRY
    ]
    return Sheet(here, earlier, whole)


def _choose(placements: Iterable[Placement], shown: set[UUID]) -> tuple[Placement | None, bool]:
    """The placement on what is shown, else the newest on an earlier wording."""
    newest = None
    for placement in placements:
        version = placement.revision_id or placement.transcript_version_id
        orphaned = placement.state == Placement.State.ORPHANED
        if not orphaned and (version is None or version in shown):
            return placement, True
        newest = newest or placement
    return newest, newest is None


def _document(
    excerpt: Excerpt, codings: list[Coding], placement: Placement | None, person: Person
) -> Document:
    return {
        "id": str(excerpt.client_id),
        "isMine": excerpt.coder_id == person.pk,
        "coder": str(codings[0].coder),
        "isSure": placement is None or placement.state == Placement.State.EXACT,
        "anchor": _anchor(excerpt, placement),
        "codings": [
            {
                "id": str(coding.client_id),
                "code": str(coding.code_id),
                "strength": coding.strength,
            }
            for coding in codings
        ],
    }


def _anchor(excerpt: Excerpt, placement: Placement | None) -> Document:
    """The anchor that :func:`fieldstudy.coding.anchors.parse_anchor` reads, plus a span's times; the
    quote is left out, for the page shows the words."""
    anchor: Document = {"medium": excerpt.medium}
    if placement is None:
        return anchor
    match excerpt.medium:
        case Excerpt.Medium.TEXT:
            names = ["start", "end"]
            anchor["version"] = str(placement.revision_id)
        case Excerpt.Medium.TRANSCRIPT:
            names = ["start", "end", "start_ms", "end_ms"]
            anchor["version"] = str(placement.transcript_version_id)
        case Excerpt.Medium.REGION:
            names = ["left", "top", "width", "height"]
            anchor["attachment"] = str(excerpt.attachment_id)
        case Excerpt.Medium.SOUND:
            names = ["start_ms", "end_ms"]
            anchor["attachment"] = str(excerpt.attachment_id)
        case _:
            names = []
    return anchor | {name: getattr(placement, name) for name in names}
