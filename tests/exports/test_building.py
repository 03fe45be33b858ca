"""An export holds what consent allows, and a spreadsheet cannot run what people wrote."""

import csv
import io
import json
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from fieldstudy.core import storage
from fieldstudy.diary.models import Entry
from fieldstudy.exports.building import build
from fieldstudy.exports.models import Export
from fieldstudy.media.models import Rendition
from fieldstudy.participants.models import Participation
from fieldstudy.people.models import Person
from fieldstudy.studies.models import Study
from tests import factories

NASTY = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "  =1+1"]


def make_export(study: Study, by: Person, into: str, **filters: object) -> Export:
    return Export.objects.create(
        study=study, client_id=uuid4(), format=into, filters=filters, requested_by=by
    )


def built_path(export: Export) -> Path:
    return storage.path_of(build(export, lambda done, total: None).storage_key)


def rows_of(export: Export, table: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(built_path(export)) as archive:
        lines = archive.read(f"{table}.jsonl").decode().splitlines()
    return [json.loads(line) for line in lines]


def test_words_come_out_as_they_were_written(study: Study, lan: Person, entry: Entry) -> None:
    (row,) = rows_of(make_export(study, lan, "jsonl"), "entries")
    assert row["text"] == entry.text
    assert row["answers"] == {"text": entry.text}


def test_no_primary_key_leaves_the_house(study: Study, lan: Person, entry: Entry) -> None:
    code = factories.make_code(study)
    factories.make_coding(entry, code, lan, span=(0, 3))
    export = make_export(study, lan, "jsonl")
    with zipfile.ZipFile(built_path(export)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for key in (entry.pk, entry.participation_id, lan.pk, study.pk):
        assert str(key) not in everything
        assert key.hex not in everything


def test_two_studies_name_the_same_person_differently(study: Study) -> None:
    from fieldstudy.exports.pseudonyms import pseudonyms_of

    key = uuid4()
    assert pseudonyms_of(study.pk)(key) != pseudonyms_of(uuid4())(key)


@pytest.mark.parametrize("words", NASTY)
def test_a_formula_stays_text_in_csv(
    study: Study, lan: Person, p01: Participation, words: str
) -> None:
    factories.make_entry(p01, words)
    with zipfile.ZipFile(built_path(make_export(study, lan, "csv"))) as archive:
        content = archive.read("entries.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["text"] == f"'{words}"


def test_a_formula_stays_text_in_a_workbook(study: Study, lan: Person, p01: Participation) -> None:
    for words in NASTY:
        factories.make_entry(p01, words)
    book = load_workbook(built_path(make_export(study, lan, "xlsx")))
    sheet = book["entries"]
    column = [cell.value for cell in sheet[1]].index("text") + 1
    cells = [sheet.cell(line, column) for line in range(2, sheet.max_row + 1)]
    assert sorted(str(cell.value) for cell in cells) == sorted(NASTY)
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(
    study: Study, lan: Person, p01: Participation
) -> None:
    factories.make_entry(p01, "𠮷" * 20_000)
    book = load_workbook(built_path(make_export(study, lan, "xlsx")))
    sheet = book["entries"]
    column = [cell.value for cell in sheet[1]].index("text") + 1
    value = str(sheet.cell(2, column).value)
    assert value.startswith("𠮷𠮷") and value.endswith("JSON Lines export]")


def test_the_dictionary_explains_every_column(study: Study, lan: Person, entry: Entry) -> None:
    with zipfile.ZipFile(built_path(make_export(study, lan, "csv"))) as archive:
        listed = list(
            csv.DictReader(io.StringIO(archive.read("dictionary.csv").decode("utf-8-sig")))
        )
        for table in ("entries", "transcripts", "codings"):
            header = archive.read(f"{table}.csv").decode("utf-8-sig").splitlines()[0].split(",")
            assert header == [row["column"] for row in listed if row["table"] == table]
    assert all(row["meaning_zh"] and row["meaning_en"] for row in listed)


def test_rehearsal_retracted_and_excluded_entries_stay_behind(
    study: Study, lan: Person, p01: Participation
) -> None:
    kept = factories.make_entry(p01, "kept")
    factories.make_entry(p01, "rehearsed", is_rehearsal=True)
    retracted, excluded = factories.make_entry(p01, "taken back"), factories.make_entry(p01, "out")
    study.retractions.create(entry=retracted)
    study.exclusions.create(entry=excluded, by=lan, reason="twice")
    rows = rows_of(make_export(study, lan, "jsonl"), "entries")
    assert [row["text"] for row in rows] == [kept.text]


def test_the_client_gets_only_who_allows_it_and_words_only_as_quotes(
    study: Study, lan: Person
) -> None:
    for label, scopes in {
        "P11": ["client_viewing", "quotes"],
        "P12": ["client_viewing"],
        "P13": ["quotes"],
    }.items():
        person = factories.make_participation(study, label)
        factories.make_consent(person, scopes)
        factories.make_entry(person, f"words of {label}", valence=1)
    rows = rows_of(make_export(study, lan, "jsonl", for_client=True), "entries")
    assert sorted(str(row["text"]) for row in rows) == ["", "words of P11"]
    assert {row["valence"] for row in rows} == {1}


def test_who_did_not_allow_transfer_stays_at_home(study: Study, lan: Person) -> None:
    for label, scopes in {"P11": ["transfer"], "P12": []}.items():
        person = factories.make_participation(study, label)
        factories.make_consent(person, scopes)
        factories.make_entry(person, label)
    rows = rows_of(make_export(study, lan, "jsonl", abroad=True), "entries")
    assert [row["text"] for row in rows] == ["P11"]


def test_the_newest_answer_about_consent_counts(study: Study, lan: Person) -> None:
    person = factories.make_participation(study, "P11")
    factories.make_consent(person, ["transfer"])
    factories.make_consent(person, [])
    factories.make_entry(person)
    assert rows_of(make_export(study, lan, "jsonl", abroad=True), "entries") == []


def test_a_place_stays_behind_without_its_scope(study: Study, lan: Person) -> None:
    person = factories.make_participation(study, "P11")
    factories.make_consent(person, [])
    entry = factories.make_entry(person, place={"latitude": 31.2, "longitude": 121.5})
    entry.latest.answers = {"where": {"latitude": 31.2, "longitude": 121.5}, "text": "x"}  # type: ignore[union-attr]
    entry.latest.save()  # type: ignore[union-attr]
    (row,) = rows_of(make_export(study, lan, "jsonl"), "entries")
    assert row["place"] in ("", None)
    assert row["answers"] == {"text": "x"}


def test_media_holds_clean_copies_with_a_manifest_that_is_true(study: Study, lan: Person) -> None:
    content = b"a clean picture"
    with_photos, without = (factories.make_participation(study, label) for label in ("P11", "P12"))
    factories.make_consent(with_photos, ["photos"])
    factories.make_consent(without, [])
    for person in (with_photos, without):
        attachment = factories.make_attachment(factories.make_entry(person), content=b"as sent")
        digest = storage.save(f"renditions/{attachment.pk}", [content])
        Rendition.objects.create(
            study=study, attachment=attachment, kind="full", content_type="image/jpeg",
            storage_key=f"renditions/{attachment.pk}", size=len(content), sha256=digest,
        )  # fmt: skip
    with zipfile.ZipFile(built_path(make_export(study, lan, "media"))) as archive:
        (line,) = json.loads(archive.read("manifest.json"))
        assert archive.read(line["file"]) == content
        assert line["sha256"] == storage.sha256_of(storage.path_of(f"renditions/{attachment.pk}"))
        assert not any(b"as sent" in archive.read(name) for name in archive.namelist())


def test_the_same_export_twice_is_the_same_rows(study: Study, lan: Person, entry: Entry) -> None:
    export = make_export(study, lan, "jsonl")
    assert rows_of(export, "entries") == rows_of(export, "entries")


def test_charlies_study_is_not_in_it(study: Study, lan: Person, entry: Entry) -> None:
    from fieldstudy.core.scope import study_scope

    there = factories.make_study("there")
    with study_scope(there):
        factories.make_entry(factories.make_participation(there), "not yours")
    (row,) = rows_of(make_export(study, lan, "jsonl"), "entries")
    assert row["text"] == entry.text
