"""Calls in processes of their own: what comes back, and what becomes of them when such a process ends."""

import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest
from sqlalchemy import Engine, select

from dialoog.accounts.scope import Scope
from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.models import Dialogue
from dialoog.records.exports import files, pdf
from dialoog.records.queries import read_record
from dialoog.records.search import queries as search
from dialoog.records.search.filters import SearchFilters
from dialoog.records.search.queries import Typed, read_typed
from dialoog.records.sheet import paper as sheet
from dialoog.records.themes import apart as themes
from dialoog.server.process_pool import CallFailed, ProcessPool
from tests import migrated
from tests.records.evenings import an_engine, meerlinden
from tests.records.retained import works_on


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPool]:
    made = ProcessPool()
    yield made
    made.close()


def process() -> int:
    return os.getpid()


def count_dialogues(engine: Engine) -> tuple[int, int]:
    with read_transaction(engine) as connection:
        return os.getpid(), len(connection.execute(select(Dialogue.id)).all())


def find_nothing(text: str, scope: Scope, moment: datetime) -> tuple[Typed, Scope, datetime, bytes]:
    return read_typed(text), scope, moment, text.encode()


def fail_with_words(name: str) -> None:
    raise ValueError(name)


def test_a_call_is_done_by_another_process_which_is_used_again(pool: ProcessPool) -> None:
    first = pool.run(process)
    assert first != os.getpid()
    assert pool.run(process) == first


def test_an_engine_arrives_as_one_to_the_same_database(pool: ProcessPool, tmp_path: Path) -> None:
    migrated.copy_into(tmp_path)
    engine = make_engine(f"sqlite:///{tmp_path / 'dialoog.sqlite3'}")
    answer = pool.run(count_dialogues, engine)
    engine.dispose()
    assert answer == (pool.run(process), 0)


def test_what_goes_and_comes_is_what_the_annotations_say(pool: ProcessPool) -> None:
    scope, moment = Scope(organisations=frozenset({"linde"})), datetime.now(UTC)
    assert pool.run(find_nothing, "«»", scope, moment) == (Typed(), scope, moment, "«»".encode())


def test_R15_of_a_fault_comes_its_class_alone(pool: ProcessPool) -> None:
    with pytest.raises(CallFailed, match=r"^ValueError$"):
        pool.run(fail_with_words, "Fatma")


def test_a_call_to_a_process_that_ended_is_done_by_another(pool: ProcessPool) -> None:
    first = pool.run(process)
    os.kill(first, signal.SIGKILL)
    assert pool.run(process) not in (first, os.getpid())


def test_processes_end_with_the_server(pool: ProcessPool) -> None:
    own = pool.run(process)
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(own, 0)


@pytest.mark.parametrize(
    "function",
    [
        files.make_file,
        search.find,
        search.read_dictionaries,
        sheet.measure_sides,
        pdf.set_pdf,
        themes.count_themes,
        themes.find_proposals,
    ],
)
def test_whatever_is_called_apart_says_what_it_takes_and_gives(function: Callable[..., object]) -> None:
    for kind in get_type_hints(function).values():
        if kind is not Engine:
            msgspec.msgpack.Decoder(kind)


def test_a_record_as_a_file_and_a_search_are_the_same_there(pool: ProcessPool, tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    meerlinden(engine).closes()
    works_on(engine, 1)
    with read_transaction(engine) as connection:
        record = read_record(connection, "linde")
    assert record is not None
    asked = record, "md", "nl", "buurt.example/verslagen/linde"
    assert pool.run(files.make_file, *asked) == files.make_file(*asked)
    looked = engine, Scope(everything=True), "jongetje", SearchFilters(), 1
    found = search.find(*looked)
    assert found.found.sentences
    assert pool.run(search.find, *looked) == found
    engine.dispose()
