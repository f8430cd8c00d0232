"""Calls in processes of their own: what comes back, and what becomes of them when such a process ends."""

import os
import signal
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.models import Dialogue
from dialoog.server.process_pool import CallFailed, ProcessPool
from tests import migrated


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPool]:
    made = ProcessPool()
    yield made
    made.close()


def count_dialogues(engine: Engine) -> tuple[int, int]:
    with read_transaction(engine) as connection:
        return os.getpid(), len(connection.execute(select(Dialogue.id)).all())


class Unsendable(Exception):
    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def fail_with_words() -> None:
    raise Unsendable("Fatma", "Demir")


def test_a_call_is_done_by_another_process_which_is_used_again(pool: ProcessPool) -> None:
    first = pool.run(os.getpid)
    assert first != os.getpid()
    assert pool.run(os.getpid) == first


def test_an_engine_arrives_as_one_to_the_same_database(pool: ProcessPool, tmp_path) -> None:  # type: ignore[no-untyped-def]
    migrated.copy_into(tmp_path)
    engine = make_engine(f"sqlite:///{tmp_path / 'dialoog.sqlite3'}")
    process, dialogues = pool.run(count_dialogues, engine)
    engine.dispose()
    assert process == pool.run(os.getpid)
    assert dialogues == 0


def test_what_it_raises_is_raised_here(pool: ProcessPool) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        pool.run(int, "x")


def test_R15_of_a_fault_that_cannot_be_sent_comes_its_class_alone(pool: ProcessPool) -> None:
    with pytest.raises(CallFailed, match=r"^Unsendable$"):
        pool.run(fail_with_words)


def test_a_call_to_a_process_that_ended_is_done_by_another(pool: ProcessPool) -> None:
    first = pool.run(os.getpid)
    os.kill(first, signal.SIGKILL)
    assert pool.run(os.getpid) not in (first, os.getpid())


def test_processes_end_with_the_server(pool: ProcessPool) -> None:
    process = pool.run(os.getpid)
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
