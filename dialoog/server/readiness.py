"""Whether this process can hold a dialogue now, in one word that tells nothing else.

`ready`, or the first thing that is not as it should be: `stopping`, `loop` (everybody waits), `writer` (it has one
batch in hand for too long), `database` (it does not answer), `writing` (it answers, but nothing can be kept: locked,
read-only, full), `tables` (not those of this release). The database is asked at most once in two seconds, whoever asks.
"""

import threading
import time

from sqlalchemy.exc import SQLAlchemyError

from dialoog.db import migrations
from dialoog.db.engine import ensure_file_in_place, read_transaction
from dialoog.live.runtime import Runtime
from dialoog.live.tasks.storage_health import commits_something

READY = "ready"
LATE_SECONDS = 1.0
"""The loop is too late from here on."""
STUCK_SECONDS = 10.0
"""A batch is given up after two seconds where the database is locked; nothing takes as long as this."""
KEPT_SECONDS = 2.0
PATIENCE_SECONDS = 3.0
TRIES = 10
PAUSE = 0.1


class Readiness:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._newest = migrations.newest()
        self._known = "database"
        self._looked = float("-inf")
        self._done = threading.Event()
        self._done.set()

    def word(self) -> str:
        runtime = self._runtime
        if runtime.writer.stopping:
            return "stopping"
        if runtime.event_loop_lag.now > LATE_SECONDS:
            return "loop"
        if runtime.writer.busy > STUCK_SECONDS:
            return "writer"
        return self._database()

    def _database(self) -> str:
        """Asked in a task of its own, since a database that is gone may never answer."""
        if self._done.is_set() and time.monotonic() - self._looked > KEPT_SECONDS:
            self._done.clear()
            self._runtime.start(self._look)
        return self._known if self._done.wait(PATIENCE_SECONDS) else "database"

    def _look(self) -> None:
        word = "database"
        try:
            for _ in range(TRIES):
                word = self._state_of_the_database()
                if word == READY:
                    break
                self._runtime.socketio.sleep(PAUSE)
        finally:
            self._known, self._looked = word, time.monotonic()
            self._done.set()

    def _state_of_the_database(self) -> str:
        engine = self._runtime.engine
        word = "database"
        try:
            ensure_file_in_place(engine)
            with read_transaction(engine) as connection:
                standing = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            word = "tables"
            if standing == self._newest:
                word = "writing"
                commits_something(engine)
                word = READY
        except SQLAlchemyError:
            pass
        return word
