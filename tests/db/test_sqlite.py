"""The short way to SQLite keeps what the ordinary way promises: one transaction, the same faults, nothing told of words."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from dialoog.accounts import tokens
from dialoog.accounts.models import Token
from dialoog.db import sqlite
from dialoog.db.engine import is_transient, make_engine, read_transaction, transaction
from dialoog.db.sqlite import WriterConnection
from tests import migrated

COUNT = select(func.count()).select_from(Token)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    migrated.copy_into(tmp_path)
    engine = make_engine(f"sqlite:///{tmp_path / migrated.NAME}")
    yield engine
    engine.dispose()


def a_token(name: bytes) -> dict[str, object]:
    nothing = dict.fromkeys(column.name for column in Token.__table__.columns)
    return {**nothing, "hash": name, "purpose": "seat", "made": 1}


def written_both_ways(connection: Connection, name: str) -> None:
    sqlite.execute_many(
        sqlite.driver_connection(connection), insert(Token), [a_token(f"{name}, short".encode())]
    )
    tokens.create(connection, "seat")


def kept_on_disk(engine: Engine) -> int:
    with read_transaction(engine) as connection:
        return connection.execute(COUNT).scalar_one()


def test_both_ways_are_one_transaction(engine: Engine) -> None:
    writer = WriterConnection(engine)
    with writer.transaction() as connection:
        written_both_ways(connection, "first")
        assert sqlite.query(sqlite.driver_connection(connection), COUNT, {}) == [(2,)]
        assert kept_on_disk(engine) == 0
    assert kept_on_disk(engine) == 2
    with suppress(KeyError), writer.transaction() as connection:
        written_both_ways(connection, "second")
        raise KeyError
    assert kept_on_disk(engine) == 2
    with writer.transaction() as connection:
        written_both_ways(connection, "third")
    assert kept_on_disk(engine) == 4
    writer.close()


def test_R11_a_database_that_another_holds_passes_and_the_next_goes_through(engine: Engine) -> None:
    writer = WriterConnection(engine)
    with transaction(engine), pytest.raises(OperationalError) as locked, writer.transaction():
        raise AssertionError("begun while another writes")
    assert is_transient(locked.value)
    with writer.transaction() as connection:
        written_both_ways(connection, "next")
    assert kept_on_disk(engine) == 2
    writer.close()


def test_R15_what_cannot_be_written_is_not_told(engine: Engine) -> None:
    writer, rows = WriterConnection(engine), [a_token(b"twice"), a_token(b"twice")]
    with pytest.raises(IntegrityError) as refused, writer.transaction() as connection:
        sqlite.execute_many(sqlite.driver_connection(connection), insert(Token), rows)
    assert "twice" not in f"{refused.value} {refused.value.params}"
    assert kept_on_disk(engine) == 0
    writer.close()
