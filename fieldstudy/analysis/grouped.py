"""Grouped statements: written by the ORM, their rows taken as the database driver gives them.

A map of a large study reads tens of thousands of rows that name a few hundred people; turning each
value into a UUID of its own would take longer than the statement.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from fieldstudy.analysis.readings import Key


class Keys(dict[Any, Key]):
    """From a driver's form of a UUID (32 digits on SQLite) to its text, made once for each."""

    def __missing__(self, given: Any) -> Key:
        """The text of a key seen for the first time."""
        text = self[given] = str(given if isinstance(given, UUID) else UUID(given))
        return text


def rows_of(statement: "QuerySet[Any, Any]") -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    try:
        return _fetched(*statement.query.sql_with_params())
    except EmptyResultSet:
        return []


def summed(by_coder: "QuerySet[Any, Any]") -> list[tuple[Any, ...]]:
    """Of `person, entry_id, touchpoint_id, felt` for each coder: the mean over coders of an entry,
    then person, touchpoint, n, Σx, Σx².

    Two more levels of grouping than the ORM writes; the innermost statement and all its values stay
    the ORM's.
    """
    try:
        inner, values = by_coder.query.sql_with_params()
    except EmptyResultSet:
        return []
    return _fetched(
        "SELECT person, touchpoint_id, COUNT(*), SUM(felt), SUM(felt * felt) FROM ("  # noqa: S608
        f"SELECT person, entry_id, touchpoint_id, AVG(felt) AS felt FROM ({inner}) AS by_coder "
        "GROUP BY person, entry_id, touchpoint_id) AS by_entry GROUP BY person, touchpoint_id",
        values,
    )


def _fetched(statement: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
