"""An entry as it arrives, before anything of it is kept."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldstudy.diary.models import Attachment
from fieldstudy.studies.models import ProtocolVersion
from fieldstudy.uploads.models import Upload


class OtherContent(Exception):
    """The client's UUID was used before for something else; nothing was changed."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A stored file that an entry takes with it.

    Attributes:
        client_id: the sender's UUID of the file.
        item_key: the item that it answers.
        kind: ``photo``, ``recording`` or ``video``.
        size: in bytes; ``sha256`` in hex.
        content_type: what the sender called it; a hint, never believed.
    """

    client_id: UUID
    item_key: str
    kind: str
    storage_key: str
    size: int
    sha256: str
    content_type: str = ""
    language: str = ""
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """An entry as it arrives.

    Attributes:
        client_id: the sender's UUID; the same again is the same entry.
        version: the protocol version answered; None only before anything is published.
        prompt_id: key of the prompt in that version, or empty for a free entry.
        answers: item key → value, see ``EntryRevision.answers``.
        happened_at, written_at: by the sender's clock, aware; None means just now.
        time_zone: IANA name of the zone those were meant in.
        clock_skew_ms: sender's clock minus ours when it was sent.
        scenario_id: the scenario chosen by the sender, for a free entry.
    """

    client_id: UUID
    version: ProtocolVersion | None
    answers: Mapping[str, Any]
    prompt_id: str = ""
    files: tuple[NewFile, ...] = ()
    happened_at: dt.datetime | None = None
    written_at: dt.datetime | None = None
    time_zone: str = "UTC"
    clock_skew_ms: int = 0
    language: str = ""
    scenario_id: UUID | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what the sender meant: answers, files and time of happening."""
        plain = {
            "prompt": self.prompt_id,
            "answers": self.answers,
            "files": sorted(
                [str(each.client_id), each.item_key, each.sha256] for each in self.files
            ),
            "happened_at": self.happened_at.isoformat() if self.happened_at else "",
            "scenario": str(self.scenario_id or ""),
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def kinds_by_item(files: Iterable[NewFile | Attachment]) -> dict[str, list[str]]:
    """Item key → the kind of each file that answers it."""
    kinds: dict[str, list[str]] = {}
    for each in files:
        kinds.setdefault(each.item_key, []).append(str(each.kind))
    return kinds
