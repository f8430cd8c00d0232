"""Taking a file of a record along, and an organiser who saw which of them are old, each in one transaction."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from dialoog.jobs.schedule import TIME_ZONE
from dialoog.records.document import CopyInfo, Document, moment
from dialoog.records.downloads.contents import contents_of, in_writing, visible_to
from dialoog.records.models import Audience, Download, Record
from dialoog.records.queries import read_record
from dialoog.records.saving import hidden_ids
from dialoog.records.sheet.queries import SheetInfo
from dialoog.records.snapshot import Snapshot, decode
from dialoog.records.visibility import without

_download = Download.__table__.columns


class Taker(msgspec.Struct, frozen=True):
    """Who takes a file along: as what, and by which account."""

    kind: str
    person: str | None = None


def take(
    connection: Connection,
    dialogue: str,
    audience: Audience,
    format: str,
    taker: Taker,
    now: int,
    archive: str | None = None,
    sheet: SheetInfo | None = None,
) -> Document | None:
    """The record as this audience reads it now, with the number of its copy; None where there is none. `now` in ms since 1970.
    `archive`: the zip that it comes into. `sheet`: the folded sheet that is taken along, on which only its sentences stand.

    What is written down is read with the words themselves, in the transaction that locks the record: a sentence that goes a moment later
    makes this copy old."""
    of_record = select(Record.document).where(Record.dialogue == dialogue).with_for_update()
    stored = connection.execute(of_record).scalar()
    document = read_record(connection, dialogue, audience) if stored else None
    if stored is None or document is None:
        return None
    shown = without(decode(stored), hidden_ids(connection, dialogue))
    version, chosen = (sheet.number, sheet.words) if sheet else (document.version, None)
    copy = number_copy(
        connection, dialogue, shown, audience, format, taker, version, now, archive=archive, chosen=chosen
    )
    return msgspec.structs.replace(document, copy=copy)


def number_copy(
    connection: Connection,
    dialogue: str,
    shown: Snapshot,
    audience: Audience,
    format: str,
    taker: Taker,
    version: int,
    now: int,
    *,
    archive: str | None = None,
    chosen: Collection[str] | None = None,
    more: Collection[str] = (),
) -> CopyInfo:
    """Writes down that a copy of this much of the record is taken along, or of the `chosen` sentences alone. The caller locked the
    record, in which `version` is the organiser's newest. `more`: what else stands in it, by ids as `contents.follow` knows them."""
    values: dict[str, object] = {
        "format": format,
        "audience": audience,
        "taker": taker.kind,
        "person": taker.person,
        "archive": archive,
        "version": version,
        "contents": in_writing(
            {*contents_of(connection, dialogue, visible_to(audience, shown), chosen), *more}
        ),
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
    return datetime.fromtimestamp(at // 1000, TIME_ZONE).date().isoformat()
