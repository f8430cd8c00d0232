"""A PostgreSQL database as the content of its tables: `COPY` out of one snapshot, and into tables that the migrations made.

It needs no program beside this one, and what it writes does not depend on the version of the server.
"""

import zipfile
from typing import Any

from sqlalchemy import Connection, Select, column, func, inspect, select, table, text

from dialoog.backups.backup_file import Manifest, Members

TABLES = "tables/"
REVISION_TABLE = "alembic_version"


def export(connection: Connection, members: Members) -> None:
    """Within a read transaction, whose snapshot all tables are of."""
    cursor = _cursor(connection)
    for name in _tables(connection):
        with members.add(f"{TABLES}{name}") as file:
            cursor.copy_expert(f"COPY {_named(connection, name)} TO STDOUT", file)


def empty(connection: Connection) -> None:
    if tables := _tables(connection):
        _cursor(connection).execute(f"TRUNCATE {', '.join(_quoted(connection, name) for name in tables)}")


def load(connection: Connection, manifest: Manifest, archive: zipfile.ZipFile) -> None:
    """Fills the empty tables of the same revision."""
    cursor = _cursor(connection)
    for name in _tables(connection):
        if (member := f"{TABLES}{name}") in manifest.members:
            with archive.open(member) as content:
                cursor.copy_expert(f"COPY {_named(connection, name)} FROM STDIN", content)
    _advance_sequences(connection)


def _advance_sequences(connection: Connection) -> None:
    """Numbers that the database gives go on after those that are there."""
    owned = text(
        "SELECT c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
        " AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL"
    )
    for name, numbered, sequence in connection.execute(owned).all():
        newest: Select[Any] = select(func.max(column(numbered))).select_from(table(name))
        if (number := connection.execute(newest).scalar()) is not None:
            connection.execute(select(func.setval(sequence, number)))


def _tables(connection: Connection) -> list[str]:
    """Those that others refer to first."""
    ordered = inspect(connection).get_sorted_table_and_fkc_names()
    return [name for name, _ in ordered if name is not None and name != REVISION_TABLE]


def _named(connection: Connection, name: str) -> str:
    """The table with the columns that can be written."""
    written = text(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = :name AND is_generated = 'NEVER' ORDER BY ordinal_position"
    )
    columns = connection.execute(written, {"name": name}).scalars()
    return f"{_quoted(connection, name)} ({', '.join(_quoted(connection, one) for one in columns)})"


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()
