"""The three files of a SQLite database: the main file, its write-ahead log and the log's index.

A process goes on writing into a file that was moved or removed, and nobody finds what it wrote. The engine compares the files with
those that it opened before every commit.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError


class DatabaseFiles:
    """The files that SQLite opened. Where one of them was moved, removed or replaced, commits would be lost (R11).

    The main file stays the same as long as the engine exists. SQLite makes the write-ahead log and its index anew once nobody has
    the database open, so those two are compared only while this engine has a connection.
    """

    def __init__(self, path: str) -> None:
        target = Path(path).resolve()  # SQLite follows a link, and puts the other files beside the target
        self._main, self._folder = Path(path), target.parent
        self._log, self._index = (self._folder / f"{target.name}-{suffix}" for suffix in ("wal", "shm"))
        self._folder_state: tuple[int, int, int] | None = None
        """Device, inode and time of change of the folder when all files were compared last."""
        self._opened: dict[Path, tuple[int, int]] = {}
        """Path → device and inode of the file."""
        self._connections: set[int] = set()

    def add(self, connection: Any, _record: Any) -> None:
        self._connections.add(id(connection))
        self.verify()

    def remove(self, connection: Any, _record: Any) -> None:
        self._connections.discard(id(connection))
        if not self._connections:
            self._opened.pop(self._log, None)
            self._opened.pop(self._index, None)

    def verify(self, *_event: Any) -> None:
        """Raises `DBAPIError` where a file is another than the one opened, and remembers a file when it first exists. Called before a
        commit, and before a connection: SQLite would create an empty file where there is none, and delete the write-ahead log of the
        other one.

        The log itself is looked at only after something changed in its folder: since Linux 6.13 a `stat` of a file makes the next
        write to it update its times, which made each commit 45 % slower."""
        folder = _folder_state(self._folder)
        if folder == self._folder_state and os.access(self._log, os.F_OK):
            self._compare(self._main)
            return
        for path in (self._main, self._log, self._index):
            self._compare(path)
        self._folder_state = folder

    def _compare(self, path: Path) -> None:
        identity = _identity(path)
        if path in self._opened:
            if identity != self._opened[path]:
                raise _replaced()
        elif identity is not None and self._connections:
            self._opened[path] = identity

    @property
    def log_is_removed(self) -> bool:
        """Whether the write-ahead log has no name any more, while no other program can have opened another log in its place."""
        opened = self._opened
        return (
            self._log in opened
            and _identity(self._main) == opened[self._main]
            and _identity(self._log) is None
            and _identity(self._index) in (None, opened.get(self._index))
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _folder_state(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _replaced() -> BaseException:
    error = sqlite3.OperationalError(
        "a file of the database was moved or removed, or another put in its place"
    )
    return DBAPIError.instance("", {}, error, sqlite3.Error, hide_parameters=True)
