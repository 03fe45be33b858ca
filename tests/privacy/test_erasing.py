"""Whoever asks to be forgotten is forgotten: rows, files, exports, jobs; and nobody else is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction

from fieldstudy.core import storage
from fieldstudy.exports.models import Export
from fieldstudy.media.models import Rendition
from fieldstudy.participants.models import DeviceSession, Participation
from fieldstudy.people.models import Person
from fieldstudy.privacy import ledger
from fieldstudy.privacy.actions import carry_out_erasure, request_erasure
from fieldstudy.privacy.erasing import remains_of
from fieldstudy.privacy.models import ErasureReceipt
from fieldstudy.studies.models import Study
from tests import factories

CANARY = "canary-7f3d9b"
Erase = Callable[[Participation, Person], ErasureReceipt]


@pytest.fixture
def rich_p01(study: Study, p01: Participation, kofi: Person) -> Participation:
    """P01 with everything a participant can leave behind."""
    factories.make_device(p01)
    study.identities.create(participation=p01, name=CANARY, phone=CANARY)
    entry = factories.make_entry(p01, f"{CANARY} words", consent_act=p01.consent_acts.get())
    attachment = factories.make_attachment(entry, content=CANARY.encode())
    for key in (attachment.storage_key, f"renditions/{attachment.pk}"):
        storage.save(key, [CANARY.encode()])
    Rendition.objects.create(
        study=study, attachment=attachment, kind="full", storage_key=f"renditions/{attachment.pk}"
    )
    recording = factories.make_attachment(entry, kind="recording")
    transcript = study.transcripts.create(attachment=recording)
    transcript.latest = transcript.versions.create(
        study=study, number=1, origin="machine", text=CANARY
    )
    transcript.save()
    coding = factories.make_coding(entry, factories.make_code(study), kofi, span=(0, 6))
    study.memos.create(
        client_id=uuid4(), author=kofi, subject_kind="coding", subject_id=coding.pk, text=CANARY
    )
    return p01


@pytest.fixture
def erase(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> Callable[[Participation, Person], ErasureReceipt]:
    """Ask and carry out, with what follows the commit."""

    def ask_and_carry_out(participation: Participation, by: Person) -> ErasureReceipt:
        with django_capture_on_commit_callbacks(execute=True):
            receipt = carry_out_erasure(request_erasure(participation, by=by, person=by))
        assert receipt is not None
        return receipt

    return ask_and_carry_out


def words_in_database() -> list[str]:
    """Every table in which the canary can still be read."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(CANARY in str(row) for row in cursor.fetchall()):
                found.append(table)
    return found


def files_with_words() -> list[Path]:
    return [
        path
        for path in Path(settings.FIELDSTUDY_DATA).rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]


def test_nothing_of_the_person_remains(erase: Erase, rich_p01: Participation, lan: Person) -> None:
    assert words_in_database() and files_with_words()
    erase(rich_p01, lan)
    assert words_in_database() == []
    assert files_with_words() == []


def test_the_dry_run_says_exactly_what_will_go(
    erase: Erase, rich_p01: Participation, lan: Person
) -> None:
    promised = remains_of(rich_p01).counts
    assert promised["diary.Entry"] == 1 and promised["files"] >= 2
    assert erase(rich_p01, lan).counts == promised


def test_a_dry_run_changes_nothing(rich_p01: Participation) -> None:
    assert remains_of(rich_p01) == remains_of(rich_p01)
    assert rich_p01.entries.count() == 1


def test_others_keep_everything(
    erase: Erase, rich_p01: Participation, p02: Participation, lan: Person
) -> None:
    theirs = factories.make_entry(p02)
    before = remains_of(p02).counts
    erase(rich_p01, lan)
    assert p02.entries.get() == theirs
    assert remains_of(p02).counts == before


def test_built_exports_go_and_the_record_of_them_stays(
    erase: Erase, rich_p01: Participation, lan: Person, study: Study
) -> None:
    export = Export.objects.create(
        study=study,
        client_id=uuid4(),
        format="csv",
        requested_by=lan,
        storage_key="exports/one.zip",
    )
    storage.save("exports/one.zip", [CANARY.encode()])
    erase(rich_p01, lan)
    export.refresh_from_db()
    assert export.storage_key == "" and export.deleted_at is not None
    assert files_with_words() == []


def test_phones_are_shut_out_as_soon_as_it_is_asked(rich_p01: Participation, lan: Person) -> None:
    request_erasure(rich_p01, by=lan, person=lan)
    assert not DeviceSession.objects.open().filter(participation=rich_p01).exists()


def test_asking_twice_is_asking_once(rich_p01: Participation, lan: Person) -> None:
    assert request_erasure(rich_p01, by=lan) == request_erasure(rich_p01, by=lan)


def test_the_ledger_remembers_the_key_and_nothing_else(
    erase: Erase, rich_p01: Participation, lan: Person
) -> None:
    key = str(rich_p01.pk)
    receipt = erase(rich_p01, lan)
    (line,) = ledger.lines()
    assert line["participation"] == key and line["receipt"] == receipt.number
    assert CANARY not in ledger.ledger_path().read_text()


def test_an_erasure_that_fails_half_way_deletes_nothing(
    rich_p01: Participation, lan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("fieldstudy.privacy.actions._write_receipt", refuse)
    with pytest.raises(RuntimeError), transaction.atomic():
        carry_out_erasure(request_erasure(rich_p01, by=lan))
    assert rich_p01.entries.count() == 1
    assert files_with_words()
