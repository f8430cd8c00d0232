"""A backup in the place of a PostgreSQL database: one transaction, in which the tables are emptied, taken to the revision of the
backup, filled, brought up to date and settled."""

import time
import zipfile
from collections.abc import Callable

from sqlalchemy import Connection, Engine, text

from dialoog.backups import postgres_copy
from dialoog.backups.backup_file import InUse, Manifest
from dialoog.db import migrations
from dialoog.db.postgres import AdvisoryLock, acquire_lock

_others = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name = current_setting('application_name')"
)


LOOKS, PAUSE_SECONDS = 10, 0.1


def replace(
    engine: Engine, manifest: Manifest, archive: zipfile.ZipFile, settle: Callable[[Connection], None]
) -> None:
    """Raises `InUse`, `Damaged` and `DBAPIError`."""
    migrations.upgrade(engine)
    engine.dispose()
    with engine.connect() as connection, connection.begin():
        acquire_lock(connection, AdvisoryLock.MIGRATE)
        _ensure_alone(connection)
        postgres_copy.empty(connection)
        migrations.move(connection, manifest.revision)
        postgres_copy.empty(connection)  # of what migrations write themselves
        postgres_copy.load(connection, manifest, archive)
        migrations.move(connection, "head")
        settle(connection)
        _ensure_alone(connection)  # one that was started meanwhile has read what is about to go


def _ensure_alone(connection: Connection) -> None:
    for _ in range(LOOKS):
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        if not connection.execute(_others).scalar_one():
            return
        time.sleep(PAUSE_SECONDS)  # our own former connections take a moment to end
    raise InUse
