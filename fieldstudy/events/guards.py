"""The database itself refuses to change or delete what happened, on both engines."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("events_event", "events_seal")
_REFUSAL = "what happened is append-only"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _sqlite(table: str) -> tuple[list[str], list[str]]:
    create = [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{change.lower()} BEFORE {change} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for change in ("UPDATE", "DELETE")
    ]
    drop = [f"DROP TRIGGER IF EXISTS {table}_no_{change}" for change in ("update", "delete")]
    return create, drop


def _postgres(table: str) -> tuple[list[str], list[str]]:
    create = [
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION events_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_refuse()",
    ]
    drop = [f"DROP TRIGGER IF EXISTS {table}_no_{end} ON {table}" for end in ("change", "truncate")]
    return create, drop


def _statements(connection: BaseDatabaseWrapper, *, install: bool) -> list[str]:
    per_table = _postgres if connection.vendor == "postgresql" else _sqlite
    statements = [line for table in TABLES for line in per_table(table)[0 if install else 1]]
    if install and connection.vendor == "postgresql":
        return [_POSTGRES_FUNCTION, *statements]
    return statements


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers up; harmless where they stand already."""
    _run(connection, _statements(connection, install=True))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down: for undoing the migration, and for emptying a test database."""
    _run(connection, _statements(connection, install=False))


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
