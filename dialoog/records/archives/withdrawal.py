"""Taking zips back: as soon as something that stands in one left its record, nobody fetches it, and its bytes are removed after that
commit. Where they cannot be, or the process ends before, the worker does it, before any other job.
"""

from collections.abc import Callable, Collection
from functools import partial

from sqlalchemy import Connection, Engine, select, update

from dialoog.db.commits import after_commit
from dialoog.jobs.schedule import schedule
from dialoog.records.models import Archive, Download

FIRST = 0
"""Due before every other job."""
REMOVE = "remove_archive"


def remove_with(engine: Engine, remove: Callable[[str], object]) -> None:
    """How this process removes the bytes of a zip, by its id; it must neither wait nor raise."""
    engine.update_execution_options(**{REMOVE: remove})


def withdraw(connection: Connection, archives: Collection[str], now: int) -> None:
    """In the transaction that takes something out of a record."""
    if not archives:
        return
    remove = connection.get_execution_options().get(REMOVE)
    still = Archive.id.in_(sorted(archives)), Archive.state.in_(("making", "ready"))
    for archive in connection.execute(select(Archive.id).where(*still)).scalars().all():
        connection.execute(update(Archive).where(Archive.id == archive).values(state="withdrawn"))
        schedule(connection, "archive_removal", archive, FIRST, now)
        if remove is not None:
            after_commit(connection, partial(remove, archive))


def withdraw_of(connection: Connection, dialogue: str, now: int) -> None:
    """All zips with something of this dialogue, of which nothing stays."""
    inside = select(Download.archive).where(Download.dialogue == dialogue, Download.archive.is_not(None))
    withdraw(connection, {one for one in connection.execute(inside).scalars() if one}, now)
