"""ZIP files streamed to disk: tables as CSV or JSON Lines, and people's photos and voices."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from zipstream import ZIP_DEFLATED, ZIP_STORED, ZipStream

from fieldstudy.exports.formats.dictionary import DICTIONARY, dictionary_rows, read_me
from fieldstudy.exports.formats.safe import for_spreadsheet
from fieldstudy.exports.models import Export
from fieldstudy.exports.tables import TABLES, Column, Row, Source

Tick = Callable[[], None]
BOM = "\ufeff"
BATCH = 500


def write_csv(path: Path, export: Export, source: Source, tick: Tick) -> dict[str, int]:
    """A ZIP of CSV files (UTF-8 with a byte-order mark, for Excel), with README and dictionary."""
    return _write(path, export, source, tick, "csv", csv_lines)


def write_jsonl(path: Path, export: Export, source: Source, tick: Tick) -> dict[str, int]:
    """A ZIP of JSON Lines files (UTF-8), every word as it was written."""
    return _write(path, export, source, tick, "jsonl", jsonl_lines)


def csv_lines(columns: tuple[Column, ...], rows: Iterable[Row]) -> Iterator[str]:
    """The lines of one CSV file, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow([for_spreadsheet(value) for value in row])
        yield _taken(buffer)
    yield _taken(buffer)


def jsonl_lines(columns: tuple[Column, ...], rows: Iterable[Row]) -> Iterator[str]:
    """One JSON object a line; embedded JSON columns come as objects, not as text."""
    keys = [column.key for column in columns]
    nested = [column.form.startswith("JSON") for column in columns]
    for row in rows:
        values = (
            json.loads(value) if deep and isinstance(value, str) and value else value
            for value, deep in zip(row, nested, strict=True)
        )
        yield json.dumps(dict(zip(keys, values, strict=True)), ensure_ascii=False) + "\n"


def _taken(buffer: io.StringIO) -> str:
    words = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return words


def _write(
    path: Path,
    export: Export,
    source: Source,
    tick: Tick,
    suffix: str,
    lines: Callable[[tuple[Column, ...], Iterable[Row]], Iterator[str]],
) -> dict[str, int]:
    counts: dict[str, int] = {table.key: 0 for table in TABLES}

    def counted(key: str, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            counts[key] += 1
            tick()
            yield row

    stream = ZipStream(compress_type=ZIP_DEFLATED, compress_level=6)
    stream.add(read_me(export), "README.txt")
    for table in TABLES:
        rows = counted(table.key, table.rows(source))
        stream.add(_encoded(lines(table.columns, rows)), f"{table.key}.{suffix}")
    stream.add(_encoded(csv_lines(DICTIONARY, dictionary_rows())), "dictionary.csv")
    write_stream(path, stream)
    return counts


def _encoded(lines: Iterator[str]) -> Iterator[bytes]:
    """Lines in batches: one small write a row would spend its time in the compressor's doorway."""
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) >= BATCH:
            yield "".join(batch).encode()
            batch.clear()
    yield "".join(batch).encode()


def write_stream(path: Path, stream: ZipStream) -> None:
    """Write a ZIP as it is made."""
    with path.open("wb") as out:
        for chunk in stream:
            out.write(chunk)


def stored_stream() -> ZipStream:
    """A ZIP that does not compress: photos and sound are compressed already."""
    return ZipStream(compress_type=ZIP_STORED)
