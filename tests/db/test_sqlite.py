"""The direct path to SQLite keeps what SQLAlchemy's path promises: one transaction, the same errors, no words in them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from dialoog.accounts import tokens
from dialoog.accounts.models import Token
from dialoog.db import migrations, sqlite
from dialoog.db.engine import is_transient, make_engine, read_transaction, transaction
from dialoog.db.sqlite import WriterSession
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
    sqlite.execute_many(connection, insert(Token), [a_token(f"{name}, short".encode())])
    tokens.create(connection, "seat")


def kept_on_disk(engine: Engine) -> int:
    with read_transaction(engine) as connection:
        return connection.execute(COUNT).scalar_one()


def test_both_ways_are_one_transaction(engine: Engine) -> None:
    writer = WriterSession(engine)
    with writer.transaction() as connection:
        written_both_ways(connection, "first")
        assert sqlite.query(connection, COUNT, {}) == [(2,)]
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


def test_lists_in_a_query_find_what_they_find_through_sqlalchemy(engine: Engine) -> None:
    hashes = [f"token {number}".encode() for number in range(5)]
    by_hash = select(Token.hash).where(
        Token.hash.in_(bindparam("hashes", expanding=True)), Token.made == bindparam("at"), Token.made == 1
    )
    session = WriterSession(engine)
    with session.transaction() as connection:
        sqlite.execute_many(connection, insert(Token), [a_token(hash) for hash in hashes])
        for count in range(len(hashes) + 1):
            for asked in ([*hashes[:count], b"nobody's"], [b"nobody's", *hashes[:count]], []):
                parameters = {"hashes": asked, "at": 1}
                direct = sqlite.query(connection, by_hash, parameters)
                assert direct == [tuple(row) for row in connection.execute(by_hash, parameters)]
                assert len(direct) == (count if asked else 0)
    session.close()


def test_lists_of_any_length_are_few_texts(engine: Engine) -> None:
    """SQLAlchemy takes ten milliseconds to expand a thousand, and their number changes with everybody who comes or goes."""
    by_hash = select(Token.hash).where(Token.hash.in_(bindparam("hashes", expanding=True)))
    before = sqlite._expanded.cache_info().misses
    with read_transaction(engine) as connection:
        for count in range(1, 1_001):
            assert sqlite.query(connection, by_hash, {"hashes": [b"nobody's"] * count}) == []
    assert sqlite._expanded.cache_info().misses - before == 11


def test_R11_a_database_that_another_holds_passes_and_the_next_goes_through(engine: Engine) -> None:
    writer = WriterSession(engine)
    with transaction(engine), pytest.raises(OperationalError) as locked, writer.transaction():
        raise AssertionError("begun while another writes")
    assert is_transient(locked.value)
    with writer.transaction() as connection:
        written_both_ways(connection, "next")
    assert kept_on_disk(engine) == 2
    writer.close()


def test_R15_what_cannot_be_written_is_not_told(engine: Engine) -> None:
    writer, rows = WriterSession(engine), [a_token(b"twice"), a_token(b"twice")]
    with pytest.raises(IntegrityError) as refused, writer.transaction() as connection:
        sqlite.execute_many(connection, insert(Token), rows)
    assert "twice" not in f"{refused.value} {refused.value.params}"
    assert kept_on_disk(engine) == 0
    writer.close()


def test_each_migration_has_a_number_of_its_own_and_follows_the_one_before() -> None:
    """Two that were written side by side can take the same number without a conflict between their files. A number may be missing: that of
    one that was never released, and became part of a later one."""
    files = sorted((migrations.HERE / "versions").glob("[0-9]*.py"))
    texts = [file.read_text("utf-8") for file in files]
    numbers = [file.name[:4] for file in files]
    assert len(set(numbers)) == len(numbers)
    assert [re.findall(r'^revision = "(\d+)"', text, re.M) for text in texts] == [[one] for one in numbers]
    follows = [re.findall(r'^down_revision = (?:"(\d+)"|None)', text, re.M) for text in texts]
    assert follows == [[before] for before in ("", *numbers[:-1])]
