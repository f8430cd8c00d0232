"""Putting a backup back: looked at, brought up to date, erased again and proved beside the database in use, and only then put in its place.

On SQLite that is a file beside the other, on PostgreSQL one transaction: whatever fails, the database is as it was.
"""

import time
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import DatabaseError

from dialoog.accounts.actions import invite_first_organisers
from dialoog.backups import backup_file, holding_mails, postgres_database, sqlite_database
from dialoog.backups.backup_file import Manifest
from dialoog.backups.ending_again import end_sign_ins
from dialoog.backups.erasing_again import erase_again
from dialoog.db import erasure_list, migrations
from dialoog.db.engine import is_shared, is_transient, read_transaction
from dialoog.db.erasure_list import Erased
from dialoog.db.erasure_models import Erasure, Installation
from dialoog.live.journal import acknowledged
from dialoog.live.journal.verify import verify_in
from dialoog.live.models import Dialogue, JournalRow
from dialoog.records.verify import verify_record
from dialoog.settings import Settings

T = TypeVar("T")


class Refused(Exception):
    """Nothing was changed; the text is a sentence for who asked."""


class Restored(msgspec.Struct, frozen=True):
    """`lost` are the newest acknowledged versions that the backup does not have; `invitations` are names of organisations whose last
    organiser went since, each with the token of a link for a new one."""

    manifest: Manifest
    erased_again: int
    lost: tuple[acknowledged.Acknowledged, ...]
    invitations: tuple[tuple[str, str], ...]


def restore(
    engine: Engine,
    path: Path,
    settings: Settings,
    *,
    more_lists: Collection[Path] = (),
    of_another: bool = False,
) -> Restored:
    """Raises `Refused`, `InUse`, OSError and `DBAPIError`. `more_lists` are files of erasures beside that of the folder and that of the backups."""
    with _opened(path) as (manifest, archive):
        _check(engine, manifest, of_another=of_another)
        folder = Path(settings.folder)
        files = [folder / erasure_list.FILE_NAME, path.parent / erasure_list.FILE_NAME, *more_lists]
        items = {item for file in files for item in erasure_list.read(file)} | _noted(engine)
        result: list[Restored] = []

        def settle(connection: Connection) -> None:
            counts = _counts(connection)
            if counts != (manifest.dialogues, manifest.entries):
                raise backup_file.Damaged
            lost = acknowledged.find_missing(connection, acknowledged.read(folder / acknowledged.FILE_NAME))
            erasure_list.complete(files[0], items | erasure_list.noted(connection))
            now = time.time_ns() // 1_000_000
            end_sign_ins(connection)
            erased = erase_again(connection, items, settings.secret, now)
            holding_mails.hold(connection, settings, now)
            problems = [
                f"{dialogue}: {one}"
                for dialogue, *_, those in verify_in(connection, verify_record)
                for one in those
            ]
            if problems:
                raise Refused("\n".join([*problems, "This backup does not prove true. Nothing was changed."]))
            gone = erasure_list.erased_dialogues(connection, {line.dialogue for line in lost})
            still_lost = tuple(line for line in lost if line.dialogue not in gone)
            invitations = tuple(invite_first_organisers(connection, now))
            result.append(Restored(manifest, erased, still_lost, invitations))

        database = postgres_database if is_shared(engine) else sqlite_database
        database.replace(engine, manifest, archive, settle)
    (folder / acknowledged.FILE_NAME).unlink(
        missing_ok=True
    )  # it would say what the backup lacks, which is said now
    return result[0]


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Manifest, zipfile.ZipFile]]:
    try:
        with backup_file.read(path) as (manifest, archive):
            backup_file.check_members(manifest, archive)
            yield manifest, archive
    except backup_file.Damaged:
        raise Refused(f"{path} is no backup of Dialoog, or it is damaged. Nothing was changed.") from None


def _check(engine: Engine, manifest: Manifest, *, of_another: bool) -> None:
    if manifest.revision > migrations.newest():
        raise Refused(
            f"This backup is of a newer release of Dialoog ({manifest.release}) than this one. Install the newer one. Nothing was changed."
        )
    if manifest.database != engine.dialect.name:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise Refused(
            f"This backup is of {names.get(manifest.database, manifest.database)}, and this installation is on"
            f" {names[engine.dialect.name]}. Nothing was changed."
        )
    here = _installation(engine)
    if here is not None and here != manifest.installation and not of_another:
        raise Refused(
            "This backup is of another installation. Is it to take the place of this one, with everything in it? Then add"
            " --of-another-installation. Nothing was changed."
        )


def _installation(engine: Engine) -> str | None:
    """None where there is no database, nothing was ever held in it, or it cannot be read: then there is nothing to mistake."""
    return _tried(engine, _installation_in, None)


def _installation_in(connection: Connection) -> str | None:
    known = inspect(connection).has_table(Installation.__tablename__)
    if not known or not connection.execute(select(func.count()).select_from(Dialogue)).scalar_one():
        return None
    return erasure_list.installation_name(connection)


def _tried(engine: Engine, read: Callable[[Connection], T], otherwise: T) -> T:
    """What a database says that may be missing or broken, which is why a backup is put back."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return otherwise
    try:
        with read_transaction(engine) as connection:
            return read(connection)
    except DatabaseError as error:
        if is_transient(error):
            raise
        return otherwise


def _noted(engine: Engine) -> set[Erased]:
    """What the database in use has on its list: all that is known where the file was lost."""

    def read(connection: Connection) -> set[Erased]:
        return (
            erasure_list.noted(connection) if inspect(connection).has_table(Erasure.__tablename__) else set()
        )

    return _tried(engine, read, set())


def _counts(connection: Connection) -> tuple[int, int]:
    dialogues = connection.execute(select(func.count()).select_from(Dialogue)).scalar_one()
    return dialogues, connection.execute(select(func.count()).select_from(JournalRow)).scalar_one()
