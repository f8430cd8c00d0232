"""PostgreSQL: its connection settings, transient errors, advisory locks, and the writer's session.

The driver is imported only where it is used: it is an extra, and an installation on SQLite does not have it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.sql import ClauseElement

from dialoog.db.commits import collect_actions, run_all

DRIVER = "postgresql+psycopg2"
POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 0, "pool_timeout": 5, "pool_use_lifo": True}
"""Ten connections a process. The one returned last is used first, so that most are known to be alive."""
BATCHES: dict[str, Any] = {"executemany_mode": "values_plus_batch"}
"""Many rows go in few messages, also where they may overwrite others."""
IDLE_SECONDS = 1.0
"""A connection that was idle for so long is pinged first, since PostgreSQL may have been restarted."""

SESSION = {
    "synchronous_commit": "on",  # R1: what is acknowledged is on disk, whatever the server's default
    "statement_timeout": "3500ms",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
CONNECT_ARGS: dict[str, Any] = {
    "application_name": "dialoog",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": " ".join(f"-c {name}={value}" for name, value in SESSION.items()),
}
"""For libpq. A server that vanishes is noticed within about 20 s."""

SILENCE_SECONDS, CONNECT_SECONDS = 4.0, 2.0
"""The timeouts of an answer, a little longer than that of a statement, and of a new connection."""

TRANSIENT_CODES = frozenset(
    {
        "40001",  # serialization_failure
        "40P01",  # deadlock_detected
        "55P03",  # lock_not_available
        "57014",  # query_canceled: the statement took too long
        "57P01",  # admin_shutdown
        "57P02",  # crash_shutdown
        "57P03",  # cannot_connect_now
    }
)


class AdvisoryLock(IntEnum):
    """Keys of PostgreSQL's advisory locks, for what only one process does at a time."""

    MIGRATE = 0xD1A1_0001
    FIRST_KEY = 0xD1A1_0002


def is_postgres(url: URL) -> bool:
    return url.get_backend_name() in ("postgresql", "postgres")


def is_transient(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed in a moment."""
    return error.connection_invalidated or getattr(error.orig, "pgcode", None) in TRANSIENT_CODES


def set_wait_callback(wait_for: Callable[[int, bool, float, Exception], None]) -> None:
    """Makes psycopg2 wait cooperatively; by itself it blocks the event loop, and every phone with it.

    `wait_for(file, for_reading, seconds, error)` lets other tasks run until the file can be read (or else written) and raises the
    error after so many seconds: a database that is silent for longer is given up with its connection."""
    from psycopg2 import OperationalError, extensions

    def until_ready(connection: Any) -> None:
        while (state := connection.poll()) != extensions.POLL_OK:
            begins = connection.status == extensions.STATUS_SETUP
            seconds = CONNECT_SECONDS if begins else SILENCE_SECONDS
            silent = OperationalError("the database does not answer")
            wait_for(connection.fileno(), state == extensions.POLL_READ, seconds, silent)

    extensions.set_wait_callback(until_ready)


def prepare_pool(engine: Engine) -> None:
    """Makes the pool hand out connections that are alive and have no mode of their last user."""

    def note_idle(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    def reset(connection: Any, record: Any, _proxy: Any) -> None:
        try:
            connection.set_session(isolation_level="DEFAULT", readonly="DEFAULT", autocommit=False)
            if time.monotonic() - record.info.get("idle_since", time.monotonic()) > IDLE_SECONDS:
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note_idle)
    event.listen(engine, "checkout", reset)


def use_snapshot(connection: Connection) -> None:
    """Makes this transaction read one snapshot and write nothing. The driver sends it with the first statement."""
    _driver(connection).set_session(isolation_level="REPEATABLE READ", readonly=True)


def use_autocommit(connection: Connection) -> None:
    """Makes each statement a transaction of its own, in one round trip."""
    _driver(connection).autocommit = True


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def acquire_lock(connection: Connection, lock: AdvisoryLock) -> None:
    """Waits, however long it takes, for the lock; the end of the transaction releases it. Does nothing on SQLite, which has one
    writer anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(lock)})


class WriterSession:
    """See `db.writer_session`. Each transaction takes a connection of the pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self._engine.begin() as connection, collect_actions(connection) as actions:
            yield connection
        run_all(actions)

    def close(self) -> None:
        """Holds nothing between transactions."""


def query(connection: Connection, statement: ClauseElement, parameters: Mapping[str, Any]) -> list[Any]:
    return list(connection.execute(statement, parameters))  # type: ignore[call-overload]


def execute_many(connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(statement, rows)  # type: ignore[call-overload]
