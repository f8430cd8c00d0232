"""Whether this process can hold a dialogue now, as one word that reveals nothing else.

`ready`, or the first obstacle: `stopping`, `loop` (the event loop is late), `writer` (one batch takes too long), `database` (it
does not answer), `writing` (it answers, but nothing can be committed: locked, read-only, full), `tables` (not those of this
release). The database is queried at most once in two seconds, however many clients ask.
"""

import threading
import time

from sqlalchemy.exc import SQLAlchemyError

from dialoog.db import migrations
from dialoog.db.engine import ensure_files_in_place, read_transaction
from dialoog.live.runtime import Runtime
from dialoog.live.tasks.storage_health import probe_commit

READY = "ready"
LATE_SECONDS = 1.0
"""The lag from which the event loop is too late."""
STUCK_SECONDS = 10.0
"""The age from which a batch is stuck: one is given up after two seconds where the database is locked."""
CACHE_SECONDS = 2.0
QUERY_SECONDS = 3.0
"""How long a client waits for the database."""
TRIES = 10
PAUSE = 0.1


class Readiness:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._newest = migrations.newest()
        self._database_state = "database"
        self._checked_at = float("-inf")
        self._idle = threading.Event()
        self._idle.set()

    def state(self) -> str:
        runtime = self._runtime
        if runtime.writer.stopping:
            return "stopping"
        if runtime.event_loop_lag.recent > LATE_SECONDS:
            return "loop"
        if runtime.writer.busy > STUCK_SECONDS:
            return "writer"
        return self._cached_database_state()

    def _cached_database_state(self) -> str:
        """Checks in a task of its own, since a database that is gone may never answer."""
        if self._idle.is_set() and time.monotonic() - self._checked_at > CACHE_SECONDS:
            self._idle.clear()
            self._runtime.start(self._check_database)
        return self._database_state if self._idle.wait(QUERY_SECONDS) else "database"

    def _check_database(self) -> None:
        state = "database"
        try:
            for _ in range(TRIES):
                state = self._query_database()
                if state == READY:
                    break
                self._runtime.socketio.sleep(PAUSE)
        finally:
            self._database_state, self._checked_at = state, time.monotonic()
            self._idle.set()

    def _query_database(self) -> str:
        engine = self._runtime.engine
        state = "database"
        try:
            ensure_files_in_place(engine)
            with read_transaction(engine) as connection:
                version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            state = "tables"
            if version == self._newest:
                state = "writing"
                probe_commit(engine)
                state = READY
        except SQLAlchemyError:
            pass
        return state
