"""Making a backup, and throwing those away that are older than people were promised."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text

from dialoog.backups import backup_file, postgres_copy, sqlite_copy
from dialoog.backups.backup_file import Manifest
from dialoog.db import erasure_list, migrations
from dialoog.db.engine import is_shared, read_transaction
from dialoog.jobs.clock import DAY_MS
from dialoog.live.models import Dialogue, JournalRow


class OtherTables(Exception):
    """The tables are those of another release."""


def make_backup(engine: Engine, folder: Path, release: str) -> tuple[Path, Manifest]:
    """The new file in this folder, and the list of erasures beside it. Raises `OtherTables`, OSError and `DBAPIError`."""
    if migrations.current_revision(engine) != migrations.newest():
        raise OtherTables
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = time.time_ns() // 1_000_000
    facts: dict[str, Any] = {"release": release, "database": engine.dialect.name, "moment": moment}

    def describe(digests: dict[str, str]) -> Manifest:
        return Manifest(**facts, members=digests)

    path = _free_path(folder, moment)
    with backup_file.write(path, describe) as members:
        if is_shared(engine):
            with read_transaction(engine) as connection:
                _wait_long(connection)
                facts |= _describe(connection)
                postgres_copy.export(connection, members)
        else:
            copy = path.with_name(f"{path.name}.copy")
            try:
                copy.unlink(missing_ok=True)
                facts |= sqlite_copy.copy_database(engine, copy, _describe)
                with copy.open("rb") as source, members.add(sqlite_copy.MEMBER) as target:
                    while piece := source.read(backup_file.PIECE):
                        target.write(piece)
            finally:
                copy.unlink(missing_ok=True)
    erasure_list.catch_up(engine, folder / erasure_list.FILE_NAME)
    return path, describe(members.digests)


def prune(folder: Path, installation: str, days: int, now: int) -> list[Path]:
    """Removes the backups of this installation that are older than so many days, but never the newest; returns them. Raises OSError."""
    removed = []
    for path in backup_file.list_backups(folder)[1:]:
        try:
            with backup_file.read(path) as (manifest, _):
                is_old = manifest.installation == installation and manifest.moment < now - days * DAY_MS
        except backup_file.Damaged:
            continue
        if is_old:
            path.unlink()
            removed.append(path)
    return removed


def _free_path(folder: Path, moment: int) -> Path:
    """A second later where there is one of this second."""
    while True:
        path = folder / time.strftime(backup_file.NAME, time.gmtime(moment // 1000))
        if not path.exists():
            return path
        moment += 1000


def _describe(connection: Connection) -> dict[str, Any]:
    return {
        "installation": erasure_list.installation_name(connection),
        "revision": connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one(),
        "dialogues": connection.execute(select(func.count()).select_from(Dialogue)).scalar_one(),
        "entries": connection.execute(select(func.count()).select_from(JournalRow)).scalar_one(),
    }


def _wait_long(connection: Connection) -> None:
    """A large table takes longer than a phone may wait; nobody waits for this."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
