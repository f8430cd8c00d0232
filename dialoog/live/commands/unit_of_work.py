"""The unit of work of one transaction of the writer: loads what its commands need at once, and writes their rows at once.

It locks the dialogues and catches them up, and finds valid tokens and commands that were executed before. Rows are gathered in
their order and written in as few statements as possible; nothing leaves it before the commit.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Update, bindparam, select

from dialoog.accounts import tokens
from dialoog.db.erasure_list import Erased
from dialoog.db.writer_session import execute_many, query
from dialoog.live.journal import store
from dialoog.live.journal.dialogue_clocks import DialogueClocks
from dialoog.live.journal.state_cache import CachedState, StateCache
from dialoog.live.journal.store import StoredCommand
from dialoog.live.models import Dialogue
from dialoog.rules.state import State

Save = Callable[[Connection, str, State, int, Collection[tuple[str, str]]], None]
"""Makes the record equal to a closed dialogue; wired in by `app`. Last come name and contact of everybody who was erased just now."""
Row = Mapping[str, Any]
Statement = Insert | Update | Delete
CommandKey = tuple[str, str, bytes | None]
"""What is loaded for a command: its dialogue, its id, and the hash of its token."""


@dataclass(slots=True)
class UnitOfWork:
    """The dialogues as they will be after the commit, and the rows that make them so."""

    connection: Connection
    secret: str
    save: Save
    clocks: DialogueClocks = field(default_factory=DialogueClocks)
    states: dict[str, CachedState] = field(default_factory=dict)
    """By dialogue; only those that exist."""
    tokens: set[bytes] = field(default_factory=set)
    """The hashes that are valid now. A command that revokes a token removes its hash, so that no later command of the same
    transaction is accepted with it."""
    earlier: dict[tuple[str, str], StoredCommand] = field(default_factory=dict)
    """(dialogue, command id) → the command as it was executed before, also in this transaction (R3)."""
    changed: set[str] = field(default_factory=set)
    """The dialogues with new entries, of these commands or of other processes."""
    entries: int = 0
    erases_text: bool = False
    erased: list[Erased] = field(default_factory=list)
    """What these commands erase of people."""
    is_half_written: bool = False
    """A fault interrupted `flush`, so that some rows are written and others are not: nothing may be committed."""
    _pending: list[tuple[Statement, list[Row]]] = field(default_factory=list)
    _last_of_table: dict[Any, tuple[Statement, list[Row]]] = field(default_factory=dict)
    """Table → the rows that were added for it last."""

    def load(self, state_cache: StateCache, commands: Sequence[CommandKey]) -> None:
        """Locks and catches up the dialogues of all these commands, and finds valid tokens and commands that were executed before:
        a few queries for all together."""
        for dialogue in lock_dialogues(self.connection, {dialogue for dialogue, *_ in commands}):
            self.states[dialogue] = state_cache.get(dialogue)
        for cached in state_cache.refresh_states(self.connection, self.states.values()):
            self.states[cached.dialogue] = cached
            self.changed.add(cached.dialogue)
        self.tokens = tokens.valid_hashes(
            self.connection, {token for *_, token in commands if token is not None}
        )
        self.earlier = store.read_commands(self.connection, [(dialogue, id) for dialogue, id, _ in commands])

    def add(self, statement: Statement, row: Row) -> None:
        """Adds a row for `flush`. The order within one table is kept, and successive rows of the same statement go together. The
        order between tables may change: they refer to dialogues only, never to each other."""
        table = statement.table
        last = self._last_of_table.get(table)
        if last is None or last[0] is not statement:
            last = self._last_of_table[table] = (statement, [])
            self._pending.append(last)
        last[1].append(row)

    def flush(self) -> None:
        """Writes the rows added so far: at the end, and before something is read that may be among them."""
        pending, self._pending, self._last_of_table = self._pending, [], {}
        self.is_half_written = True
        for statement, rows in pending:
            execute_many(self.connection, statement, rows)
        self.is_half_written = False


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
