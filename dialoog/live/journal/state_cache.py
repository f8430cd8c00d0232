"""The folded states that this process caches: state is never stored, it is folded from the journal.

Committed entries advance a `CachedState`, and so do entries in the one transaction that the writer has
open; such a state enters the cache only after the commit.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator

import msgspec
from sqlalchemy import Connection

from dialoog.live.journal import store
from dialoog.rules import evolve
from dialoog.rules.events import Entry
from dialoog.rules.state import State

MAX_ENTRIES = 300_000
"""The cache drops the least recently used states beyond so many entries, of which each takes about 1.3 KB with its share of the state;
its next use folds it again. A thousand tables at once fit in, halfway through their evening."""
EMPTY_STATE = 15
"""What a state takes without entries, counted in entries."""


class CachedState(msgspec.Struct, frozen=True):
    """One dialogue at one version."""

    dialogue: str
    version: int = 0
    state: State = State()
    digest: bytes = store.START
    last_at: int = 0
    shared_entries: list[Entry] = msgspec.field(default_factory=list)
    """The entries, since an undo folds them again. Successive versions share one list, which only grows: its first `version`
    entries belong to this state, the others to later versions."""

    @property
    def entries(self) -> list[Entry]:
        return self.shared_entries[: self.version]

    def advance(self, entry: Entry, digest: bytes) -> "CachedState":
        """The state after this entry: an undo folds all entries again, everything else advances the state (S5)."""
        entries = self._append((entry,))
        state = evolve.advance(self.state, entry)
        return CachedState(
            self.dialogue,
            entry.version,
            evolve.fold(entries) if state is None else state,
            digest,
            entry.at,
            entries,
        )

    def advance_all(self, new_entries: Iterable[store.StoredEntry]) -> "CachedState":
        """The state after these entries of other processes; an undo among them folds all entries again."""
        stored = tuple(new_entries)
        if not stored:
            return self
        entries = self._append(item.entry for item in stored)
        state: State | None = self.state
        for item in stored:
            state = state and evolve.advance(state, item.entry)
        return CachedState(
            self.dialogue,
            len(entries),
            state or evolve.fold(entries),
            stored[-1].digest,
            entries[-1].at,
            entries,
        )

    def _append(self, new_entries: Iterable[Entry]) -> list[Entry]:
        """The entries of this state and these. If a transaction that rolled back extended the shared list, a copy is
        extended instead."""
        entries = self.shared_entries if len(self.shared_entries) == self.version else self.entries
        entries.extend(new_entries)
        return entries


class StateCache:
    """Dialogue → the newest state that this process knows."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, CachedState] = OrderedDict()
        self._entries = 0

    def __len__(self) -> int:
        return len(self._states)

    def get(self, dialogue: str) -> CachedState:
        """The cached state, or an empty one at version 0."""
        cached = self._states.get(dialogue)
        if cached is None:
            return CachedState(dialogue)
        self._states.move_to_end(dialogue)
        return cached

    def put(self, state: CachedState) -> None:
        """Stores this state unless a newer one is cached."""
        cached = self._states.get(state.dialogue)
        if cached is None or cached.version <= state.version:
            self._entries += state.version - (cached.version if cached else -EMPTY_STATE)
            self._states[state.dialogue] = state
            self._states.move_to_end(state.dialogue)
        while self._entries > MAX_ENTRIES and len(self._states) > 1:
            _, oldest = self._states.popitem(last=False)
            self._entries -= oldest.version + EMPTY_STATE

    def forget(self, dialogue: str) -> None:
        if forgotten := self._states.pop(dialogue, None):
            self._entries -= forgotten.version + EMPTY_STATE

    def refresh(self, connection: Connection, dialogue: str) -> CachedState:
        """Reads new entries of the journal into the cached state and returns it."""
        cached = self.get(dialogue)
        newest = cached.advance_all(store.read_entries(connection, dialogue, cached.version))
        if newest is not cached:
            self.put(newest)
        return newest

    def refresh_states(
        self, connection: Connection, states: Collection[CachedState]
    ) -> Iterator[CachedState]:
        """Reads new entries into these states; yields only the states that changed."""
        by_dialogue = {state.dialogue: state for state in states}
        versions = {state.dialogue: state.version for state in states}
        for dialogue, new_entries in store.read_new_entries(connection, versions):
            newest = by_dialogue[dialogue].advance_all(new_entries)
            self.put(newest)
            yield newest

    def refresh_dialogues(self, connection: Connection, dialogues: Iterable[str]) -> None:
        """Reads new entries into the cached states of these dialogues."""
        for _ in self.refresh_states(connection, [self.get(dialogue) for dialogue in dialogues]):
            pass
