"""The database: engine, transactions, and how tables name their keys.

A write is always `transaction`, committed to disk before it returns; on SQLite it is BEGIN IMMEDIATE. Nothing here
waits for a lock longer than a moment, since on SQLite that would hold up every phone: whoever meets
a locked database tries again outside the transaction.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import DeclarativeBase

from dialoog.db import postgres

T = TypeVar("T")
BUSY_MS = 50
TRIES, PAUSE_SECONDS = 40, 0.05
IN_MEMORY = (None, "", ":memory:")
BEGUN = {"begun": True}
"""Options of a connection whose transactions somebody else begins and commits (`direct`)."""


class DatabaseFile:
    """The file that SQLite opened first. One that was moved away, or put in its place, is another, and what is committed to it is lost."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._opened: tuple[int, int] | None = None

    def is_open(self, *_told: Any) -> None:
        self._opened = self._opened or self._there()

    def must_be_there(self, *_told: Any) -> None:
        """Before a commit, which would not be kept (R11), and before a connection: SQLite would make an empty file where there is
        none, and throw the log of the other one away."""
        if self._opened not in (None, self._there()):
            gone = sqlite3.OperationalError("the file of the database was moved, or another put in its place")
            raise DBAPIError.instance("", {}, gone, sqlite3.Error, hide_parameters=True)

    def _there(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


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
    """SQLite in WAL with every commit on disk, or PostgreSQL. What goes wrong never tells what was written (R15);
    an address that means neither ends the program with one sentence."""
    url = _address(database)
    if postgres.is_postgres(url):
        return _postgres(url.set(drivername=postgres.DRIVER))
    waits: dict[str, Any] = {"timeout": BUSY_MS / 1000, "check_same_thread": False}
    file = DatabaseFile(url.database or "")
    engine = create_engine(url, connect_args=waits, hide_parameters=True, execution_options={"file": file})
    event.listen(engine, "do_connect", file.must_be_there)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", file.is_open)
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
    connection.isolation_level = None  # we say BEGIN ourselves
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
    if "begun" not in options:
        connection.exec_driver_sql("BEGIN" if options.get("reads", False) else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Everything within is committed together, or nothing of it."""
    with engine.begin() as connection:
        yield connection
        ensure_file_in_place(engine)


def ensure_file_in_place(engine: Engine) -> None:
    """Raises where a commit now would go into a file that is not where it was (R11)."""
    if (file := engine.get_execution_options().get("file")) is not None:
        file.must_be_there()


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """One consistent look, however many questions it asks; it never waits for who writes."""
    with engine.connect().execution_options(reads=True) as connection:
        if is_shared(engine):
            postgres.use_snapshot(connection)
        with connection.begin():
            yield connection


@contextmanager
def connect_for_query(engine: Engine) -> Iterator[Connection]:
    """For who has one question: no transaction is begun for it and none ended. Two questions are of two moments."""
    with engine.connect().execution_options(reads=True) as connection:
        if is_shared(engine):
            postgres.use_autocommit(connection)
        yield connection


def is_transient(error: DBAPIError) -> bool:
    """Whether trying again in a moment may well help: the database is locked, or its connection was lost."""
    return "locked" in str(error.orig) or postgres.is_transient(error)


def retry_while_locked(action: Callable[[], T], sleep: Callable[[float], object] = time.sleep) -> T:
    """Tries again for two seconds while another process has the database, sleeping outside the transaction."""
    for _ in range(TRIES - 1):
        try:
            return action()
        except DBAPIError as error:
            if not is_transient(error):
                raise
        sleep(PAUSE_SECONDS)
    return action()


def truncate_wal(engine: Engine) -> bool:
    """Brings erased text out of SQLite's write-ahead log too (R14). False while somebody still reads from it.

    PostgreSQL keeps what was deleted until its own vacuum comes by, and its log for as long as it needs it: we cannot
    promise a moment there (docs/deploy tells what an administrator sets)."""
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
