"""The journal of a dialogue: one row per accepted command, each digest built on the one before.

Here are appending, reading since a version, and the proof that nothing was changed afterwards. What
the events mean is in `rules`; texts and names lie beside the journal, in `texts`.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, Insert, bindparam, func, insert, select, text, tuple_

from dialoog.db.writer_session import query
from dialoog.live.journal import codec
from dialoog.live.models import Dialogue, JournalRow
from dialoog.rules.events import Entry
from dialoog.rules.state import By, Desk

START = bytes(32)
"""What the first digest of every dialogue is built on."""


class StoredEntry(msgspec.Struct, frozen=True):
    """An entry and what proves it."""

    entry: Entry
    digest: bytes


class StoredCommand(msgspec.Struct, frozen=True):
    """What was done for a command that was sent before."""

    version: int
    request_mac: bytes
    events: bytes


_insert = insert(JournalRow)


def row_of(
    dialogue: str, entry: Entry, command_id: str, request_mac: bytes, payload: bytes, digest: bytes
) -> tuple[Insert, dict[str, Any]]:
    """The one row that this entry becomes, and the statement that writes it; `payload` are its events, encoded."""
    return _insert, {
        "dialogue": dialogue,
        "version": entry.version,
        "command_id": command_id,
        "request_mac": request_mac,
        "by_desk": entry.by.desk.value,
        "by_seat": entry.by.seat,
        "at": entry.at,
        "events": payload,
        "digest": digest,
    }


def digest_of(before: bytes, entry: Entry, command_id: str, request_mac: bytes, payload: bytes) -> bytes:
    facts = (entry.version, command_id, request_mac.hex(), entry.by.desk.value, entry.by.seat, entry.at)
    return hashlib.sha256(before + msgspec.json.encode(facts) + b"\n" + payload).digest()


_DESKS = {desk.value: desk for desk in Desk}
_columns = JournalRow.__table__.columns
_told = [_columns[name] for name in ("dialogue", "version", "at", "by_desk", "by_seat", "events", "digest")]
_since = (
    select(*_told)
    .where(_columns.dialogue == bindparam("of"), _columns.version > bindparam("known"))
    .order_by(_columns.version)
)
_since_each = text(
    "SELECT journal.dialogue, journal.version, at, by_desk, by_seat, events, digest"
    " FROM unnest(CAST(:dialogues AS text[]), CAST(:versions AS integer[])) AS known (dialogue, version)"
    " JOIN journal ON journal.dialogue = known.dialogue AND journal.version > known.version"
    " ORDER BY journal.dialogue, journal.version"
).columns(*_told)


def since(connection: Connection, dialogue: str, version: int) -> Iterator[StoredEntry]:
    """The entries after `version`, oldest first."""
    for row in connection.execute(_since, {"of": dialogue, "known": version}):
        yield _written(row)


def since_each(connection: Connection, known: Mapping[str, int]) -> Iterator[tuple[str, list[StoredEntry]]]:
    """The dialogues that are further than is known of them, each with what came since; one question on PostgreSQL."""
    if not known:
        return
    if connection.dialect.name == "postgresql":
        parameters = {"dialogues": list(known), "versions": list(known.values())}
        for dialogue, rows in groupby(connection.execute(_since_each, parameters), lambda row: row.dialogue):
            yield dialogue, [_written(row) for row in rows]
        return
    for dialogue, version in newest(connection, known).items():
        if version > known[dialogue]:
            yield dialogue, list(since(connection, dialogue, known[dialogue]))


_answered = select(
    _columns.dialogue, _columns.command_id, _columns.version, _columns.request_mac, _columns.events
).where(tuple_(_columns.dialogue, _columns.command_id).in_(bindparam("commands", expanding=True)))


def answered(
    connection: Connection, commands: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredCommand]:
    """Of commands, each as (dialogue, id): the entries that those became which were accepted before (R3)."""
    return {
        (dialogue, command_id): StoredCommand(version, mac, events)
        for dialogue, command_id, version, mac, events in query(
            connection, _answered, {"commands": list(commands)}
        )
    }


LAST = select(func.max(_columns.version)).where(_columns.dialogue == Dialogue.id).correlate(Dialogue)
"""Within a question about dialogues: the newest version of each."""
_newest = select(Dialogue.id, LAST.scalar_subquery().label("version")).where(
    Dialogue.id.in_(bindparam("ids", expanding=True)), Dialogue.erasing.is_(None)
)


def newest(connection: Connection, dialogues: Collection[str]) -> dict[str, int]:
    """The version of each dialogue that has a journal."""
    rows = query(connection, _newest, {"ids": list(dialogues)})
    return {dialogue: version for dialogue, version in rows if version is not None}


def proven(connection: Connection, dialogue: str) -> Iterator[tuple[int, Entry | None, str | None]]:
    """(version, entry, what is wrong with it or None): gaps, changed rows, a broken chain."""
    before, expected = START, 1
    whole = select(*_columns).where(_columns.dialogue == dialogue).order_by(_columns.version)
    for row in connection.execute(whole):
        kept = row.events if isinstance(row.events, bytes) else str(row.events).encode()
        try:
            entry = Entry(row.version, row.at, By(Desk(row.by_desk), row.by_seat), codec.decode(kept))
        except (ValueError, LookupError, TypeError, msgspec.MsgspecError):
            yield row.version, None, "it cannot be read"
            before, expected = row.digest, row.version + 1
            continue
        wrong = None
        if row.version != expected:
            wrong = f"version {expected} is missing"
        elif row.digest != digest_of(before, entry, row.command_id, row.request_mac, kept):
            wrong = "its digest does not follow from its content and the entry before it"
        yield row.version, entry, wrong
        before, expected = row.digest, row.version + 1


def end(connection: Connection, dialogue: str) -> bytes:
    """What the chain ends in now. The chain has no key: whoever could write everything could write a whole new one, or leave
    the last entries off; then it ends in something else."""
    query = select(JournalRow.digest).where(JournalRow.dialogue == dialogue)
    newest = connection.execute(query.order_by(JournalRow.version.desc()).limit(1)).scalar()
    return START if newest is None else newest


def _written(row: Sequence[Any]) -> StoredEntry:
    _, version, at, desk, seat, events, digest = row
    return StoredEntry(Entry(version, at, By(_DESKS[desk], seat), codec.decode(events)), digest)
