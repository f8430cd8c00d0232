"""What PostgreSQL needs to be told, and what it tells: how it is reached, who waits for whom, which faults pass.

Nothing here imports its driver before it is needed: it is an extra of its own, and whoever stays with SQLite never has it.
"""

import time
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError, InvalidatePoolError

DRIVER = "postgresql+psycopg2"
POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 0, "pool_timeout": 5, "pool_use_lifo": True}
"""Ten connections a process; the one that was put back last goes first, so that one that is in use needs not be asked."""
BATCHES: dict[str, Any] = {"executemany_mode": "values_plus_batch"}
"""Rows that may be written over go in few messages too."""
RESTED_SECONDS = 1.0
"""A connection that nobody used for so long is asked first whether it still lives, since PostgreSQL may have died."""

SESSION = {
    "synchronous_commit": "on",  # R1: what was called kept is on disk, whatever the server's own default
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
"""For libpq. A server that went away without a word is noticed within about 20 s."""

SILENCE_SECONDS, CONNECT_SECONDS = 4.0, 2.0
"""How long we wait for an answer, a little longer than a statement may take there, and for a new connection."""

PASSING = frozenset(
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
    """What only one process does at a time: the key of PostgreSQL's advisory lock for it."""

    MIGRATE = 0xD1A1_0001
    FIRST_KEY = 0xD1A1_0002


def is_postgres(url: URL) -> bool:
    return url.get_backend_name() in ("postgresql", "postgres")


def is_transient(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed in a moment."""
    return error.connection_invalidated or getattr(error.orig, "pgcode", None) in PASSING


def set_wait_callback(wait_for: Callable[[int, bool, float, Exception], None]) -> None:
    """psycopg2 waits within C, and every phone with it, unless it is told how to wait. A database that says nothing at
    all any more is given up, and its connection with it. `wait_for` lets others go on until a file can be read (or else
    written), and raises what it is given where that takes longer than so many seconds."""
    from psycopg2 import OperationalError, extensions

    def until_ready(connection: Any) -> None:
        while (state := connection.poll()) != extensions.POLL_OK:
            begins = connection.status == extensions.STATUS_SETUP
            seconds = CONNECT_SECONDS if begins else SILENCE_SECONDS
            silent = OperationalError("the database does not answer")
            wait_for(connection.fileno(), state == extensions.POLL_READ, seconds, silent)

    extensions.set_wait_callback(until_ready)


def prepare_pool(engine: Engine) -> None:
    """Every connection of the pool comes as new: alive, and in no mode of who had it before."""

    def put_back(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    def ready(connection: Any, record: Any, _proxy: Any) -> None:
        try:
            connection.set_session(isolation_level="DEFAULT", readonly="DEFAULT", autocommit=False)
            if time.monotonic() - record.info.get("rests_since", time.monotonic()) > RESTED_SECONDS:
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", put_back)
    event.listen(engine, "checkout", ready)


def use_snapshot(connection: Connection) -> None:
    """What this transaction reads is of one moment, and it writes nothing. Said to the driver, who sends it along."""
    _driver(connection).set_session(isolation_level="REPEATABLE READ", readonly=True)


def use_autocommit(connection: Connection) -> None:
    """From here on each statement is a transaction of its own, and one way to PostgreSQL and back."""
    _driver(connection).autocommit = True


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def acquire_lock(connection: Connection, turn: AdvisoryLock) -> None:
    """Waits, however long it takes, until no other process does this; it is ours until the end of the transaction.
    SQLite has one writer anyhow."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": int(turn)})
