"""Bytes arrive in order, once, and whole; what was acknowledged is on the disk."""

import datetime as dt
import io
import os
from uuid import uuid4

import pytest
from django.db import connection

from fieldstudy.core import clock, growing, storage
from fieldstudy.core.scope import study_scope
from fieldstudy.core.storage import DiskFull
from fieldstudy.events.models import Event
from fieldstudy.participants.consent import MayNotLog
from fieldstudy.participants.models import Participation, Withdrawal
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from fieldstudy.uploads import actions, refusals
from fieldstudy.uploads.actions import (
    append_to_upload,
    create_upload,
    expire_uploads,
    receive_file,
)
from fieldstudy.uploads.models import Upload
from tests import factories
from tests.uploads.sending import CONTENT, announce, begin, make_sender, stored


def verbs() -> list[str]:
    """What was recorded, in order."""
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_file_in_pieces_is_the_same_file(p01: Participation) -> None:
    upload = begin(p01)
    for start in range(0, len(CONTENT), 1000):
        upload = append_to_upload(upload, CONTENT[start : start + 1000], offset=start, by=p01)
    upload.refresh_from_db()

    assert upload.is_complete
    assert stored(upload) == CONTENT
    assert verbs() == ["upload.created", "upload.completed"]


def test_the_same_announcement_again_finds_the_same_upload(p01: Participation) -> None:
    announced = announce()
    first, is_new = create_upload(announced, by=p01, study=p01.study)
    append_to_upload(first, CONTENT[:100], offset=0, by=p01)

    again, is_new_again = create_upload(announced, by=p01, study=p01.study)

    assert (is_new, is_new_again) == (True, False)
    assert (again.pk, again.offset) == (first.pk, 100)
    assert len(list(storage.path_of("uploads").iterdir())) == 1


def test_another_file_under_the_same_id_is_refused(p01: Participation) -> None:
    announced = announce()
    create_upload(announced, by=p01, study=p01.study)

    with pytest.raises(refusals.OtherContent):
        create_upload(announce(b"other", client_id=announced.client_id), by=p01, study=p01.study)


def test_two_participants_may_use_the_same_id(p01: Participation, p02: Participation) -> None:
    announced = announce()
    mine, _ = create_upload(announced, by=p01, study=p01.study)
    theirs, is_new = create_upload(announced, by=p02, study=p02.study)

    assert is_new
    assert mine.pk != theirs.pk


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 1.0])
def test_a_cut_line_costs_nothing(p01: Participation, share: float) -> None:
    upload = begin(p01)
    arrived = int(len(CONTENT) * share)
    append_to_upload(upload, CONTENT[:arrived], offset=0, by=p01)

    # The answer got lost: the phone sends the same piece again and is told where it stands.
    with pytest.raises(refusals.WrongOffset) as where:
        append_to_upload(upload, CONTENT[:arrived], offset=0, by=p01)
    upload = append_to_upload(
        upload, CONTENT[where.value.offset :], offset=where.value.offset, by=p01
    )

    assert where.value.offset == arrived
    assert upload.is_complete
    assert stored(upload) == CONTENT


def test_bytes_that_were_never_acknowledged_are_overwritten(p01: Participation) -> None:
    upload = begin(p01)
    append_to_upload(upload, CONTENT[:100], offset=0, by=p01)
    with storage.path_of(upload.storage_key).open("ab") as left_by_a_crash:
        left_by_a_crash.write(bytes(len(CONTENT)))

    upload = append_to_upload(upload, CONTENT[100:], offset=100, by=p01)

    assert stored(upload) == CONTENT


def test_a_sender_that_is_late_changes_nothing(p01: Participation) -> None:
    upload = begin(p01)
    late = Upload.objects.select_related("study").get(pk=upload.pk)
    append_to_upload(upload, CONTENT[:5000], offset=0, by=p01)

    with pytest.raises(refusals.WrongOffset):
        append_to_upload(late, b"something else", offset=0, by=p01)

    assert stored(upload) == CONTENT[:5000]


def test_a_file_changed_on_its_way_starts_again(p01: Participation) -> None:
    upload = begin(p01)
    with pytest.raises(refusals.WrongDigest):
        append_to_upload(upload, CONTENT[:-1] + b"x", offset=0, by=p01)
    upload.refresh_from_db()
    assert (upload.offset, upload.is_complete) == (0, False)

    assert append_to_upload(upload, CONTENT, offset=0, by=p01).is_complete
    assert stored(upload) == CONTENT


def test_a_piece_past_the_end_is_refused(p01: Participation) -> None:
    upload = begin(p01)

    with pytest.raises(refusals.PastTheEnd):
        append_to_upload(upload, CONTENT + b"x", offset=0, by=p01)

    assert stored(upload) == b""


def test_the_disk_has_a_piece_before_the_database_says_so(
    p01: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(p01)
    order: list[str] = []
    fsync, move = os.fsync, actions._move
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("disk"), fsync(handle)))
    monkeypatch.setattr(
        actions, "_move", lambda row, **new: (order.append("row"), move(row, **new))
    )

    append_to_upload(upload, CONTENT[:10], offset=0, by=p01)

    assert order == ["disk", "row"]


