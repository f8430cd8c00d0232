"""File permissions of an installation: only the account that runs Dialoog reads its database and its secret.

SQLite gives its write-ahead log and shared memory the permissions of the database, which it would make by the umask.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from dialoog.db.engine import is_shared
from dialoog.settings import Settings
from dialoog.telemetry.logging import log

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
SUFFIXES = ("", "-wal", "-shm", "-journal")


def make_private(settings: Settings) -> None:
    """Makes the database's file where there is none, and takes the rights of other accounts from all files and the folder. What
    belongs to another account cannot be changed: a file of it is logged."""
    folder = Path(settings.folder)
    files = [folder / "secret"]
    if not is_shared(settings.database):
        database = str(make_url(settings.database).database)
        with suppress(OSError):  # it is there, or SQLite says why it cannot be
            os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        files += [Path(database + suffix) for suffix in SUFFIXES]
    _take_rights(folder, PRIVATE_FOLDER)
    if refused := [path for path in files if not _take_rights(path, PRIVATE_FILE)]:
        log.warning("other accounts may read the data", times=len(refused))


def _take_rights(path: Path, mode: int) -> bool:
    """Whether no other account has rights to it now, or it is not there."""
    try:
        status = path.stat()
        if not status.st_mode & FOR_OTHERS or os.name != "posix":
            return True
        if stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX:
            return False  # a folder of everybody, such as /tmp
        path.chmod(mode)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
