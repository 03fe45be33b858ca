"""A phone that sends, for the tests."""

import hashlib
from uuid import uuid4

from fieldstudy.core import storage
from fieldstudy.participants.models import Participation
from fieldstudy.studies.models import Study
from fieldstudy.uploads.actions import Announced, create_upload
from fieldstudy.uploads.models import Upload
from tests import factories

CONTENT = bytes(range(256)) * 40


def announce(content: bytes = CONTENT, **fields: object) -> Announced:
    """What a phone would say of these bytes."""
    said = {
        "client_id": uuid4(),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "declared_type": "image/jpeg",
    }
    return Announced(**(said | fields))  # type: ignore[arg-type]


def make_sender(study: Study, label: str = "P01", **fields: object) -> Participation:
    """A participant who agreed to everything."""
    participation = factories.make_participation(study, label, **fields)
    factories.make_consent(participation)
    return participation


def begin(p01: Participation, content: bytes = CONTENT, **fields: object) -> Upload:
    """An upload of which nothing has arrived."""
    upload, _ = create_upload(announce(content, **fields), by=p01, study=p01.study)
    return upload


def stored(upload: Upload) -> bytes:
    """What lies in the store."""
    return storage.path_of(upload.storage_key).read_bytes()
