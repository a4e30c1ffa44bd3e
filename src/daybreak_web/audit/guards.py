"""Triggers that refuse to change or take away rows of the audit, also for SQL that does not come through the models.

migration 0001 -> raise_guards() -> the database says no. Whoever owns the database can drop them; the chain then tells.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_entry", "audit_combinedhead", "audit_anchor")
_WORDS = "the audit is only added to"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"""


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers up; where they stand already they are put up anew."""
    drop_guards(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in TABLES:
            for name, sql in _triggers(connection.vendor, table):
                cursor.execute(f"CREATE TRIGGER {name} {sql}")


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down, before the tables themselves go."""
    on = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in TABLES:
            for name, _sql in _triggers(connection.vendor, table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on else ""))


def _triggers(vendor: str, table: str) -> list[tuple[str, str]]:
    """Name and the rest of the statement, for each trigger of a table."""
    if vendor == "postgresql":
        row = f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_only_added()"
        whole = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added()"
        return [(f"{table}_stays", row), (f"{table}_whole", whole)]
    if vendor == "sqlite":
        said = f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        return [(f"{table}_no_{verb.lower()}", f"BEFORE {verb} ON {table} {said}") for verb in ("UPDATE", "DELETE")]
    raise NotImplementedError(vendor)
