"""The dialogues that this process has folded: state is never stored, only kept at hand.

A `CachedState` is advanced by entries that are committed, or that are about to be in the one transaction
that the writer has open; only after the commit does it become what everybody here sees.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator

import msgspec
from sqlalchemy import Connection

from dialoog.live.journal import store
from dialoog.rules import evolve
from dialoog.rules.events import Entry
from dialoog.rules.state import State

AT_HAND = 200
"""How many dialogues stay folded; the least recently used is folded anew when it is asked for."""


class CachedState(msgspec.Struct, frozen=True):
    """One dialogue at one version."""

    dialogue: str
    version: int = 0
    state: State = State()
    digest: bytes = store.START
    last_at: int = 0
    trail: list[Entry] = msgspec.field(default_factory=list)
    """The entries, since an undo folds them anew. Successive versions share one list, which only grows: its first `version`
    entries are ours, those after them belong to later versions."""

    @property
    def entries(self) -> list[Entry]:
        return self.trail[: self.version]

    def after(self, entry: Entry, digest: bytes) -> "CachedState":
        """An undo takes something away, so it is folded anew; everything else advances (S5)."""
        trail = self._trail_with((entry,))
        state = evolve.advance(self.state, entry)
        return CachedState(
            self.dialogue,
            entry.version,
            evolve.fold(trail) if state is None else state,
            digest,
            entry.at,
            trail,
        )

    def with_all(self, written: Iterable[store.StoredEntry]) -> "CachedState":
        """Caught up with what others wrote; folded anew only where an undo is among it."""
        new = tuple(written)
        if not new:
            return self
        trail = self._trail_with(one.entry for one in new)
        state: State | None = self.state
        for one in new:
            state = state and evolve.advance(state, one.entry)
        return CachedState(
            self.dialogue, len(trail), state or evolve.fold(trail), new[-1].digest, trail[-1].at, trail
        )

    def _trail_with(self, new: Iterable[Entry]) -> list[Entry]:
        """Our entries and these. Where a transaction that was never committed has grown the list already, we go on in a
        copy."""
        trail = self.trail if len(self.trail) == self.version else self.trail[: self.version]
        trail.extend(new)
        return trail


class StateCache:
    """What this process knows, by dialogue."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, CachedState] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def known(self, dialogue: str) -> CachedState:
        running = self._known.get(dialogue)
        if running is None:
            return CachedState(dialogue)
        self._known.move_to_end(dialogue)
        return running

    def learn(self, running: CachedState) -> None:
        """Keeps the newer of what is known and what is told."""
        known = self._known.get(running.dialogue)
        if known is None or known.version <= running.version:
            self._known[running.dialogue] = running
            self._known.move_to_end(running.dialogue)
        while len(self._known) > AT_HAND:
            self._known.popitem(last=False)

    def forget(self, dialogue: str) -> None:
        self._known.pop(dialogue, None)

    def newest(self, connection: Connection, dialogue: str) -> CachedState:
        """Known, and caught up with the journal."""
        running = self.known(dialogue)
        caught_up = running.with_all(store.since(connection, dialogue, running.version))
        if caught_up is not running:
            self.learn(caught_up)
        return caught_up

    def caught_up(self, connection: Connection, running: Collection[CachedState]) -> Iterator[CachedState]:
        """Of these dialogues those in which others have written since, caught up."""
        ours = {one.dialogue: one for one in running}
        known = {one.dialogue: one.version for one in running}
        for dialogue, written in store.since_each(connection, known):
            caught_up = ours[dialogue].with_all(written)
            self.learn(caught_up)
            yield caught_up

    def follow(self, connection: Connection, dialogues: Iterable[str]) -> None:
        """Catches up with what others wrote in these."""
        for _ in self.caught_up(connection, [self.known(dialogue) for dialogue in dialogues]):
            pass
