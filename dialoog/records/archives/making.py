"""How the worker makes a zip, one record per step, so that mails and erasures come between; and how it removes one.

A record is read, written down as a copy in a transaction, rendered and added outside of it, and then counted. Memory is that of one
record and of the list of names, whatever the zip holds.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, select, update

from dialoog.db.engine import read_transaction
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.schedule import reopen, schedule
from dialoog.jobs.worker import Handler, Progress, Step
from dialoog.live.models import Dialogue
from dialoog.records.archives import files
from dialoog.records.archives.actions import matches
from dialoog.records.document import Document
from dialoog.records.downloads.actions import Reading, Taker, read, take
from dialoog.records.models import Archive, Record
from dialoog.settings import Settings
from dialoog.telemetry.logging import log


def handlers(settings: Settings) -> dict[str, Handler]:
    return {
        "archive": Handler(
            partial(make_step, settings), finish=_nothing, note_failure=_note_failure, is_irreversible=False
        ),
        "archive_removal": Handler(
            partial(remove_step, settings),
            finish=_nothing,
            plan=partial(remove_unknown, settings),
            is_irreversible=False,
        ),
    }


def make_step(
    settings: Settings, connection: Connection, archive: str, now: int, reading: Reading | None = None
) -> Progress:
    """`reading` is of the next record; it is read before, since the phones' writer waits for this transaction."""
    row = connection.execute(
        select(Archive.__table__).where(Archive.id == archive).with_for_update()
    ).one_or_none()
    if row is None or row.state != "making":
        return Progress(done=True)
    dialogue = connection.execute(_next_of(row)).scalar()
    if dialogue is None:
        ready = {"state": "ready", "total": row.done, "expires": now + DAY_MS}
        connection.execute(update(Archive).where(Archive.id == archive).values(**ready))
        schedule(connection, "archive_removal", archive, now + DAY_MS, now)
        return Progress(done=True, report=lambda: log.info("a zip of records was made", entries=row.done))
    document, taker = None, Taker("account", row.person)
    if reading is not None and reading.document.id == dialogue:
        document = take(connection, reading, row.format, taker, now, archive=archive)
    if document is None:
        return Progress(outside=partial(_read, settings, connection.engine, row, dialogue))
    return Progress(outside=partial(_add, settings, row, document))


def _read(settings: Settings, engine: Engine, row: Row[Any], dialogue: str) -> Step:
    reading = read(engine, dialogue, "participants", None)
    if reading is None:
        return partial(_count, row, dialogue, row.done)
    return partial(make_step, settings, reading=reading)


def remove_step(settings: Settings, connection: Connection, archive: str, now: int) -> Progress:
    """Nothing before its time. The bytes go before the row, which says to who asked what became of it."""
    row = connection.execute(
        select(Archive.state, Archive.expires).where(Archive.id == archive)
    ).one_or_none()
    if row is not None and row.state != "withdrawn" and now < row.expires:
        return Progress(due=row.expires)

    def remove() -> Step:
        files.remove(files.path_of(settings.folder, archive))
        return _forget

    return Progress(outside=remove)


def remove_unknown(settings: Settings, engine: Engine, _now: int) -> Iterator[None]:
    """Files of which the database knows nothing: a backup that was put back is older than they are. The row comes before the file."""
    files_there = files.list_archives(settings.folder)
    with read_transaction(engine) as connection:
        known = set(connection.execute(select(Archive.id)).scalars())
    for archive in files_there:
        if archive not in known:
            files.remove_if_possible(files.path_of(settings.folder, archive))
            log.info("a zip that no database knows was removed")
            yield


def _forget(connection: Connection, archive: str, now: int) -> Progress:
    expires = connection.execute(select(Archive.expires).where(Archive.id == archive)).scalar()
    if expires is not None and now < expires:
        return Progress(due=expires)
    connection.execute(delete(Archive).where(Archive.id == archive))
    return Progress(done=True)


def _next_of(row: Row[Any]) -> Any:
    inside = matches(row.organisation, row.neighbourhood, row.since, row.until)
    query = select(Dialogue.id).join(Record, Record.dialogue == Dialogue.id)
    return query.where(*inside, Dialogue.id > row.last).order_by(Dialogue.id).limit(1)


def _add(settings: Settings, row: Row[Any], document: Document) -> Step:
    from dialoog.records.exports.files import make_file  # it alone loads what makes pages

    address = f"{settings.url}/verslagen/{document.id}".partition("//")[2]
    name, content = make_file(document, row.format, row.language, address)
    name = f"{name}-{row.done + 1:04d}.{row.format}"
    path = files.path_of(settings.folder, row.id)
    try:
        files.add(path, name, content, row.done)
    except files.NotWhole:
        files.remove(path)
        return partial(_count, row, "", 0)
    return partial(_count, row, document.id, row.done + 1)


def _count(row: Row[Any], last: str, done: int, connection: Connection, archive: str, now: int) -> Progress:
    """So many are in it; the next one follows when every other job that is due had its turn. What was withdrawn meanwhile is removed
    again, bytes that this step added too."""
    values = {"last": last, "done": done}
    same = (Archive.id == archive, Archive.state == "making")
    if not connection.execute(update(Archive).where(*same).values(**values)).rowcount:
        schedule(connection, "archive_removal", archive, 0, now)
        reopen(connection, "archive_removal", archive, 0)
        return Progress(done=True)
    return Progress(due=now)


def _note_failure(connection: Connection, archive: str, _error: Exception, is_last: bool) -> None:
    if is_last:
        still = Archive.id == archive, Archive.state == "making"
        connection.execute(update(Archive).where(*still).values(state="failed"))


def _nothing(_engine: object) -> None:
    """Nothing follows outside."""
