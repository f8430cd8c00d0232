"""The journal of a dialogue: one row per accepted command, each digest built on the one before.

This module builds the insert of an entry, reads entries after a version, and checks that no row changed
afterwards. `rules` gives events their meaning; texts and names are in tables of their own, see `texts`.
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
"""The digest before the first entry of every dialogue."""


class StoredEntry(msgspec.Struct, frozen=True):
    """An entry and its digest."""

    entry: Entry
    digest: bytes


class StoredCommand(msgspec.Struct, frozen=True):
    """The entry of a command that was accepted before: its version, the MAC of its request, its encoded events."""

    version: int
    request_mac: bytes
    events: bytes


_insert = insert(JournalRow)


def build_insert(
    dialogue: str, entry: Entry, command_id: str, request_mac: bytes, payload: bytes, digest: bytes
) -> tuple[Insert, dict[str, Any]]:
    """The statement that appends this entry, and its row; `payload` holds the encoded events."""
    return _insert, {
        "dialogue": dialogue,
        "version": entry.version,
        "command_id": command_id,
        "request_mac": request_mac,
        "by_desk": _desk_word(entry.by),
        "by_seat": entry.by.seat,
        "at": entry.at,
        "events": payload,
        "digest": digest,
    }


def _desk_word(by: By) -> str:
    return _LINKED if by.linked else by.desk.value


def _sender(desk_word: str, seat: str | None) -> By:
    desk, is_linked = _DESKS[desk_word]
    return By(desk, seat, is_linked)


def compute_digest(before: bytes, entry: Entry, command_id: str, request_mac: bytes, payload: bytes) -> bytes:
    facts = (entry.version, command_id, request_mac.hex(), _desk_word(entry.by), entry.by.seat, entry.at)
    return hashlib.sha256(before + msgspec.json.encode(facts) + b"\n" + payload).digest()


_LINKED = "linked"
"""Stands as the desk of a seat's device that a desk linked."""
_DESKS = {desk.value: (desk, False) for desk in Desk} | {_LINKED: (Desk.SEAT, True)}
_columns = JournalRow.__table__.columns
_entry_columns = [
    _columns[name] for name in ("dialogue", "version", "at", "by_desk", "by_seat", "events", "digest")
]
_select_entries = (
    select(*_entry_columns)
    .where(_columns.dialogue == bindparam("of"), _columns.version > bindparam("known"))
    .order_by(_columns.version)
)
PAGE_ENTRIES = 100
"""So many are read and decoded in one go: about 2 ms."""
_select_page = _select_entries.limit(PAGE_ENTRIES)
_select_new_entries = text(
    "SELECT journal.dialogue, journal.version, at, by_desk, by_seat, events, digest"
    " FROM unnest(CAST(:dialogues AS text[]), CAST(:versions AS integer[])) AS known (dialogue, version)"
    " JOIN journal ON journal.dialogue = known.dialogue AND journal.version > known.version"
    " ORDER BY journal.dialogue, journal.version"
).columns(*_entry_columns)


def read_entries(connection: Connection, dialogue: str, version: int) -> Iterator[StoredEntry]:
    """The entries after `version`, oldest first."""
    for row in connection.execute(_select_entries, {"of": dialogue, "known": version}):
        yield _stored_entry(row)


def read_page(connection: Connection, dialogue: str, version: int) -> list[StoredEntry]:
    """The first `PAGE_ENTRIES` entries after `version`; fewer where there are no more."""
    rows = connection.execute(_select_page, {"of": dialogue, "known": version})
    return [_stored_entry(row) for row in rows]


def read_new_entries(
    connection: Connection, versions: Mapping[str, int]
) -> Iterator[tuple[str, list[StoredEntry]]]:
    """`versions` is dialogue → known version; yields the dialogues that have newer entries, with those entries. One query
    on PostgreSQL."""
    if not versions:
        return
    if connection.dialect.name == "postgresql":
        parameters = {"dialogues": list(versions), "versions": list(versions.values())}
        for dialogue, rows in groupby(
            connection.execute(_select_new_entries, parameters), lambda row: row.dialogue
        ):
            yield dialogue, [_stored_entry(row) for row in rows]
        return
    for dialogue, version in read_versions(connection, versions).items():
        if version > versions[dialogue]:
            yield dialogue, list(read_entries(connection, dialogue, versions[dialogue]))


