"""A SQLite database copied while people write to it: pages of one snapshot, which the writer never waits for.

A copy of the main file alone lacks what is still in the write-ahead log; the backup of SQLite itself does not. It takes a snapshot
first, since it would begin anew after each commit, and rests as long as it works, so that commits have the disk.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine

from dialoog.db.engine import read_transaction

T = TypeVar("T")
MEMBER = "dialoog.sqlite3"
PAGES = 256
"""Of one step: a megabyte, about 2 ms."""


def copy_database(engine: Engine, target: Path, describe: Callable[[Connection], T]) -> T:
    """Writes the snapshot to a new file, and returns what `describe` says of the same snapshot."""
    with read_transaction(engine) as connection:
        description = describe(connection)
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        copy = sqlite3.connect(target)
        try:
            copy.execute("PRAGMA synchronous=OFF")  # the backup is synced as a whole
            began = time.monotonic()

            def rest(*_: object) -> None:
                nonlocal began
                time.sleep(time.monotonic() - began)
                began = time.monotonic()

            source.backup(copy, pages=PAGES, progress=rest)
        finally:
            copy.close()
    return description
