"""From what a sender lists to the files that really arrived."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldstudy.diary.actions.submission import NewFile
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.uploads.models import Upload


class MissingFile(Exception):
    """A listed file did not arrive, or not as it was listed; nothing was changed.

    Attributes:
        client_id: the sender's UUID of that file.
        item_key: the item that it answers.
    """

    def __init__(self, listed: "Listed") -> None:
        super().__init__(str(listed.client_id))
        self.client_id = listed.client_id
        self.item_key = listed.item_key


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a manifest, as the sender names it.

    Attributes:
        client_id: the sender's UUID, under which it was uploaded.
        size, sha256: what the sender says of it, in bytes and hex; None where it says nothing.
    """

    client_id: UUID
    item_key: str
    size: int | None = None
    sha256: str | None = None
    language: str = ""


def find_files(
    listed: Iterable[Listed],
    items: Iterable[Mapping[str, Any]],
    *,
    sent_by: Participation | Person,
) -> tuple[NewFile, ...]:
    """The uploads that a manifest lists, each for its item; one query.

    Raises:
        MissingFile: for the first that this sender has not sent whole, or not as listed.
    """
    wanted = list(listed)
    kinds = {item["key"]: item["kind"] for item in items}
    arrived: dict[UUID, Upload] = {
        upload.client_id: upload
        for upload in sent_by.uploads.filter(client_id__in=[each.client_id for each in wanted])
    }
    return tuple(
        _file(each, arrived.get(each.client_id), kinds.get(each.item_key, "")) for each in wanted
    )


def _file(listed: Listed, upload: Upload | None, item_kind: str) -> NewFile:
    if upload is None or not upload.is_complete:
        raise MissingFile(listed)
    is_other_size = listed.size is not None and listed.size != upload.size
    is_other_file = listed.sha256 is not None and listed.sha256.lower() != upload.sha256
    if is_other_size or is_other_file:
        raise MissingFile(listed)
    return NewFile(
        client_id=upload.client_id,
        item_key=listed.item_key,
        kind=kind_of(item_kind, upload.declared_type),
        storage_key=upload.storage_key,
        size=upload.size,
        sha256=upload.sha256,
        content_type=upload.declared_type,
        language=listed.language,
        upload=upload,
    )


def kind_of(item_kind: str, declared_type: str) -> str:
    """What a file of this type is to an item of this kind: ``photo``, ``recording`` or ``video``.

    An unnamed type is taken for what the item asks; what the file really is shows when it is decoded.
    """
    asked = {"photo": "photo", "voice": "recording", "video": "video"}.get(item_kind, "photo")
    family = declared_type.partition("/")[0]
    return {"image": "photo", "audio": "recording", "video": "video"}.get(family, asked)
