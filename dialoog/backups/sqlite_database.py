"""A backup in the place of a SQLite database: unpacked and settled beside it, then renamed over it in one step.

The former write-ahead log has to be gone before that, or SQLite would take it for that of the new file.
"""

import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from dialoog.backups.backup_file import Damaged, InUse, Manifest, copy_member
from dialoog.backups.sqlite_copy import MEMBER
from dialoog.db import migrations
from dialoog.db.engine import EXTERNAL_TRANSACTION, make_engine, transaction, truncate_wal
from dialoog.settings import sync_folder

BESIDE = (".restoring", ".former")
UNREADABLE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
OF_SQLITE = ("-wal", "-shm", "-journal")


def replace(
    engine: Engine, manifest: Manifest, archive: zipfile.ZipFile, settle: Callable[[Connection], None]
) -> None:
    """Puts the database of the backup in the place of that of the engine, once `settle` is done with it. Raises `Damaged`, `InUse`,
    OSError and `DBAPIError`."""
    target = Path(str(engine.url.database)).resolve()
    restoring, former = (target.with_name(f"{target.name}{ending}") for ending in BESIDE)
    _remove(restoring)
    try:
        _unpack(manifest, archive, restoring)
        _settle(restoring, settle)
        engine.dispose()
        _set_aside(engine, target, former)
        restoring.replace(target)
        sync_folder(target.parent)
    finally:
        _remove(restoring)
    _remove(former)


def _unpack(manifest: Manifest, archive: zipfile.ZipFile, path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        copy_member(archive, MEMBER, manifest.members[MEMBER], file.write)


def _settle(path: Path, settle: Callable[[Connection], None]) -> None:
    engine = make_engine(f"sqlite:///{path}")
    try:
        migrations.upgrade(engine)
        with transaction(engine) as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() != ["ok"]:
                raise Damaged
            settle(connection)
        truncate_wal(engine)
    finally:
        engine.dispose()
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _set_aside(engine: Engine, target: Path, former: Path) -> None:
    """Gives the former database a second name, which it keeps until the new one is in its place, and takes its log away. One that
    cannot be opened is set aside with its log."""
    _remove(former)
    if not target.exists():
        return
    try:
        with engine.connect().execution_options(**EXTERNAL_TRANSACTION) as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode=DELETE").scalar()
            if mode != "delete":  # SQLite leaves it as it is while another program has it open
                raise InUse
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorname", "") not in UNREADABLE:
            raise
    finally:
        engine.dispose()
    os.link(target, former)
    for ending in OF_SQLITE:
        with suppress(FileNotFoundError):
            target.with_name(f"{target.name}{ending}").rename(former.with_name(f"{former.name}{ending}"))
    sync_folder(target.parent)


def _remove(path: Path) -> None:
    for ending in ("", *OF_SQLITE):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
