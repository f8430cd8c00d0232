"""Taking zips back: as soon as something that stands in one left its record, nobody fetches it, and the worker removes its bytes first."""

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from dialoog.jobs.schedule import schedule
from dialoog.records.models import Archive, Download

FIRST = 0
"""Due before every other job."""


def withdraw(connection: Connection, archives: Collection[str], now: int) -> None:
    """In the transaction that takes something out of a record."""
    if not archives:
        return
    still = Archive.id.in_(sorted(archives)), Archive.state.in_(("making", "ready"))
    for archive in connection.execute(select(Archive.id).where(*still)).scalars().all():
        connection.execute(update(Archive).where(Archive.id == archive).values(state="withdrawn"))
        schedule(connection, "archive_removal", archive, FIRST, now)


def withdraw_of(connection: Connection, dialogue: str, now: int) -> None:
    """All zips with something of this dialogue, of which nothing stays."""
    inside = select(Download.archive).where(Download.dialogue == dialogue, Download.archive.is_not(None))
    withdraw(connection, {one for one in connection.execute(inside).scalars() if one}, now)
