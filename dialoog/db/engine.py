"""The database: engine, transactions, and the naming of constraints.

Every write is a `transaction`, which is on disk when it returns; on SQLite it begins with BEGIN IMMEDIATE. Nothing here waits long
for a lock, since on SQLite that would block every phone: a caller retries outside the transaction.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import DeclarativeBase

from dialoog.db import postgres
from dialoog.db.commits import collect_actions, run_all
from dialoog.db.database_files import DatabaseFiles

T = TypeVar("T")
BUSY_MS = 50
TRIES, PAUSE_SECONDS = 40, 0.05
IN_MEMORY = (None, "", ":memory:")
EXTERNAL_TRANSACTION = {"external_transaction": True}
"""Options of a connection whose transactions are begun and committed past SQLAlchemy (`db.sqlite`)."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def make_engine(database: str) -> Engine:
    """An engine for SQLite in WAL mode with every commit on disk, or for PostgreSQL. Its errors never show what was written (R15).
    Raises SystemExit, with one sentence, for an address of neither."""
    url = _address(database)
    if postgres.is_postgres(url):
        return _postgres(url.set(drivername=postgres.DRIVER))
    connect_args: dict[str, Any] = {"timeout": BUSY_MS / 1000, "check_same_thread": False}
    files = DatabaseFiles(url.database or "")
    engine = create_engine(
        url, connect_args=connect_args, hide_parameters=True, execution_options={"files": files}
    )
    event.listen(engine, "do_connect", files.verify)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", files.add)
    event.listen(engine, "close", files.remove)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_shared(database: str | Engine) -> bool:
    """Whether several processes may serve from this database."""
    return postgres.is_postgres(database.url if isinstance(database, Engine) else _address(database))


def _address(database: str) -> URL:
    try:
        url = make_url(database)
    except (ArgumentError, ValueError):  # their own texts would show the password
        url = None
    in_a_file = url is not None and url.get_backend_name() == "sqlite" and url.database not in IN_MEMORY
    if url is None or not (in_a_file or postgres.is_postgres(url)):
        raise SystemExit(
            "DIALOOG_DATABASE_URL is no address that Dialoog knows. It looks like"
            " postgresql://name:password@host/database or sqlite:////folder/dialoog.sqlite3."
        )
    return url


def _postgres(url: URL) -> Engine:
    try:
        engine = create_engine(
            url, connect_args=postgres.CONNECT_ARGS, hide_parameters=True, **postgres.POOL, **postgres.BATCHES
        )
    except ModuleNotFoundError:
        raise SystemExit(
            "For PostgreSQL the library psycopg2 is missing. Install Dialoog with it: pip install 'dialoog[postgres]'"
        ) from None
    postgres.prepare_pool(engine)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "external_transaction" not in options:
        connection.exec_driver_sql("BEGIN" if options.get("reads", False) else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Commits everything within together, or nothing of it."""
    try:
        with engine.begin() as connection, collect_actions(connection) as actions:
            yield connection
            ensure_files_in_place(engine)
    except DBAPIError:
        rescue_removed_log(engine)
        raise
    run_all(actions)


def ensure_files_in_place(engine: Engine) -> None:
    """Raises `DBAPIError` where a commit now would go into another file than before (R11)."""
    if (files := engine.get_execution_options().get("files")) is not None:
        files.verify()


def rescue_removed_log(engine: Engine) -> None:
    """Copies what was committed into the main file where somebody removed the write-ahead log: the connections still have it open,
    and it is gone with the last of them (R11). Where no connection is idle or the disk is full, the next attempt to write tries again."""
    files = engine.get_execution_options().get("files")
    if files is None or not files.log_is_removed:
        return
    with (
        suppress(DBAPIError),
        engine.connect().execution_options(reads=True, isolation_level="AUTOCOMMIT") as connection,
    ):
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """One consistent snapshot for any number of queries; it never waits for the writer."""
    with engine.connect().execution_options(reads=True) as connection:
        if is_shared(engine):
            postgres.use_snapshot(connection)
        with connection.begin():
            yield connection


@contextmanager
def connect_for_query(engine: Engine) -> Iterator[Connection]:
    """A connection for a single query, without a transaction. Two queries see two snapshots."""
    with engine.connect().execution_options(reads=True) as connection:
        if is_shared(engine):
            postgres.use_autocommit(connection)
        yield connection


def is_transient(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed in a moment: the database was locked, or its connection lost."""
    return "locked" in str(error.orig) or postgres.is_transient(error)


def retry_while_locked(action: Callable[[], T], sleep: Callable[[float], object] = time.sleep) -> T:
    """Retries for two seconds while another process holds the database, sleeping outside the transaction."""
    for _ in range(TRIES - 1):
        try:
            return action()
        except DBAPIError as error:
            if not is_transient(error):
                raise
        sleep(PAUSE_SECONDS)
    return action()


def run_in_transaction(engine: Engine, action: Callable[[Connection], T]) -> T:
    """Runs the action in a transaction of its own, again while another process holds the database; returns what it returns."""

    def attempt() -> T:
        with transaction(engine) as connection:
            return action(connection)

    return retry_while_locked(attempt)


def truncate_wal(engine: Engine) -> bool:
    """Removes erased text from SQLite's write-ahead log (R14). False while somebody still reads from it.

    PostgreSQL keeps deleted rows until its own vacuum, and its log for as long as it needs it: no moment can be promised there
    (docs/deploy says what an administrator sets)."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect().execution_options(reads=True, isolation_level="AUTOCOMMIT") as connection:
        busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return not busy


def current_engine() -> Engine:
    """The engine of the application that answers this request."""
    engine = current_app.extensions["dialoog.engine"]
    assert isinstance(engine, Engine)
    return engine
