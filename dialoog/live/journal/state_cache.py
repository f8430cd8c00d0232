"""The folded states that this process caches: state is never stored, it is folded from the journal.

Committed entries advance a `CachedState`, and so do entries in the one transaction that the writer has
open; such a state enters the cache only after the commit.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, Engine

from dialoog.db.engine import connect_for_query
from dialoog.live.journal import store
from dialoog.live.time_slices import TimeSlices
from dialoog.rules import evolve
from dialoog.rules.events import Entry
from dialoog.rules.state import State

MAX_ENTRIES = 300_000
"""The cache drops the least recently used states beyond so many entries, of which each takes about 1.3 KB with its share of the state;
its next use folds it again. A thousand tables at once fit in, halfway through their evening."""
EMPTY_STATE = 15
"""What a state takes without entries, counted in entries."""
MOST_FOLDED_AT_ONCE = 50
"""By an undo within the writer's transaction: at most 3 ms."""


class UndoBase(msgspec.Struct, frozen=True):
    """A state without one step of the flow: taking that step back folds only the entries since."""

    step: int
    """The version of that step."""
    state: State = evolve.BEFORE_ALL


class CachedState(msgspec.Struct, frozen=True):
    """One dialogue at one version."""

    dialogue: str
    version: int = 0
    state: State = evolve.BEFORE_ALL
    digest: bytes = store.START
    last_at: int = 0
    shared_entries: list[Entry] = msgspec.field(default_factory=list)
    """The entries, since an undo folds them again. Successive versions share one list, which only grows: its first `version`
    entries belong to this state, the others to later versions."""
    undo_base: UndoBase | None = None
    """Of the newest step that can be taken back; None where it is not known."""

    @property
    def entries(self) -> list[Entry]:
        return self.shared_entries[: self.version]

    def advance(self, entry: Entry, digest: bytes) -> "CachedState":
        """The state after this entry."""
        return self.advance_all((store.StoredEntry(entry, digest),))

    def advance_all(
        self, new_entries: Sequence[store.StoredEntry], rest: Callable[[], object] = lambda: None
    ) -> "CachedState":
        """The state after these entries: equal to folding all entries, of which as few as possible are folded (S5, S6). `rest` is called
        between them."""
        if not new_entries:
            return self
        entries = self._append(item.entry for item in new_entries)
        start, base = self._before(entries)
        state = start
        for following in evolve.fold_each(entries, start):
            if following.undoable and following.undoable[-1].version == following.version:
                base = UndoBase(following.version, state)
            state = following
            rest()
        return CachedState(
            self.dialogue, len(entries), state, new_entries[-1].digest, entries[-1].at, entries, base
        )

    def _before(self, entries: Sequence[Entry]) -> tuple[State, UndoBase | None]:
        """The state from which these entries are folded, and what stays known of the newest step."""
        undone = {v for v in evolve.undone_versions(entries[self.version :]) if v <= self.version}
        if not undone:
            return self.state, self.undo_base
        if self.undo_base is not None and undone == {self.undo_base.step}:
            return self.undo_base.state, None
        return evolve.BEFORE_ALL, None

    def prepare_undo(self, step: int, rest: Callable[[], object]) -> UndoBase | None:
        """Folds what taking back this step would fold. None where there is little to fold, or where it is not the newest step, which
        cannot be taken back."""
        if not self.is_newest_step(step):
            return None
        base = self.undo_base if self.undo_base and self.undo_base.step == step else UndoBase(step)
        if self.version - base.state.version <= MOST_FOLDED_AT_ONCE:
            return None
        state = base.state
        for following in evolve.fold_each(self.entries, base.state, {step}):
            state = following
            rest()
        return UndoBase(step, state)

    def is_newest_step(self, step: int) -> bool:
        return bool(self.state.undoable) and self.state.undoable[-1].version == step

    def _append(self, new_entries: Iterable[Entry]) -> list[Entry]:
        """The entries of this state and these. If a transaction that rolled back extended the shared list, a copy is
        extended instead."""
        entries = self.shared_entries if len(self.shared_entries) == self.version else self.entries
        entries.extend(new_entries)
        return entries


class StateCache:
    """Dialogue → the newest state that this process knows."""

    def __init__(self, sleep: Callable[[float], object] = time.sleep) -> None:
        self._sleep = sleep
        self._first_reads: dict[str, threading.Lock] = {}
        """Of the dialogues that somebody reads from their beginning."""
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

    def refresh(self, engine: Engine, dialogue: str) -> CachedState:
        """Reads new entries of the journal into the cached state and returns it. Of a long journal it reads a page at a time and rests in
        between, so never call it within a transaction."""
        if self.get(dialogue).version:
            return self._read_on(engine, dialogue)
        with self._first_reads.setdefault(dialogue, threading.Lock()):  # a hall that comes back reads it once
            try:
                return self._read_on(engine, dialogue)
            finally:
                self._first_reads.pop(dialogue, None)

    def _read_on(self, engine: Engine, dialogue: str) -> CachedState:
        cached, new_entries, rest = self.get(dialogue), list[store.StoredEntry](), self._rest()
        while True:
            with connect_for_query(engine) as connection:
                page = store.read_page(connection, dialogue, cached.version + len(new_entries))
            new_entries += page
            if len(page) < store.PAGE_ENTRIES:
                break
            rest()
        if new_entries:
            self.put(cached.advance_all(new_entries, rest))
        return self.get(dialogue)  # which the writer may have advanced meanwhile

    def prepare(self, engine: Engine, dialogue: str, undone_step: int | None = None) -> None:
        """Does beforehand what a command would cost within the writer's transaction, where nothing may rest: reads a journal that is not
        cached, and folds for the undo of this step."""
        cached = self.get(dialogue)
        if not cached.version:
            cached = self.refresh(engine, dialogue)
        if undone_step is None or (base := cached.prepare_undo(undone_step, self._rest())) is None:
            return
        cached = self.get(dialogue)  # what came meanwhile takes back no step before this one
        if cached.is_newest_step(undone_step):
            self.put(msgspec.structs.replace(cached, undo_base=base))

    def _rest(self) -> Callable[[], None]:
        return TimeSlices(self._sleep).rest

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

    def refresh_dialogues(self, engine: Engine, dialogues: Collection[str]) -> None:
        """Reads new entries into the states of these dialogues, in one query on PostgreSQL, and rests in between."""
        states = {dialogue: self.get(dialogue) for dialogue in dialogues}
        versions = {dialogue: state.version for dialogue, state in states.items() if state.version}
        with connect_for_query(engine) as connection:
            by_dialogue = list(store.read_new_entries(connection, versions))
        rest = self._rest()
        for dialogue, new_entries in by_dialogue:
            self.put(states[dialogue].advance_all(new_entries, rest))
        for dialogue in states.keys() - versions.keys():
            self.refresh(engine, dialogue)
