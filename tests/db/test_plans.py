"""SQLite finds what is asked for by an index, however much it holds: it plans a list of pairs as a look through the whole table."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.journal.store import read_commands
from dialoog.records.themes.queries import _translations
from tests import migrated

PAIRS = [("linde", "one"), ("linde", "two"), ("eik", "one")]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    migrated.copy_into(tmp_path)
    engine = make_engine(f"sqlite:///{tmp_path / migrated.NAME}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("asks", [read_commands, _translations])
def test_pairs_are_found_by_an_index(engine: Engine, asks: Callable[[Connection, object], object]) -> None:
    """A batch of two commands looked through the journals of all evenings ever, within the transaction, while every phone waited."""
    with read_transaction(engine) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        told: list[str] = []
        driver.set_trace_callback(told.append)
        asks(connection, PAIRS)
        driver.set_trace_callback(None)
        [statement] = told
        plan = [step for *_, step in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert not [step for step in plan if step.startswith(("SCAN journal", "SCAN translations"))], plan
    assert any(step.startswith("SEARCH") for step in plan), plan