def test_no_transaction_is_open_while_bytes_are_written(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = factories.make_study()
    with study_scope(study):
        participation = make_sender(study)
        seen: list[bool] = []
        write_at = growing.write_at
        monkeypatch.setattr(
            growing,
            "write_at",
            lambda *args, **more: (
                seen.append(connection.in_atomic_block),
                write_at(*args, **more),
            ),
        )
        append_to_upload(begin(participation), CONTENT, offset=0, by=participation)

    assert seen == [False]


def test_a_full_disk_keeps_what_had_arrived(
    p01: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(p01)
    append_to_upload(upload, CONTENT[:100], offset=0, by=p01)

    with monkeypatch.context() as full:
        full.setattr(growing, "check_room", _no_room)
        with pytest.raises(DiskFull):
            append_to_upload(upload, CONTENT[100:], offset=100, by=p01)
    upload.refresh_from_db()
    assert upload.offset == 100

    assert append_to_upload(upload, CONTENT[100:], offset=100, by=p01).is_complete
    assert stored(upload) == CONTENT


def test_a_full_disk_begins_nothing(p01: Participation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "check_room", _no_room)

    with pytest.raises(DiskFull):
        begin(p01)

    assert not Upload.objects.exists()


def _no_room(size: int) -> None:
    raise DiskFull


def test_an_upload_deleted_meanwhile_is_gone(p01: Participation) -> None:
    upload = begin(p01)
    Upload.objects.all().delete()
    storage.delete(upload.storage_key)

    with pytest.raises(refusals.Gone):
        append_to_upload(upload, CONTENT, offset=0, by=p01)


def test_a_row_that_could_not_be_written_leaves_no_file(
    p01: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*args: object, **more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record", power_cut)

    with pytest.raises(RuntimeError):
        begin(p01)

    assert list(storage.path_of("uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("declared", "size", "refusal"),
    [
        ("image/jpeg", 31 << 20, refusals.TooLarge),
        ("audio/webm", 201 << 20, refusals.TooLarge),
        ("", 501 << 20, refusals.TooLarge),
        ("text/html", 10, refusals.TypeRefused),
        ("application/pdf", 10, refusals.TypeRefused),
        ("image/jpeg", 0, refusals.Empty),
    ],
)
def test_what_no_entry_can_hold_is_refused(
    p01: Participation, declared: str, size: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        begin(p01, declared_type=declared, size=size)


def test_a_participant_cannot_fill_the_disk(
    p01: Participation, p02: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_OF_PARTICIPATION", len(CONTENT) * 2)
    begin(p01)
    begin(p01)

    with pytest.raises(refusals.QuotaUsed):
        begin(p01)
    assert begin(p02)


def test_who_left_sends_nothing_more(p01: Participation) -> None:
    upload = begin(p01)
    Withdrawal.objects.create(study=p01.study, participation=p01, kind=Withdrawal.Kind.STOP)

    with pytest.raises(MayNotLog):
        begin(p01)
    with pytest.raises(MayNotLog):
        append_to_upload(upload, CONTENT, offset=0, by=p01)


def test_a_study_that_is_over_takes_nothing_from_the_desk(study: Study, rosa: Person) -> None:
    study.closed_at = clock.now()

    with pytest.raises(refusals.Closed):
        create_upload(announce(), by=rosa, study=study)


def test_a_rehearsal_can_send_before_fieldwork_begins(db: None) -> None:
    study = factories.make_study(opened_at=None)
    with study_scope(study):
        tester = make_sender(study, "T01", is_rehearsal=True)
        participant = make_sender(study)

        assert begin(tester)
        with pytest.raises(MayNotLog):
            begin(participant)


def test_a_plain_form_sends_the_whole_file(study: Study, p01: Participation, rosa: Person) -> None:
    for sender in (p01, rosa):
        client_id = uuid4()
        first = receive_file(io.BytesIO(CONTENT), by=sender, study=study, client_id=client_id)
        again = receive_file(io.BytesIO(CONTENT), by=sender, study=study, client_id=client_id)

        assert first.is_complete
        assert first.pk == again.pk
        assert stored(first) == CONTENT


def test_a_plain_form_finishes_what_was_begun_in_pieces(p01: Participation) -> None:
    announced = announce()
    upload, _ = create_upload(announced, by=p01, study=p01.study)
    append_to_upload(upload, CONTENT[:77], offset=0, by=p01)

    whole = receive_file(
        io.BytesIO(CONTENT), by=p01, study=p01.study, client_id=announced.client_id
    )

    assert whole.pk == upload.pk
    assert stored(whole) == CONTENT
    with pytest.raises(refusals.WrongOffset):
        append_to_upload(upload, CONTENT[77:], offset=77, by=p01)
    assert stored(whole) == CONTENT


def test_a_plain_form_with_another_file_is_refused(p01: Participation) -> None:
    client_id = uuid4()
    receive_file(io.BytesIO(CONTENT), by=p01, study=p01.study, client_id=client_id)

    with pytest.raises(refusals.OtherContent):
        receive_file(io.BytesIO(b"other"), by=p01, study=p01.study, client_id=client_id)


def test_what_nobody_finished_is_deleted_after_thirty_days(
    p01: Participation, entry: object
) -> None:
    old = begin(p01)
    new = begin(p01)
    taken = begin(p01)
    factories.make_attachment(entry, upload=taken)  # type: ignore[arg-type]
    long_ago = clock.now() - dt.timedelta(days=31)
    Upload.objects.filter(pk__in=[old.pk, taken.pk]).update(created_at=long_ago)

    assert expire_uploads() == 1

    assert set(Upload.objects.values_list("pk", flat=True)) == {new.pk, taken.pk}
    assert not storage.path_of(old.storage_key).exists()
    assert storage.path_of(taken.storage_key).exists()
