"""The dialogues that this process has folded: state is never stored, only kept at hand.

A `Running` is advanced by entries that are committed, or that are about to be in the one transaction
that the writer has open; only after the commit does it become what everybody here sees.
"""

from collections import OrderedDict
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from dialoog.live import journal
from dialoog.rules import evolve
from dialoog.rules.events import Entry
from dialoog.rules.state import State

AT_HAND = 200
"""How many dialogues stay folded; the least recently used is folded anew when it is asked for."""


class Running(msgspec.Struct, frozen=True):
    """One dialogue at one version."""

    dialogue: str
    entries: tuple[Entry, ...] = ()
    state: State = State()
    digest: bytes = journal.START

    @property
    def version(self) -> int:
        return len(self.entries)

    @property
    def last_at(self) -> int:
        return self.entries[-1].at if self.entries else 0

    def after(self, entry: Entry, digest: bytes) -> "Running":
        """An undo takes something away, so it is folded anew; everything else advances (S5)."""
        entries = (*self.entries, entry)
        state = evolve.advance(self.state, entry)
        return Running(self.dialogue, entries, evolve.fold(entries) if state is None else state, digest)

    def with_all(self, written: Iterable[journal.Written]) -> "Running":
        """Caught up with what others wrote: one fold for many entries."""
        new = tuple(written)
        if not new:
            return self
        if len(new) == 1:
            return self.after(new[0].entry, new[0].digest)
        entries = (*self.entries, *(one.entry for one in new))
        return Running(self.dialogue, entries, evolve.fold(entries), new[-1].digest)


class Ledger:
    """What this process knows, by dialogue."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Running] = OrderedDict()

    def known(self, dialogue: str) -> Running:
        running = self._known.get(dialogue)
        if running is None:
            return Running(dialogue)
        self._known.move_to_end(dialogue)
        return running

    def learn(self, running: Running) -> None:
        """Keeps the newer of what is known and what is told."""
        known = self._known.get(running.dialogue)
        if known is None or known.version <= running.version:
            self._known[running.dialogue] = running
            self._known.move_to_end(running.dialogue)
        while len(self._known) > AT_HAND:
            self._known.popitem(last=False)

    def newest(self, connection: Connection, dialogue: str) -> Running:
        """Known, and caught up with the journal."""
        running = self.known(dialogue)
        caught_up = running.with_all(journal.since(connection, dialogue, running.version))
        if caught_up is not running:
            self.learn(caught_up)
        return caught_up
