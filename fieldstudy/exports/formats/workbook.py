"""XLSX: one sheet for each table, written row by row at constant memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from fieldstudy.exports.formats.dictionary import DICTIONARY, dictionary_rows, read_me
from fieldstudy.exports.formats.safe import for_cell
from fieldstudy.exports.models import Export
from fieldstudy.exports.tables import TABLES, Column, Row, Source

SHEET_ROWS = 1_048_575
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(path: Path, export: Export, source: Source, tick: Callable[[], None]) -> dict[str, int]:
    """Write the workbook to ``path``; ``tick`` is called once a row.

    Returns:
        Rows in each table. A table longer than a sheet (1,048,575 rows) goes on in a next one.
    """
    book = xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": str(path.parent)})
    bold = book.add_format({"bold": True})
    counts: dict[str, int] = {}
    try:
        _read_me(book, export)
        for table in TABLES:
            counts[table.key] = 0
            sheet = _sheet(book, table.key, table.columns, bold)
            line = 1
            for row in table.rows(source):
                if line > SHEET_ROWS:
                    sheet, line = (
                        _sheet(book, f"{table.key}-{counts[table.key]}", table.columns, bold),
                        1,
                    )
                _write_row(sheet, line, row)
                line += 1
                counts[table.key] += 1
                tick()
        sheet = _sheet(book, "dictionary", DICTIONARY, bold)
        for line, row in enumerate(dictionary_rows(), start=1):
            _write_row(sheet, line, row)
    finally:
        book.close()
    return counts


def _read_me(book: Any, export: Export) -> None:
    sheet = book.add_worksheet("read me")
    sheet.set_column(0, 0, 100)
    for line, words in enumerate(read_me(export).splitlines()):
        sheet.write_string(line, 0, words)


def _sheet(book: Any, name: str, columns: tuple[Column, ...], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        sheet.write_string(0, position, column.key, bold)
    return sheet


def _write_row(sheet: Any, line: int, row: Row) -> None:
    """Each cell by its own type: text never becomes a formula, a number or a link."""
    for position, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_boolean(line, position, value)
        elif isinstance(value, str):
            sheet.write_string(line, position, for_cell(value))
        else:
            sheet.write_number(line, position, value)
