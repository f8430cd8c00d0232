"""One transaction of the writer: what is looked up for all its commands at once, and written for all at once.

Dialogues are held and caught up, tokens and ids seen before are found with one query each. What follows from the
commands is gathered in its order and written in as few statements; nobody is told of anything before the commit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Update, bindparam, select

from dialoog.accounts import tokens
from dialoog.live import journal
from dialoog.live.journal import Answered
from dialoog.live.ledger import Ledger, Running
from dialoog.live.models import Dialogue
from dialoog.rules.state import State

Save = Callable[[Connection, str, State, int], None]
"""Makes the record equal to a closed dialogue; wired in by `app`."""
Row = Mapping[str, Any]
Statement = Insert | Update | Delete


@dataclass(slots=True)
class Batch:
    """What is open in one transaction: dialogues as they will be after the commit."""

    connection: Connection
    secret: str
    save: Save
    open: dict[str, Running] = field(default_factory=dict)
    """Only dialogues that exist."""
    tokens: set[bytes] = field(default_factory=set)
    """Hashes that open something now. A command that ends a token takes it out, so that none after it in the same
    transaction is done with it."""
    seen: dict[tuple[str, str], Answered] = field(default_factory=dict)
    """(dialogue, command id) → what became of it, also of those in this transaction (R3)."""
    changed: set[str] = field(default_factory=set)
    """Dialogues that are further than what was known of them, by these commands or by other processes."""
    entries: int = 0
    forgot: bool = False
    _unwritten: list[tuple[Statement, list[Row]]] = field(default_factory=list)
    _newest: dict[str, tuple[Statement, list[Row]]] = field(default_factory=dict)
    """By table: what was gathered for it last."""

    def look_up(
        self, ledger: Ledger, asked: Iterable[tuple[str, str]], token_hashes: Iterable[bytes]
    ) -> None:
        """For all commands, each as (dialogue, command id), and the tokens they came with."""
        commands = list(asked)
        for dialogue in held(self.connection, {dialogue for dialogue, _ in commands}):
            self.open[dialogue] = ledger.known(dialogue)
        for running in ledger.caught_up(self.connection, self.open.values()):
            self.open[running.dialogue] = running
            self.changed.add(running.dialogue)
        self.tokens = tokens.alive(self.connection, set(token_hashes))
        self.seen = journal.answered(self.connection, commands)

    def write(self, statement: Statement, row: Row) -> None:
        """Later: within a table in this order, and what goes the same way as one statement. No table asks anything
        of another but that the dialogue is there."""
        table = str(statement.table)
        newest = self._newest.get(table)
        if newest is None or newest[0] is not statement:
            newest = self._newest[table] = (statement, [])
            self._unwritten.append(newest)
        newest[1].append(row)

    def write_down(self) -> None:
        """Everything gathered so far: at the end, and before something is read that may be among it."""
        unwritten, self._unwritten, self._newest = self._unwritten, [], {}
        for statement, rows in unwritten:
            self.connection.execute(statement, rows)


_named = select(Dialogue.id).where(Dialogue.id.in_(bindparam("ids", expanding=True))).order_by(Dialogue.id)
_named_and_held = _named.with_for_update(key_share=True)


def held(connection: Connection, dialogues: set[str]) -> list[str]:
    """Those that exist; on PostgreSQL their rows are held until the commit, always in one order, so that two
    processes never wait for each other."""
    asked = _named if connection.dialect.name == "sqlite" else _named_and_held
    return list(connection.execute(asked, {"ids": list(dialogues)}).scalars())
