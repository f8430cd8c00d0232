"""Checks beside the commands whether anything can be committed, and tells the desks when that changes.

A disk can be full, a database locked, read-only or away. Phones keep what people write and get `later` (T29); the desks learn
within five seconds that nothing is stored for now, and that it is stored again (R11).
"""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from dialoog.db.engine import connect_for_query, is_shared, transaction
from dialoog.live.protocol.messages import Trouble
from dialoog.live.push.broadcaster import room_name
from dialoog.live.runtime import Runtime
from dialoog.telemetry.logging import log

WATCH_SECONDS = 0.5
INTERVAL_SECONDS = 1.0
PATIENCE_SECONDS = 2.0
"""How long a commit may take, or keep failing, before the desks learn of it: another process may hold the database briefly."""


class StorageMonitor:
    """The checks of this process and what came of them. `probe` raises where nothing can be committed; `entries` counts those
    that the writer committed."""

    def __init__(self, probe: Callable[[], None], entries: Callable[[], int]) -> None:
        self._probe = probe
        self._count = entries
        self._entries = 0
        self._start: float | None = None
        """When the running check began."""
        self._end = -INTERVAL_SECONDS
        self._failing_since: float | None = None
        self._is_logged = False

    @property
    def due(self) -> bool:
        return self._start is None and time.monotonic() - self._end >= INTERVAL_SECONDS

    def check(self) -> None:
        """One check, in a task of its own, since a database that does not answer holds it up. A commit of the writer since the
        last one proves as much as a probe."""
        start = self._start = time.monotonic()
        try:
            if self._entries == self._count():
                self._probe()
            self._entries, self._failing_since, self._is_logged = self._count(), None, False
        except Exception as error:
            if self._failing_since is None:
                self._failing_since = start
            if self.in_trouble and not self._is_logged:
                self._is_logged = True
                log.warning("storage check failed", fault=error)
        finally:
            self._start, self._end = None, time.monotonic()

    @property
    def in_trouble(self) -> bool:
        since = [moment for moment in (self._failing_since, self._start) if moment is not None]
        return bool(since) and time.monotonic() - min(since) > PATIENCE_SECONDS


def probe_commit(engine: Engine) -> None:
    """The lightest commit that reaches the disk; raises where it fails. On SQLite it sets a number in the file's head that
    nothing reads. On PostgreSQL it emits a message to the log: a transaction that only has an id is not flushed, and a message
    alone passes where writing is forbidden, so it also locks a row for a key share, which blocks nobody."""
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
    """The background task; it checks only while a socket is connected."""
    monitor = StorageMonitor(lambda: probe_commit(runtime.engine), lambda: runtime.writer.entries)
    while True:
        runtime.socketio.sleep(WATCH_SECONDS)
        dialogues = runtime.presence.dialogues()
        if dialogues and monitor.due:
            runtime.start(monitor.check)
        if monitor.in_trouble != runtime.storage_failing:
            runtime.storage_failing = monitor.in_trouble
            for dialogue in dialogues:
                send_trouble(runtime, room_name(dialogue, "desk"))


def send_trouble(runtime: Runtime, room: Any) -> None:
    runtime.emit("trouble", Trouble(runtime.storage_failing), room)
