"""The database as the writer uses it: one interface, which `db.sqlite` and `db.postgres` implement.

Both have a `WriterSession` and the functions `query` and `execute_many`, with the same arguments and results.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.sql import ClauseElement

from dialoog.db import postgres, sqlite


class WriterSession(Protocol):
    """One transaction at a time, on a connection that may be held between them."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """Commits everything within together, or nothing of it."""

    def close(self) -> None:
        """Gives the connection back; what was not committed is rolled back."""


def open_session(engine: Engine) -> WriterSession:
    session: WriterSession = _implementation(engine).WriterSession(engine)
    return session


def query(connection: Connection, statement: ClauseElement, parameters: Mapping[str, Any]) -> list[Any]:
    """The rows of a SELECT, as tuples. Expanding parameters are lists, for IN. Raises SQLAlchemy's `DBAPIError`."""
    rows: list[Any] = _implementation(connection).query(connection, statement, parameters)
    return rows


def execute_many(connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Executes the statement once per row; each row has a value for every parameter. Raises SQLAlchemy's `DBAPIError`."""
    _implementation(connection).execute_many(connection, statement, rows)


def _implementation(bind: Engine | Connection) -> ModuleType:
    return sqlite if bind.dialect.name == "sqlite" else postgres
