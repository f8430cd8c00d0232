"""Names, texts and the plan of one dialogue, each read from the database once: what the state itself lacks.

While no name changes, the names are the same object, so that a cached section can tell that it is current.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Engine

from dialoog.db.engine import connect_for_query
from dialoog.live import queries
from dialoog.live.push.seat_names import SeatNames, list_in_order, number_look_alikes
from dialoog.rules import views
from dialoog.rules.state import State, Words

NO_NAME = queries.Name()
OTHER_REVISION = -1
"""In place of a revision: the stored text belongs to another version than the state it was read for."""


class ContentCache:
    """Of one dialogue, in one process."""

    def __init__(self, dialogue: str, engine: Engine) -> None:
        self._dialogue = dialogue
        self._engine = engine
        self._info: tuple[int, queries.DialogueInfo | None] = (-1, None)
        self._names: dict[str, queries.Name] = {}
        self._texts: dict[str, queries.Text] = {}
        self._revisions: dict[str, int] = {}
        """Word → the revision of its cached text."""
        self._names_in_order: tuple[list[tuple[str, str, bool]], dict[str, str], dict[str, str]] = (
            [],
            {},
            {},
        )
        self._seat_names = SeatNames()
        self._loaded: tuple[State, frozenset[str]] | None = None

    def dialogue_info(self, state: State) -> queries.DialogueInfo | None:
        """Reads the row of the dialogue once, and again when its code changes (T14)."""
        if self._info[0] != state.code_version or self._info[1] is None:
            with connect_for_query(self._engine) as connection:
                self._info = (state.code_version, queries.dialogue_info(connection, self._dialogue))
        return self._info[1]

    def load(self, state: State, seats: frozenset[str]) -> bool:
        """Reads the new names and texts that the table and these seats show; returns whether all match the commitments
        in this state's journal. A text that was replaced or withdrawn since belongs to a later version: a client that has
        this version from another process would never receive it (R5, R6)."""
        if (
            self._loaded is not None
            and self._loaded[1] == seats
            and _has_same_content(self._loaded[0], state)
        ):
            return True
        words = {word.id: word for word in views.list_words_in_full(state, seats)}
        self._read(state, words)
        in_order = list_in_order(state, {seat: name.name for seat, name in self._names.items() if name.name})
        requested = {seat: name.requested for seat, name in self._names.items() if name.requested}
        pronunciations = {seat: n.pronunciation for seat, n in self._names.items() if n.pronunciation}
        if (in_order, requested, pronunciations) != self._names_in_order:
            self._names_in_order = (in_order, requested, pronunciations)
            names = replace(number_look_alikes(in_order), requested=requested, pronunciations=pronunciations)
            if names != self._seat_names:
                self._seat_names = names
        names_match = all(self._names.get(s.id, NO_NAME).matches(s) for s in state.seats.values())
        if names_match and all(self._revisions.get(word.id) == word.revision for word in words.values()):
            self._loaded = (state, seats)
            return True
        return False

    def names_and_texts(self) -> tuple[SeatNames, Mapping[str, queries.Text]]:
        """The names, and word → text, of the last state that was loaded. A later load adds texts to the same mapping."""
        return self._seat_names, self._texts

    def _read(self, state: State, words: Mapping[str, Words]) -> None:
        """Reads only new names and texts; drops texts that were blanked or that nobody here sees."""
        new_names = [s for s in state.seats.values() if not self._names.get(s.id, NO_NAME).matches(s)]
        new_texts = [w.id for w in words.values() if self._revisions.get(w.id) != w.revision]
        for word in self._texts.keys() - words.keys():
            del self._texts[word], self._revisions[word]
        self._names.update({s.id: NO_NAME for s in state.seats.values() if not s.has_name})
        if not new_names and not new_texts:
            return
        with connect_for_query(self._engine) as connection:
            names = queries.names_in_full(connection, self._dialogue) if new_names else {}
            texts = queries.texts(connection, self._dialogue, new_texts) if new_texts else {}
        for seat in new_names:
            if seat.id in names:
                self._names[seat.id] = names[seat.id]
        for word, text in texts.items():
            self._texts[word] = text
            self._revisions[word] = words[word].revision if text.matches(words[word]) else OTHER_REVISION


def _has_same_content(one: State, other: State) -> bool:
    """Whether names and texts are the same in both states: `_read` uses no other parts of a state."""
    return one.seats is other.seats and one.words is other.words and one.screen is other.screen
