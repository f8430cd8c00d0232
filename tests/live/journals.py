"""Looking into the database beside a running server, as somebody with the file or its password could."""

import json
from typing import Any

from tests import postgres
from tests.people import Table


def rows(table: Table, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return postgres.rows(table.server.database, sql, *values)


def journal(table: Table) -> list[dict[str, Any]]:
    """Version, command, who and events of every entry."""
    query = "SELECT version, command_id, by_desk, by_seat, events FROM journal WHERE dialogue = ? ORDER BY version"
    return [
        {
            "version": v,
            "id": i,
            "desk": d,
            "seat": s,
            "events": json.loads(e),
            "kinds": [x[0] for x in json.loads(e)],
        }
        for v, i, d, s, e in rows(table, query, table.id)
    ]
