"""Whether anything can be committed at all: looked at beside the commands, so that the desks hear it before somebody loses heart.

A disk can be full, a database locked, read-only, or away. Phones keep what people write and hear `later` (T29); who
leads the table is told within five seconds that nothing is kept for now, and that it is kept again (R11).
"""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from dialoog.db.engine import connect_for_query, is_shared, transaction
from dialoog.live.protocol.messages import Trouble
from dialoog.live.push.broadcaster import room_of
from dialoog.live.runtime import Runtime
from dialoog.telemetry.logging import log

LOOK_SECONDS = 0.5
BETWEEN_SECONDS = 1.0
TOO_LONG_SECONDS = 2.0
"""What a commit may take, or keep failing, before anybody is told: another process may hold the database for a moment."""


class StorageMonitor:
    """What the looks of this process came to. `looks` raises where nothing can be committed; `entries` counts those that the
    writer committed."""

    def __init__(self, looks: Callable[[], None], entries: Callable[[], int]) -> None:
        self._looks = looks
        self._count = entries
        self._entries = 0
        self._began: float | None = None
        self._ended = -BETWEEN_SECONDS
        self._failing: float | None = None

    @property
    def due(self) -> bool:
        return self._began is None and time.monotonic() - self._ended >= BETWEEN_SECONDS

    def look(self) -> None:
        """One look, in a task of its own: a database that says nothing at all holds it up. What the writer committed
        meanwhile says as much."""
        began = self._began = time.monotonic()
        try:
            if self._entries == self._count():
                self._looks()
            self._entries, self._failing = self._count(), None
        except Exception as error:
            if self._failing is None:
                self._failing = began
                log.warning("storage check failed", fault=error)
        finally:
            self._began, self._ended = None, time.monotonic()

    @property
    def in_trouble(self) -> bool:
        since = [moment for moment in (self._failing, self._began) if moment is not None]
        return bool(since) and time.monotonic() - min(since) > TOO_LONG_SECONDS


def commits_something(engine: Engine) -> None:
    """As light as a commit can be that still goes to the disk: a number that nothing reads, in the head of the file, or a
    word in PostgreSQL's log that nobody listens to. A transaction that only has a number is not flushed there, and a word
    alone is also said where nothing may be written: the lock on a row, which holds up nobody, is what is refused then."""
    if is_shared(engine):
        with connect_for_query(engine) as connection:
            connection.exec_driver_sql(
                "SELECT pg_logical_emit_message(true, 'dialoog', '') FROM alembic_version FOR KEY SHARE"
            )
        return
    with transaction(engine) as connection:
        count: int = connection.exec_driver_sql("PRAGMA user_version").one()[0]
        connection.exec_driver_sql("PRAGMA user_version=0" if count else "PRAGMA user_version=1")


def watch(runtime: Runtime) -> None:
    """For as long as the server serves; it looks only while somebody is here."""
    keeping = StorageMonitor(lambda: commits_something(runtime.engine), lambda: runtime.writer.entries)
    while True:
        runtime.socketio.sleep(LOOK_SECONDS)
        here = runtime.presence.dialogues()
        if here and keeping.due:
            runtime.start(keeping.look)
        if keeping.in_trouble != runtime.in_trouble:
            runtime.in_trouble = keeping.in_trouble
            for dialogue in here:
                tells(runtime, room_of(dialogue, "desk"))


def tells(runtime: Runtime, room: Any) -> None:
    runtime.emit("trouble", Trouble(runtime.in_trouble), room)
