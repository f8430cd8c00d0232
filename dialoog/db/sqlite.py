"""The writer's direct path to SQLite: its statements go to the driver itself, over one connection that is held.

SQLAlchemy compiles these statements, once each. Executing them through it costs about half a millisecond per transaction more than
SQLite itself takes: "next" at 50 phones is 16 to 20 % slower without this path (docs/decisions). Everything else in the same transaction
goes through SQLAlchemy.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Compiled
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

from dialoog.db.commits import collect_actions, run_all
from dialoog.db.engine import (
    EXTERNAL_TRANSACTION,
    ensure_files_in_place,
    rescue_removed_log,
)


class WriterSession:
    """See `db.writer_session`. The connection is held until a transaction fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(**EXTERNAL_TRANSACTION)
        connection, driver = self._connection, _driver_connection(self._connection)
        try:
            begin(driver)
            with collect_actions(connection) as actions:
                yield connection
                ensure_files_in_place(self._engine)
                commit(driver)
        except BaseException:
            self.close()
            rescue_removed_log(self._engine)
            raise
        if connection.in_transaction():
            connection.rollback()  # it is committed: SQLAlchemy only forgets what went through it
        run_all(actions)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def begin(driver: sqlite3.Connection) -> None:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise _dbapi_error(error) from error


def commit(driver: sqlite3.Connection) -> None:
    try:
        driver.commit()
    except sqlite3.Error as error:
        raise _dbapi_error(error) from error


def query(connection: Connection, statement: ClauseElement, parameters: Mapping[str, Any]) -> list[Any]:
    lists = [(name, _padded(values)) for name, values in parameters.items() if isinstance(values, list)]
    parameters = {**parameters, **dict(lists)}
    text, fixed, places = _expanded(statement, tuple((name, len(values)) for name, values in lists))
    values = {**fixed, **parameters}
    for name, place in places.items():
        values[name] = parameters[place.name][place.row]
    try:
        return _driver_connection(connection).execute(text, values).fetchall()
    except sqlite3.Error as error:
        raise _dbapi_error(error) from error


def execute_many(connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    try:
        _driver_connection(connection).executemany(str(_compiled(statement)), rows)
    except sqlite3.Error as error:
        raise _dbapi_error(error) from error


def _driver_connection(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


class _Place(NamedTuple):
    """Where an expanded parameter has its value: a list, and its item."""

    name: str
    row: int


class _Held:
    """Stands for a value while a statement is expanded."""

    def __init__(self, place: _Place) -> None:
        self.place = place


def _padded(values: list[Any]) -> list[Any]:
    """Repeats the last value until there are 1, 2, 4, 8 ... of them: IN means the same, and few lengths have to be expanded."""
    return values + values[-1:] * ((1 << max(0, len(values) - 1).bit_length()) - len(values))


@lru_cache(1_000)
def _expanded(
    statement: ClauseElement, lists: tuple[tuple[str, int], ...]
) -> tuple[str, dict[str, Any], dict[str, _Place]]:
    """The text for lists of these lengths (name, items), its fixed parameters, and the place of the others' values.
    SQLAlchemy takes ten times as long to expand them as SQLite to answer, so each length is expanded once."""
    compiled: Any = _compiled(statement)
    stand_ins = {name: [_Held(_Place(name, row)) for row in range(count)] for name, count in lists}
    if not stand_ins:
        return str(compiled), dict(compiled.params), {}
    state = compiled.construct_expanded_state({**compiled.params, **stand_ins})
    fixed = {name: value for name, value in state.parameters.items() if not isinstance(value, _Held)}
    places = {name: value.place for name, value in state.parameters.items() if isinstance(value, _Held)}
    return state.statement, fixed, places


@cache
def _compiled(statement: ClauseElement) -> Compiled:
    return statement.compile(dialect=sqlite.dialect(paramstyle="named"))


def _dbapi_error(error: sqlite3.Error) -> BaseException:
    """The error as SQLAlchemy would raise it, without the values that were written (R15)."""
    return DBAPIError.instance("", {}, error, sqlite3.Error, hide_parameters=True)
