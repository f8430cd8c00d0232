"""A server that breaks one promise: `python -m tests.reliability.planted FAULT serve ...`. Never product code.

Each fault is one small change to the program that is shipped, made before it serves; the checker has to find each
(test_planted.py), and has to find nothing in the same run without one.
"""

import contextlib
import random
import re
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from dialoog.server import main  # isort: skip  # first: it makes the standard library cooperative
from dialoog.cli import commands as cli
from dialoog.db import engine, sqlite
from dialoog.live.commands import execute, requests, translate, unit_of_work, writer
from dialoog.live.journal import store, texts
from dialoog.live.protocol.messages import Answer
from dialoog.live.runtime import Runtime
from dialoog.live.transport import command_intake
from dialoog.rules import events as e
from dialoog.server import exclusive
from dialoog.web import text_validation
from dialoog.websocket.broadcast import BroadcastManager


def acknowledged_before_the_commit() -> None:
    """The answer is given as soon as it is decided; the commit comes a moment later."""
    decides, commits = writer.Writer._one, sqlite.WriterSession.transaction

    def tells(self: Any, open_now: Any, waiting: Any, now: int) -> None:
        decides(self, open_now, waiting, now)
        waiting.on_outcome(waiting.outcome)
        waiting.on_outcome = lambda _: None

    @contextlib.contextmanager
    def late(self: Any) -> Iterator[Any]:
        with commits(self) as connection:
            yield connection
            threading.Event().wait(0.25)

    writer.Writer._one, sqlite.WriterSession.transaction = tells, late  # type: ignore[method-assign]


def synchronous_normal() -> None:
    """Commits are not on disk when they return: only a power cut shows it."""
    prepare = engine._prepare_sqlite

    def less(connection: Any, record: Any) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL")

    engine._prepare_sqlite = less


def no_unique_key() -> None:
    """Nobody looks whether a command was there before, and nothing forbids it twice."""
    looks = unit_of_work.UnitOfWork.load

    def look_up(self: Any, *about: Any) -> None:
        looks(self, *about)
        self.earlier = {}

    unit_of_work.UnitOfWork.load = look_up  # type: ignore[method-assign]

    def without(settings: Any) -> None:
        connection = sqlite3.connect(Path(settings.folder) / "dialoog.sqlite3")
        asked = "SELECT sql FROM sqlite_master WHERE name = 'journal' AND type = 'table'"
        made = connection.execute(asked).fetchone()[0]
        made = re.sub(r",\s*CONSTRAINT \w+ UNIQUE \([^)]*\)", "", made)
        connection.executescript(
            f"PRAGMA foreign_keys=OFF; ALTER TABLE journal RENAME TO former; {made};"
            "INSERT INTO journal SELECT * FROM former; DROP TABLE former;"
        )
        connection.close()

    _before_serving(without)


def dialogue_from_the_message() -> None:
    """Where a command goes is what the message says, not what the socket was bound to."""
    parses, translates = command_intake.parse, translate.request_of
    astray: dict[str, str] = {}

    def parse(payload: Any) -> Any:
        if isinstance(payload, dict) and "dialogue" in payload:
            astray[payload["id"]] = payload.pop("dialogue")
        return parses(payload)

    def request_of(secret: str, identity: Any, message: Any) -> Any:
        elsewhere = _with(identity, dialogue=astray.get(message.id, identity.dialogue))
        return translates(secret, elsewhere, message)

    command_intake.parse, translate.request_of = parse, request_of


def a_push_is_dropped() -> None:
    """Pushes with a new circle go nowhere, and no later one tells that something is missing."""
    emits = Runtime.emit

    def emit(self: Any, event: str, payload: Any, room: str) -> None:
        if event == "push" and payload.doc == "table" and payload.base:
            if "circle" in payload.sections:
                return
            payload = _with(payload, base=1)
        if event == "pulse":
            payload = _with(payload, table=0)
        emits(self, event, payload, room)

    Runtime.emit = emit  # type: ignore[method-assign]


