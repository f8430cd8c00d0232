"""Emptying SQLite's write-ahead log, in which what was deleted lies until then."""

import time

from sqlalchemy import Engine

from dialoog.db.engine import truncate_wal

TRIES, PAUSE_SECONDS = 40, 0.05


class StillInLog(Exception):
    """Somebody reads from SQLite's write-ahead log, so what was erased lies in it yet."""


def empty_log(engine: Engine) -> None:
    """Raises `StillInLog` where somebody reads from it for two seconds."""
    for _ in range(TRIES):
        if truncate_wal(engine):
            return
        time.sleep(PAUSE_SECONDS)
    raise StillInLog
