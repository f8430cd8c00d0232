"""The database: engine, transactions, and how tables name their keys.

A write is always `transaction`: BEGIN IMMEDIATE, committed to disk before it returns. Nothing here
waits for a lock longer than a moment, since on SQLite that would hold up every phone: whoever meets
a locked database tries again outside the transaction.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase

T = TypeVar("T")
BUSY_MS = 50


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


def make_engine(url: str) -> Engine:
    """SQLite in WAL with every commit on disk; another database as it stands. What goes wrong never tells what
    was written (R15)."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=0, hide_parameters=True)
    waits: dict[str, Any] = {"timeout": BUSY_MS / 1000, "check_same_thread": False}
    engine = create_engine(url, connect_args=waits, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
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
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Everything within is committed together, or nothing of it."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look; it never waits for who writes."""
    with engine.connect().execution_options(reads=True) as connection, connection.begin():
        yield connection


def with_patience(
    action: Callable[[], T], sleep: Callable[[float], object] = time.sleep, tries: int = 40
) -> T:
    """Tries again while another process has the database, sleeping outside the transaction."""
    for _ in range(tries - 1):
        try:
            return action()
        except OperationalError as error:
            if "locked" not in str(error.orig):
                raise
        sleep(0.05)
    return action()


def forget_on_disk(engine: Engine) -> bool:
    """Brings erased text out of SQLite's write-ahead log too (R14). False while somebody still reads from it."""
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
