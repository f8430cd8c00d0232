"""The zips of an installation as files: a folder and files for this account alone, to which one record is added at a time.

A worker may be killed at any moment. What it left is read anew before more is added, and a zip that is not whole begins again.
"""

import os
import zipfile
from pathlib import Path

from dialoog.telemetry.logging import log

FOLDER = "archives"


class NotWhole(Exception):
    """The file does not hold what was added to it."""


def path_of(folder: str, archive: str) -> Path:
    return Path(folder) / FOLDER / f"{archive}.zip"


def add(path: Path, name: str, content: bytes, before: int) -> None:
    """Adds it to a zip of so many files; once, also where it was added before a kill. It is on disk when this returns."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
                names = archive.namelist()
                if len(names) == before:
                    archive.writestr(name, content)
                elif names[before:] != [name]:
                    raise NotWhole
        except zipfile.BadZipFile as fault:
            raise NotWhole from fault
        file.flush()
        os.fsync(file.fileno())


def list_archives(folder: str) -> list[str]:
    """The ids of those whose file is there."""
    return sorted(path.stem for path in (Path(folder) / FOLDER).glob("*.zip"))


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def remove_if_possible(path: Path) -> None:
    """Where it cannot be now, the worker tries again."""
    try:
        remove(path)
    except OSError as error:
        log.warning("a withdrawn zip could not be removed now", fault=error)