_select_commands = select(
    _columns.dialogue, _columns.command_id, _columns.version, _columns.request_mac, _columns.events
).where(tuple_(_columns.dialogue, _columns.command_id).in_(bindparam("commands", expanding=True)))
_select_commands_on_sqlite = text(
    "SELECT journal.dialogue, command_id, version, request_mac, events FROM json_each(:commands) AS asked"
    " CROSS JOIN journal ON journal.dialogue = json_extract(asked.value, '$[0]')"
    " AND command_id = json_extract(asked.value, '$[1]')"
)
"""SQLite reads the whole journal, of all evenings ever, to find two pairs or more in a list of them."""


def read_commands(
    connection: Connection, commands: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredCommand]:
    """Finds which of these commands, each as (dialogue, id), were accepted before, and returns them by that key (R3)."""
    if connection.dialect.name == "sqlite":
        parameters = {"commands": msgspec.json.encode(list(commands)).decode()}
        rows = query(connection, _select_commands_on_sqlite, parameters)
    else:
        rows = query(connection, _select_commands, {"commands": list(commands)})
    return {
        (dialogue, command_id): StoredCommand(version, mac, events)
        for dialogue, command_id, version, mac, events in rows
    }


LAST_VERSION = select(func.max(_columns.version)).where(_columns.dialogue == Dialogue.id).correlate(Dialogue)
"""In a query on dialogues: the newest version of each."""
_select_versions = select(Dialogue.id, LAST_VERSION.scalar_subquery().label("version")).where(
    Dialogue.id.in_(bindparam("ids", expanding=True)), Dialogue.erasing.is_(None)
)


def read_versions(connection: Connection, dialogues: Collection[str]) -> dict[str, int]:
    """Dialogue → its newest version, for each that has a journal."""
    rows = query(connection, _select_versions, {"ids": list(dialogues)})
    return {dialogue: version for dialogue, version in rows if version is not None}


def check_entries(connection: Connection, dialogue: str) -> Iterator[tuple[int, Entry | None, str | None]]:
    """Yields (version, entry, problem); entry is None if it cannot be read, problem is None if all is well. Problems are gaps,
    changed rows and a broken chain."""
    before, expected = START, 1
    rows = select(*_columns).where(_columns.dialogue == dialogue).order_by(_columns.version)
    for row in connection.execute(rows):
        payload = row.events if isinstance(row.events, bytes) else str(row.events).encode()
        try:
            entry = Entry(row.version, row.at, _sender(row.by_desk, row.by_seat), codec.decode(payload))
        except (ValueError, LookupError, TypeError, msgspec.MsgspecError):
            yield row.version, None, "it cannot be read"
            before, expected = row.digest, row.version + 1
            continue
        problem = None
        if row.version != expected:
            problem = f"version {expected} is missing"
        elif row.digest != compute_digest(before, entry, row.command_id, row.request_mac, payload):
            problem = "its digest does not follow from its content and the entry before it"
        yield row.version, entry, problem
        before, expected = row.digest, row.version + 1


def read_last_digest(connection: Connection, dialogue: str) -> bytes:
    """The digest of the newest entry. The chain has no key: who can write everything can write a whole new chain or drop the
    last entries, but then this digest differs."""
    digests = select(JournalRow.digest).where(JournalRow.dialogue == dialogue)
    digest = connection.execute(digests.order_by(JournalRow.version.desc()).limit(1)).scalar()
    return START if digest is None else digest


def _stored_entry(row: Sequence[Any]) -> StoredEntry:
    _, version, at, desk, seat, events, digest = row
    return StoredEntry(Entry(version, at, _sender(desk, seat), codec.decode(events)), digest)
