"""One transaction of the writer: what is looked up for all its commands at once, and written for all at once.

Dialogues are held and caught up, tokens and ids seen before are found. What follows from the commands is gathered in its
order and written in as few statements; nobody is told of anything before the commit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Update, bindparam, select

from dialoog.accounts import tokens
from dialoog.db.writer_session import execute_many, query
from dialoog.live.journal import store
from dialoog.live.journal.state_cache import CachedState, StateCache
from dialoog.live.journal.store import StoredCommand
from dialoog.live.models import Dialogue
from dialoog.rules.state import State

Save = Callable[[Connection, str, State, int], None]
"""Makes the record equal to a closed dialogue; wired in by `app`."""
Row = Mapping[str, Any]
Statement = Insert | Update | Delete
CommandKey = tuple[str, str, bytes | None]
"""A command, as far as something is looked up for it: dialogue, id, and the hash of the token that it came with."""


@dataclass(slots=True)
class UnitOfWork:
    """What is open in one transaction: dialogues as they will be after the commit."""

    connection: Connection
    secret: str
    save: Save
    open: dict[str, CachedState] = field(default_factory=dict)
    """Only dialogues that exist."""
    tokens: set[bytes] = field(default_factory=set)
    """Hashes that open something now. A command that ends a token takes it out, so that none after it in the same
    transaction is done with it."""
    seen: dict[tuple[str, str], StoredCommand] = field(default_factory=dict)
    """(dialogue, command id) → what became of it, also of those in this transaction (R3)."""
    changed: set[str] = field(default_factory=set)
    """Dialogues that are further than what was known of them, by these commands or by other processes."""
    entries: int = 0
    forgot: bool = False
    half_written: bool = False
    """`write_down` was interrupted by a fault, so some rows are in and others are not: nothing may be committed."""
    _unwritten: list[tuple[Statement, list[Row]]] = field(default_factory=list)
    _newest: dict[Any, tuple[Statement, list[Row]]] = field(default_factory=dict)
    """Table → the rows that were gathered for it last."""

    def look_up(self, state_cache: StateCache, commands: Sequence[CommandKey]) -> None:
        """Locks and catches up the dialogues of all these commands, and finds valid tokens and commands that were executed before:
        a few queries for all together."""
        for dialogue in lock_dialogues(self.connection, {dialogue for dialogue, *_ in commands}):
            self.open[dialogue] = state_cache.known(dialogue)
        for cached in state_cache.caught_up(self.connection, self.open.values()):
            self.open[cached.dialogue] = cached
            self.changed.add(cached.dialogue)
        self.tokens = tokens.valid_hashes(
            self.connection, {token for *_, token in commands if token is not None}
        )
        self.seen = store.answered(self.connection, [(dialogue, id) for dialogue, id, _ in commands])

    def write(self, statement: Statement, row: Row) -> None:
        """Keeps a row for `write_down`. Within one table the order is kept, and rows of the same statement that follow each
        other go together. Between tables it may change: they refer to dialogues only, never to each other."""
        table = statement.table
        newest = self._newest.get(table)
        if newest is None or newest[0] is not statement:
            newest = self._newest[table] = (statement, [])
            self._unwritten.append(newest)
        newest[1].append(row)

    def write_down(self) -> None:
        """Executes everything gathered so far: at the end, and before something is read that may be among it."""
        unwritten, self._unwritten, self._newest = self._unwritten, [], {}
        self.half_written = True
        for statement, rows in unwritten:
            execute_many(self.connection, statement, rows)
        self.half_written = False


_locked = (
    select(Dialogue.id)
    .where(Dialogue.id.in_(bindparam("ids", expanding=True)), Dialogue.erasing.is_(None))
    .order_by(Dialogue.id)
    .with_for_update(key_share=True)
)


def lock_dialogues(connection: Connection, dialogues: set[str]) -> list[str]:
    """Those that exist. On PostgreSQL their rows are locked until the commit, always in one order, so that two processes never
    deadlock."""
    return [dialogue for (dialogue,) in query(connection, _locked, {"ids": list(dialogues)})]
