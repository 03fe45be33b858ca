"""Words that a spreadsheet must not run as a formula."""

from fieldstudy.exports.tables import Value

CELL_LIMIT = 32_767
CUT = "… [cut: the whole text is in the JSON Lines export]"
_STARTS = tuple("=+-@\t\r\n" + "＝＋－＠")


def for_spreadsheet(value: Value) -> str:
    """A CSV cell: text that could begin a formula gets an apostrophe in front.

    Leading blanks are looked through, and full-width forms count, since spreadsheets accept both.
    Numbers are written as they are.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.lstrip(" \u3000\u00a0").startswith(_STARTS) else value


def for_cell(value: str) -> str:
    """A workbook cell holds 32,767 characters (UTF-16 units); longer text is cut, and says so."""
    units = len(value.encode("utf-16-le")) // 2
    if units <= CELL_LIMIT:
        return value
    room = (CELL_LIMIT - len(CUT)) * 2
    return value.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT
