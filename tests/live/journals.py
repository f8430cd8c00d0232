"""Looking into the database beside a running server, as somebody with the file could."""

import json
import sqlite3
from typing import Any

from tests.people import Table


def rows(table: Table, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(table.server.folder / "dialoog.sqlite3")
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def journal(table: Table) -> list[dict[str, Any]]:
    """Version, command, who and events of every entry."""
    asked = "SELECT version, command_id, by_desk, by_seat, events FROM journal WHERE dialogue = ? ORDER BY version"
    return [
        {
            "version": v,
            "id": i,
            "desk": d,
            "seat": s,
            "events": json.loads(e),
            "kinds": [x[0] for x in json.loads(e)],
        }
        for v, i, d, s, e in rows(table, asked, table.id)
    ]
