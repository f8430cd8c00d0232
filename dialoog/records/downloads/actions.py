"""Taking a file of a record along, and an organiser who saw which of them are old, each in one transaction."""

import msgspec
from sqlalchemy import Connection, Engine, func, insert, select, update

from dialoog.db.engine import read_transaction
from dialoog.jobs.schedule import day_at
from dialoog.live.models import Dialogue
from dialoog.records.document import CopyInfo, Document, moment
from dialoog.records.downloads.contents import contents_of, in_writing, visible_to
from dialoog.records.models import Audience, Download, Record
from dialoog.records.publication import find_head
from dialoog.records.queries import document_of
from dialoog.records.saving import hidden_ids
from dialoog.records.visibility import without

_download = Download.__table__.columns


class Taker(msgspec.Struct, frozen=True):
    """Who takes a file along: as what, and by which account."""

    kind: str
    person: str | None = None


class Reading(msgspec.Struct, frozen=True):
    """A record as an audience reads it, with what stands in it (`contents`) and of which state of it that is: until another is saved, or
    another sentence hidden, the record reads the same."""

    document: Document
    contents: str
    version: int
    hidden: frozenset[str]


def read(engine: Engine, dialogue: str, audience: Audience, chosen: frozenset[str] | None) -> Reading | None:
    """None where there is no record; of a sheet the `chosen` sentences alone count as contents. A long record takes tens of milliseconds,
    so neither in the loop of the phones nor in a transaction that their writer waits for."""
    with read_transaction(engine) as connection:
        head = find_head(connection, dialogue)
        document = document_of(connection, head, audience) if head else None
        if head is None or head.snapshot is None or document is None:
            return None
        shown = visible_to(audience, without(head.snapshot, head.hidden))
        contents = in_writing(contents_of(connection, dialogue, shown, chosen))
        version = connection.execute(select(Record.version).where(Record.dialogue == dialogue)).scalar_one()
        return Reading(document, contents, version, head.hidden)


def take(
    connection: Connection,
    reading: Reading,
    format: str,
    taker: Taker,
    now: int,
    *,
    archive: str | None = None,
    sheet: int | None = None,
) -> Document | None:
    """What was read, with the number of its copy; None where the record no longer reads so, or is gone: a sentence that goes a moment
    later makes this copy old. `now` in ms since 1970. `archive`: the zip that it comes into. `sheet`: the number of the folded sheet that
    is taken along."""
    document = reading.document
    version = lock_record(connection, document.id)
    if version != reading.version or hidden_ids(connection, document.id) != reading.hidden:
        return None
    number = document.version if sheet is None else sheet
    copy = number_copy(connection, document.id, reading.contents, document.audience, format, taker, number, now, archive)  # fmt: skip
    return msgspec.structs.replace(document, copy=copy)


def lock_record(connection: Connection, dialogue: str) -> int | None:
    """The version of its journal that the record is equal to, which stays so until the commit; None for what is gone."""
    query = select(Record.version).join(Dialogue, Dialogue.id == Record.dialogue)
    query = query.where(Record.dialogue == dialogue, Dialogue.erasing.is_(None))
    return connection.execute(query.with_for_update(of=Record)).scalar()


def number_copy(
    connection: Connection,
    dialogue: str,
    contents: str,
    audience: Audience,
    format: str,
    taker: Taker,
    version: int,
    now: int,
    archive: str | None = None,
) -> CopyInfo:
    """Writes down that a copy with these contents is taken along. The caller locked the record, in which `version` is the organiser's
    newest."""
    values: dict[str, object] = {
        "format": format,
        "audience": audience,
        "taker": taker.kind,
        "person": taker.person,
        "archive": archive,
        "version": version,
        "contents": contents,
    }
    return _same_copy(connection, dialogue, values, now) or _new_copy(connection, dialogue, values, now)


def acknowledge(connection: Connection, dialogue: str) -> None:
    """The organiser saw which copies are old, and how much of each is gone."""
    lost = Download.missing_sentences + Download.missing_names
    connection.execute(update(Download).where(Download.dialogue == dialogue).values(acknowledged=lost))


def _same_copy(connection: Connection, dialogue: str, values: dict[str, object], now: int) -> CopyInfo | None:
    """The newest one, where it is the same file on the same day for the same person: it counts once more."""
    alike = [
        _download[name].is_not_distinct_from(value) for name, value in values.items() if name != "contents"
    ]
    query = select(_download.number, _download.at, _download.contents).where(
        _download.dialogue == dialogue, *alike
    )
    row = connection.execute(query.order_by(_download.number.desc()).limit(1)).one_or_none()
    if row is None or row.contents != values["contents"] or _day(row.at) != _day(now):
        return None
    one = update(Download).where(_download.dialogue == dialogue, _download.number == row.number)
    connection.execute(one.values(times=Download.times + 1))
    return CopyInfo(row.number, moment(row.at))


def _new_copy(connection: Connection, dialogue: str, values: dict[str, object], now: int) -> CopyInfo:
    newest = select(func.max(_download.number)).where(_download.dialogue == dialogue)
    number = (connection.execute(newest).scalar() or 0) + 1
    connection.execute(insert(Download).values(dialogue=dialogue, number=number, at=now, **values))
    return CopyInfo(number, moment(now))


def _day(at: int) -> str:
    return day_at(at).isoformat()
