"""A phone sends its files over a bad line and is told, each time, what is safe."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from fieldstudy.core import clock, growing, storage
from fieldstudy.core.storage import DiskFull
from fieldstudy.participants.models import Participation
from fieldstudy.people import limits
from fieldstudy.studies.models import Study
from fieldstudy.uploads.models import Upload
from tests import factories

CONTENT = b"a photo of shelf four " * 500
ROOT = "/p/api/uploads/"
Phone = Callable[[Participation], Client]


def metadata(**values: str) -> str:
    """As tus wants it: each value in Base64."""
    return ", ".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items()
    )


def create(client: Client, client_id: UUID, content: bytes = CONTENT, **headers: Any) -> Any:
    sent = {
        "tus-resumable": "1.0.0",
        "upload-length": str(len(content)),
        "upload-metadata": metadata(
            id=str(client_id), type="image/jpeg", sha256=hashlib.sha256(content).hexdigest()
        ),
    }
    return client.post(ROOT, headers=sent | headers)


def send(client: Client, client_id: UUID, piece: bytes, offset: int, **headers: str) -> Any:
    sent = {"tus-resumable": "1.0.0", "upload-offset": str(offset)}
    return client.patch(
        f"{ROOT}{client_id}/",
        piece,
        content_type=headers.pop("content_type", "application/offset+octet-stream"),
        headers=sent | headers,
    )


def look(client: Client, client_id: UUID) -> Any:
    return client.head(f"{ROOT}{client_id}/", headers={"tus-resumable": "1.0.0"})


def code(response: HttpResponse) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]  # type: ignore[attr-defined]


def test_a_file_goes_up_in_pieces(phone: Phone, p01: Participation) -> None:
    client, client_id = phone(p01), uuid4()

    made = create(client, client_id)
    assert (made.status_code, made["Upload-Offset"]) == (201, "0")
    assert made["Location"] == f"{ROOT}{client_id}/"
    for start in range(0, len(CONTENT), 4096):
        moved = send(client, client_id, CONTENT[start : start + 4096], start)
        assert moved.status_code == 204
        assert moved["Upload-Offset"] == str(min(start + 4096, len(CONTENT)))

    upload = Upload.objects.get(client_id=client_id)
    assert upload.is_complete
    assert storage.path_of(upload.storage_key).read_bytes() == CONTENT


def test_beginning_twice_gives_the_first_answer(phone: Phone, p01: Participation) -> None:
    client, client_id = phone(p01), uuid4()
    create(client, client_id)
    send(client, client_id, CONTENT[:100], 0)

    again = create(client, client_id)

    assert (again.status_code, again["Upload-Offset"]) == (200, "100")
    assert Upload.objects.count() == 1


def test_a_phone_asks_how_much_is_safe(phone: Phone, p01: Participation) -> None:
    client, client_id = phone(p01), uuid4()
    create(client, client_id)
    send(client, client_id, CONTENT[:1234], 0)

    told = look(client, client_id)

    assert (told.status_code, told["Upload-Offset"]) == (200, "1234")
    assert told["Upload-Length"] == str(len(CONTENT))
    assert told["Cache-Control"] == "no-store"
    assert look(client, uuid4()).status_code == 404


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 1.0])
def test_a_piece_at_the_wrong_place_is_told_the_right_one(
    phone: Phone, p01: Participation, share: float
) -> None:
    client, client_id = phone(p01), uuid4()
    arrived = int(len(CONTENT) * share)
    create(client, client_id)
    send(client, client_id, CONTENT[:arrived], 0)

    refused = send(client, client_id, CONTENT[:arrived], 0)

    assert code(refused) == (409, "wrong-offset")
    assert refused["Upload-Offset"] == str(arrived)
    assert refused.json()["offset"] == arrived
    if arrived < len(CONTENT):
        assert send(client, client_id, CONTENT[arrived:], arrived).status_code == 204
    assert Upload.objects.get().is_complete


def test_another_participants_upload_does_not_exist(
    phone: Phone, p01: Participation, p02: Participation
) -> None:
    client_id = uuid4()
    create(phone(p01), client_id)
    stranger = phone(p02)

    assert look(stranger, client_id).status_code == 404
    assert send(stranger, client_id, CONTENT, 0).status_code == 404
    assert Upload.objects.get().offset == 0


def test_a_phone_that_has_not_joined_is_told_so(client: Client, p01: Participation) -> None:
    assert code(create(client, uuid4())) == (401, "not-joined")


def test_a_changed_file_is_sent_again(phone: Phone, p01: Participation) -> None:
    client, client_id = phone(p01), uuid4()
    create(client, client_id)

    refused = send(client, client_id, CONTENT[:-1] + b"!", 0)

    assert code(refused) == (422, "wrong-digest")
    assert refused["Upload-Offset"] == "0"
    assert send(client, client_id, CONTENT, 0).status_code == 204


def test_a_full_disk_says_507_and_loses_nothing(
    phone: Phone, p01: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, client_id = phone(p01), uuid4()
    create(client, client_id)
    send(client, client_id, CONTENT[:100], 0)

    def no_room(size: int) -> None:
        raise DiskFull

    with monkeypatch.context() as full:
        full.setattr(growing, "check_room", no_room)
        refused = send(client, client_id, CONTENT[100:], 100)
        assert code(refused) == (507, "disk-full")
        assert refused["Retry-After"]
        assert code(create(client, uuid4())) == (507, "disk-full")

    assert look(client, client_id)["Upload-Offset"] == "100"
    assert send(client, client_id, CONTENT[100:], 100).status_code == 204


def test_another_file_under_the_same_id_is_a_conflict(phone: Phone, p01: Participation) -> None:
    client, client_id = phone(p01), uuid4()
    create(client, client_id)

    assert code(create(client, client_id, b"another")) == (409, "other-content")


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"upload-length": "many"}, "Upload-Length"),
        ({"upload-length": "-1"}, "Upload-Length"),
        ({"upload-metadata": metadata(id="7", sha256="0" * 64)}, "id"),
        ({"upload-metadata": metadata(id=str(uuid4()), sha256="00")}, "sha256"),
        ({"upload-metadata": metadata(id=str(uuid4()))}, "sha256"),
        ({"upload-metadata": "id not-base64!"}, "Upload-Metadata"),
    ],
)
def test_a_header_that_is_not_understood_is_named(
    phone: Phone, p01: Participation, headers: dict[str, str], field: str
) -> None:
    refused = create(phone(p01), uuid4(), **headers)

    assert code(refused) == (400, "header-not-understood")
    assert refused.json()["field"] == field


def test_sizes_and_types_that_no_entry_can_hold(phone: Phone, p01: Participation) -> None:
    client = phone(p01)
    page = metadata(id=str(uuid4()), type="text/html", sha256="0" * 64)

    assert code(create(client, uuid4(), **{"upload-metadata": page})) == (415, "type-refused")
    large = create(client, uuid4(), **{"upload-length": str(40 << 20)})
    assert code(large) == (413, "too-large")
    assert "30 MB" in large.json()["detail"]
    assert code(create(client, uuid4(), b"")) == (400, "empty-file")


def test_a_piece_must_be_small_and_named_as_one(phone: Phone, p01: Participation) -> None:
    client, client_id = phone(p01), uuid4()
    create(client, client_id)

    form = send(client, client_id, CONTENT, 0, content_type="application/x-www-form-urlencoded")
    assert code(form) == (415, "wrong-content-type")
    assert code(send(client, client_id, bytes((2 << 20) + 1), 0)) == (413, "piece-too-large")
    assert code(send(client, client_id, CONTENT + b"x", 0)) == (400, "past-the-end")


def test_no_other_site_can_begin_an_upload(p01: Participation, phone: Phone) -> None:
    """What a form on another site can send lacks the header that only our own code sends."""
    client = phone(p01)
    client.handler.enforce_csrf_checks = True

    assert code(client.post(ROOT)) == (412, "other-protocol")
    assert create(client, uuid4()).status_code == 201


def test_a_closed_study_takes_nothing_more(study: Study, phone: Phone, p01: Participation) -> None:
    client, client_id = phone(p01), uuid4()
    create(client, client_id)
    Study.objects.filter(pk=study.pk).update(closed_at=clock.now())

    assert code(create(client, uuid4())) == (410, "closed")
    assert code(send(client, client_id, CONTENT, 0)) == (410, "closed")


def test_who_has_not_agreed_yet_may_still_come(study: Study, phone: Phone) -> None:
    client = phone(factories.make_participation(study, "P07"))

    assert code(create(client, uuid4())) == (403, "no-consent")


def test_one_phone_cannot_flood_the_server(
    phone: Phone, p01: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limit("uploads-participation", 2, 3600)
    monkeypatch.setattr("fieldstudy.web.shared.uploading.UPLOADS_OF_SENDER", few)
    client = phone(p01)

    assert [create(client, uuid4()).status_code for _ in range(3)] == [201, 201, 429]