def versions_are_skipped() -> None:
    made = execute.Entry
    execute.Entry = lambda version, *more: made(version + (version % 7 == 0), *more)  # type: ignore[misc, assignment]


def two_writers_without_catching_up() -> None:
    """Each process goes on from what it knows, and writes over what the other wrote. No lock refuses the second on one SQLite file."""
    exclusive.hold_database = contextlib.nullcontext  # type: ignore[assignment]
    looks = unit_of_work.UnitOfWork.load

    def look_up(self: Any, state_cache: Any, commands: Any) -> None:
        known = {dialogue: state_cache.get(dialogue) for dialogue, *_ in commands}
        looks(self, state_cache, commands)
        self.states |= {dialogue: running for dialogue, running in known.items() if running.version}

    unit_of_work.UnitOfWork.load = look_up  # type: ignore[method-assign]
    store._insert = store._insert.prefix_with("OR REPLACE")


def texts_are_changed() -> None:
    fits = text_validation.words
    text_validation.words = lambda text: fits(text).lower()


def words_are_stored_twice() -> None:
    acts = texts.build_statements

    def act(dialect: str, dialogue: str, happened: Any, sealed: Any) -> Iterator[Any]:
        for statement, row in acts(dialect, dialogue, happened, sealed):
            yield statement, row
            if any(isinstance(event, e.WordsWritten) for event in happened):
                yield statement, {**row, "id": f"{row['id']}-too"}

    texts.build_statements = act


def answers_go_to_the_wrong_phone() -> None:
    """Each hears what the one before it was told."""
    acknowledges = BroadcastManager.acknowledge
    last: list[Any] = [Answer("ok", version=1)]

    def acknowledge(self: Any, eio_sid: str, number: int, answer: Any) -> None:
        last.append(answer)
        acknowledges(self, eio_sid, number, last.pop(0))

    BroadcastManager.acknowledge = acknowledge  # type: ignore[method-assign]


def one_phones_order_is_lost() -> None:
    """Every message has a task of its own, and some take a little longer."""
    submits = writer.Writer.submit

    def submit(self: Any, request: Any, on_outcome: Any) -> None:
        def later() -> None:
            self._sleep(random.random() * 0.05)
            submits(self, request, on_outcome)

        threading.Thread(target=later).start()

    writer.Writer.submit = submit  # type: ignore[method-assign]


def anothers_own_is_pushed() -> None:
    """In place of its own room every phone is in that of the first: in both, who came first would decide which push of one
    version it takes, and so whether there is anything to find."""
    enters = Runtime.enter

    def enter(self: Any, sid: str, room: str) -> None:
        enters(self, sid, room.rpartition(":")[0] + ":s1" if room.startswith("mine:") else room)

    Runtime.enter = enter  # type: ignore[method-assign]


def sent_again_it_is_refused() -> None:
    """The first answer is not given again."""
    execute._repeat = lambda *_: requests.Rejected("same_id")


def _with(struct: Any, **changed: Any) -> Any:
    return msgspec.structs.replace(struct, **changed)


def _before_serving(act: Callable[[Any], None]) -> None:
    run_server = main.run_server

    def act_and_run(settings: Any, *more: Any) -> None:
        act(settings)
        run_server(settings, *more)

    main.run_server = act_and_run


FAULTS: dict[str, Callable[[], None]] = {
    fault.__name__: fault
    for fault in (
        acknowledged_before_the_commit,
        synchronous_normal,
        no_unique_key,
        dialogue_from_the_message,
        a_push_is_dropped,
        versions_are_skipped,
        two_writers_without_catching_up,
        texts_are_changed,
        words_are_stored_twice,
        answers_go_to_the_wrong_phone,
        one_phones_order_is_lost,
        anothers_own_is_pushed,
        sent_again_it_is_refused,
    )
}

if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    assert translate.text_validation is text_validation
    cli.main()
