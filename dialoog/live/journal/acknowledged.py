"""The newest acknowledged version of each dialogue, in a file apart from the database. It shows that the database was put back or lost its end.

A line is `dialogue version digest`, appended once a second: the journal may be ahead of the file, and never behind it. It is not synced, so a
power cut may take its last lines, which then prove less. A line that the journal lacks stays for ever, until somebody removes the file.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from dialoog.db import erasure_list
from dialoog.live.journal.state_cache import CachedState
from dialoog.live.models import Dialogue, JournalRow

FILE_NAME = "acknowledged"
MOST_IDS = 500
"""In one query: a database takes a limited number of parameters."""
VERSION_DIGITS = 10
"""A number of so many digits may be larger than a database takes, and is no version."""


class Acknowledged(NamedTuple):
    dialogue: str
    version: int
    digest: str


class AcknowledgedVersions:
    """What this process acknowledged and did not write yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pending: dict[str, CachedState] = {}

    def add(self, state: CachedState) -> None:
        self._pending[state.dialogue] = state

    def write(self) -> None:
        """Appends the versions since the last time. Raises OSError, and tries them again the next time."""
        pending, self._pending = self._pending, {}
        lines = [f"{one.dialogue} {one.version} {one.digest.hex()}\n" for one in pending.values()]
        if not lines:
            return
        try:
            with open(self._path, "a", opener=_open_private) as file:
                file.write("".join(lines))
        except OSError:
            self._pending = pending | self._pending
            raise

    def compact(self, connection: Connection) -> list[Acknowledged]:
        """Leaves of each dialogue its last line and those that its journal lacks, and returns the latter. A line that another process
        appends in this moment may get lost."""
        lines = read(self._path)
        missing = find_missing(connection, lines)
        last = {line.dialogue: line for line in lines}
        present = _dialogues(connection, last)
        remaining = {*missing, *(line for line in last.values() if line.dialogue in present)}
        if len(remaining) < len(lines):
            target = self._path.resolve()  # a link leads to another disk
            new = target.with_name(f"{target.name}.new")
            with open(new, "w", opener=_open_private) as file:
                file.writelines(f"{' '.join(map(str, line))}\n" for line in lines if line in remaining)
            new.replace(target)
        return missing


def read(path: Path) -> list[Acknowledged]:
    """The lines, oldest first. Half a line, which a full disk or a power cut leaves, says nothing."""
    try:
        content = path.read_text("ascii", "replace")
    except FileNotFoundError:
        return []
    return list(dict.fromkeys(_parse(content)))


def _parse(content: str) -> Iterator[Acknowledged]:
    for line in content.splitlines(keepends=True):
        fields = line.split()
        is_whole = line.endswith("\n") and len(fields) == 3
        if is_whole and fields[1].isdecimal() and len(fields[1]) < VERSION_DIGITS and len(fields[2]) == 64:
            yield Acknowledged(fields[0], int(fields[1]), fields[2])


def find_missing(connection: Connection, lines: Collection[Acknowledged]) -> list[Acknowledged]:
    """Those that are not in the journal. A dialogue that was erased lacks nothing: it is on the list of erasures."""
    dialogues = {line.dialogue for line in lines}
    erased = erasure_list.erased_dialogues(connection, dialogues)
    erased |= {dialogue for (dialogue,) in _in_parts(connection, _erasing, dialogues)}
    versions: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line.dialogue not in erased:
            versions[line.dialogue].append(line.version)
    stored = {
        (dialogue, version, digest.hex())
        for dialogue, those in versions.items()
        for version, digest in _in_parts(connection, _digests, those, dialogue=dialogue)
    }
    return [line for line in lines if line.dialogue not in erased and line not in stored]


_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_existing = select(Dialogue.id).where(Dialogue.id.in_(_ids))
_erasing = _existing.where(Dialogue.erasing.is_not(None))
_digests = select(JournalRow.version, JournalRow.digest).where(
    JournalRow.dialogue == bindparam("dialogue"), JournalRow.version.in_(_ids)
)


def _dialogues(connection: Connection, dialogues: Collection[str]) -> set[str]:
    return {dialogue for (dialogue,) in _in_parts(connection, _existing, dialogues)}


def _in_parts(
    connection: Connection, query: Select[*tuple[Any, ...]], ids: Collection[Any], **more: str
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, asked for a part of the ids at a time."""
    in_order = sorted(ids)
    for first in range(0, len(in_order), MOST_IDS):
        yield from map(tuple, connection.execute(query, {"ids": in_order[first : first + MOST_IDS], **more}))


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
