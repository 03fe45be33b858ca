"""What comes with every export: how to read it, in both languages."""

from fieldstudy.exports.models import Export
from fieldstudy.exports.tables import TABLES, Column, Table

DICTIONARY = (
    Column("table", "表", "table"),
    Column("column", "列", "column"),
    Column("meaning_zh", "含义（中文）", "meaning in Chinese"),
    Column("meaning_en", "含义（英文）", "meaning in English"),
    Column("form", "形式或单位", "form or unit"),
)


def dictionary_rows(tables: tuple[Table, ...] = TABLES) -> list[tuple[str, ...]]:
    """One row for each column of each table."""
    return [
        (table.key, column.key, column.zh, column.en, column.form)
        for table in tables
        for column in table.columns
    ]


def read_me(export: Export) -> str:
    """The first thing to read in an unpacked export."""
    made = export.created_at.isoformat(timespec="seconds")
    return (
        f"{export.study.name.zh}\n{export.study.name.en}\n\n"
        f"生成时间 {made}　格式 {export.format}\n"
        f"Made {made}, format {export.format}\n\n"
        "编号仅在本研究内有效，不能与其他研究对应。\n"
        "Names of people, entries and codings are made for this study alone.\n\n"
        "表格软件可能把以 = + - @ 开头的文字当作公式，因此 CSV 中这类文字前加了一个 '。"
        "JSON Lines 保持原文。\n"
        "A spreadsheet may run text that begins with = + - @ as a formula, so CSV cells of that kind "
        "begin with '. JSON Lines holds the words as they were written.\n\n"
        "只含参与者同意提供的内容。每列的含义见 dictionary。\n"
        "Only what participants agreed to is here. The dictionary explains every column.\n"
    )
