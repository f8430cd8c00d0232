"""Lets one process at a time serve from a SQLite database: a second one would miss what people do at the first.

Several processes serve from one PostgreSQL database; other commands work beside a server.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from dialoog.db.engine import is_shared
from dialoog.settings import Settings


@contextmanager
def hold_database(settings: Settings) -> Iterator[None]:
    """Holds a lock on a file beside the database. The kernel drops the lock when the process ends, however it ends; the file stays.
    Raises SystemExit, with one sentence, where another process holds it."""
    if is_shared(settings.database):
        yield
        return
    database = Path(str(make_url(settings.database).database)).resolve()
    path = database.with_name(f"{database.name}.lock")
    try:
        Path(settings.folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SystemExit(f"{error.filename or path} cannot be used: {error.strerror}.") from None
    try:
        _acquire(lock, database)
        yield
    finally:
        os.close(lock)


def _acquire(lock: int, database: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(
            f"Dialoog serves {database} already: use that server, or stop it first. Several at once need PostgreSQL."
        ) from None
    except OSError as error:
        raise SystemExit(f"{database} cannot be locked: {error.strerror}.") from None
