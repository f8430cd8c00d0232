"""The short way to SQLite: what the writer asks and says most, told to the driver itself over one connection that is kept.

SQLAlchemy makes these statements, once each. What it does around every one of them costs ten times what SQLite does
for it, and most after a pause, when a processor has none of it at hand any more. Everything else in the same
transaction goes the ordinary way; on PostgreSQL, where each statement is a journey, all of it does.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

from dialoog.db.engine import BEGUN, ensure_file_in_place, transaction


class WriterConnection:
    """Who writes all the time keeps a connection: `transaction` is as that of `database`, one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        if self._engine.dialect.name != "sqlite":
            with transaction(self._engine) as connection:
                yield connection
            return
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(**BEGUN)
        connection, driver = self._connection, driver_connection(self._connection)
        try:
            begin(driver)
            yield connection
            ensure_file_in_place(self._engine)
            commit(driver)
        except BaseException:
            self.close()
            raise
        if connection.in_transaction():
            connection.rollback()  # it is committed: SQLAlchemy only forgets what went its way

    def close(self) -> None:
        """Gives the connection back; what was not committed is undone."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, under one to SQLite."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def begin(driver: sqlite3.Connection) -> None:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise _as_always(error) from error


def commit(driver: sqlite3.Connection) -> None:
    try:
        driver.commit()
    except sqlite3.Error as error:
        raise _as_always(error) from error


def query(driver: sqlite3.Connection, question: ClauseElement, about: Mapping[str, Any]) -> list[Any]:
    """The rows that answer it, as plain tuples. A question is made once and asked often."""
    text, fixed = _compiled(question)
    try:
        return driver.execute(text, {**fixed, **about}).fetchall()
    except sqlite3.Error as error:
        raise _as_always(error) from error


def execute_many(
    driver: sqlite3.Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Each row has a value for all that the statement names."""
    try:
        driver.executemany(_compiled(statement)[0], rows)
    except sqlite3.Error as error:
        raise _as_always(error) from error


@cache
def _compiled(statement: ClauseElement) -> tuple[str, Mapping[str, Any]]:
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    return str(compiled), dict(compiled.params)


def _as_always(error: sqlite3.Error) -> BaseException:
    """As SQLAlchemy would raise it; it tells nothing of what was written (R15)."""
    return DBAPIError.instance("", {}, error, sqlite3.Error, hide_parameters=True)
