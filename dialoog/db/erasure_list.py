"""Noting an erasure in its own transaction, and the file of the same lines, which outlives the database.

A line is `moment kind place subject`, ids alone. The row is committed with the erasure, and the line is on disk before anybody is told of
it; where the file cannot be written the erasure stands, and the line follows. Nobody takes a line out: a backup may be older.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, Engine, Insert, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from dialoog.db.engine import read_transaction
from dialoog.db.erasure_models import Erasure, Installation

FILE_NAME = "erasures"
Kind = Literal[
    "dialogue",
    "contacts",
    "seat",
    "name",
    "pronunciation",
    "word",
    "translation",
    "contact",
    "addressee",
    "answer",
    "agreement",
    "account",
    "membership",
    "assignment",
    "hidden",
    "audience",
    "request",
    "question",
    "keep",
    "consent",
    "token",
    "card",
    "link",
    "role",
    "address",
    "password",
    "second_step",
    "recovery",
    "owner",
    "locks",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
INSTALLATION = "installation"
"""The place of what belongs to no dialogue and no person: a set-up key, and the day on which every lock was replaced."""
WHOLE = "-"
"""Stands in a line where the subject is empty."""
NO_LINE = b" - - - -\n"
"""Ends half a line so that it has too many fields: half an id may be that of somebody else."""
MOMENT_DIGITS = 16
MOST_IDS = 500


class Erased(NamedTuple):
    """`subject` is the id within the dialogue `place`: of a seat, of a word, `word:language` of a translation, of a question that somebody was asked, of the
    seat that answered what changed, of the words of an agreement whose answer or note went; empty for the whole. Of an account, a membership and an
    assignment `place` is the id of the person, and `subject` that of the organisation or of the planned evening.

    What narrows or takes a right away is a line too: a hidden sentence, an audience that was made smaller (or `concept`), a request that was answered (`id:outcome`), a question that was
    taken back from who was asked, a
    choice (`word:keep:public`, `seat:choice`), a token by its hash, a card by its number (`7:lost`, `7:free`), a link to an evening, a role (`organisation:role`), an address, a password, an app and a used recovery code
    of a person, the collective that took an evening over, and the day on which every lock of the installation was replaced."""

    at: int
    kind: Kind
    place: str
    subject: str = ""


_inserts: dict[str, Insert] = {
    name: dialect.insert(Erasure).on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def statement(dialect: str) -> Insert:
    """The statement that notes an `Erased`, whose fields are its parameters."""
    return _inserts[dialect]


def note(connection: Connection, *items: Erased) -> None:
    """In the transaction that erases. Of an erased dialogue nothing else stays on the list."""
    for item in items:
        if item.kind == "dialogue":
            connection.execute(delete(Erasure).where(Erasure.place == item.place))
        connection.execute(statement(connection.dialect.name), item._asdict())


def noted(connection: Connection) -> set[Erased]:
    """Everything on the list of this database."""
    query = select(Erasure.at, Erasure.kind, Erasure.place, Erasure.subject)
    return {Erased(*row) for row in connection.execute(query)}  # type: ignore[arg-type]


def erased_dialogues(connection: Connection, dialogues: Collection[str]) -> set[str]:
    """Those of these ids that were erased as a whole."""
    ids, found = sorted(dialogues), set[str]()
    for first in range(0, len(ids), MOST_IDS):
        part = Erasure.place.in_(ids[first : first + MOST_IDS])
        found |= set(
            connection.execute(select(Erasure.place).where(and_(part, Erasure.kind == "dialogue"))).scalars()
        )
    return found


def installation_name(connection: Connection) -> str:
    return connection.execute(select(Installation.name)).scalar_one()


class ErasureFile:
    """The file of the list, and the lines that are still to be written to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pending: list[Erased] = []

    def add(self, items: Iterable[Erased]) -> None:
        self._pending += items

    def write(self) -> None:
        """Appends what waits and syncs it. Raises OSError, and tries it again the next time."""
        if self._pending:
            append(self._path, self._pending)
            self._pending = []


def catch_up(engine: Engine, path: Path) -> None:
    """Appends what the database has and the file lacks: after a kill between the two, or where another machine erased. Raises
    OSError."""
    with read_transaction(engine) as connection:
        items = noted(connection)
    complete(path, items)


def complete(path: Path, items: set[Erased]) -> None:
    """Appends those that the file lacks. Raises OSError."""
    if lacking := items - set(read(path)):
        append(path, sorted(lacking))


def append(path: Path, items: Collection[Erased]) -> None:
    """Adds the lines, which are on disk when this returns; half a line, which a power cut left, is ended first. Several processes may
    append at once."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(opened).st_size
        starts = b"" if not size or os.pread(opened, 1, size - 1) == b"\n" else NO_LINE
        data = starts + "".join(_line(item) for item in items).encode("ascii")
        while data:
            data = data[os.write(opened, data) :]
        os.fsync(opened)
    finally:
        os.close(opened)
    if not size:
        _sync_folder(path)


def read(path: Path) -> list[Erased]:
    """The lines of the file; none where there is no file. Half a line says nothing."""
    try:
        content = path.read_text("ascii", "replace")
    except FileNotFoundError:
        return []
    return list(_parse(content))


def _parse(content: str) -> Iterator[Erased]:
    for line in content.splitlines(keepends=True):
        fields: list[Any] = line.split()
        if not line.endswith("\n") or len(fields) != 4:
            continue
        at, kind, place, subject = fields
        if at.isdecimal() and len(at) < MOMENT_DIGITS and kind in KINDS:
            yield Erased(int(at), kind, place, "" if subject == WHOLE else subject)


def _line(item: Erased) -> str:
    return f"{item.at} {item.kind} {item.place} {item.subject or WHOLE}\n"


def _sync_folder(path: Path) -> None:
    opened = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
