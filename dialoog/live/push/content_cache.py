"""What a pusher keeps at hand beside the state: names and texts, and what was planned, each read once.

Two looks at the same names are the same mapping, so that whoever made something of it can see that it still stands.
"""

from collections.abc import Mapping

from sqlalchemy import Engine

from dialoog.db.engine import connect_for_query
from dialoog.live import queries
from dialoog.live.journal.texts import commitment
from dialoog.rules import views
from dialoog.rules.state import State, Words

OF_A_LATER_ONE = -1
"""In place of a revision: the text that was found is of a later version than the state it was read for."""


class ContentCache:
    """Of one dialogue, in one process."""

    def __init__(self, dialogue: str, engine: Engine) -> None:
        self._dialogue = dialogue
        self._engine = engine
        self._about: tuple[int, queries.DialogueInfo | None] = (-1, None)
        self._names: dict[str, tuple[str, str | None]] = {}
        """Seat → what the journal must say of this name, and the name."""
        self._texts: dict[str, queries.Text] = {}
        self._revisions: dict[str, int] = {}
        """Word → which revision of it is at hand."""
        self._shown_names: Mapping[str, str] = {}
        self._checked: tuple[State, frozenset[str]] | None = None

    def about(self, state: State) -> queries.DialogueInfo | None:
        """Read once, and anew when there is a new code (T14)."""
        if self._about[0] != state.code_version or self._about[1] is None:
            with connect_for_query(self._engine) as connection:
                self._about = (state.code_version, queries.dialogue_info(connection, self._dialogue))
        return self._about[1]

    def is_of(self, state: State, seats: frozenset[str]) -> bool:
        """Reads what is new of all that the table and these seats are shown, and says whether it is what the journal of
        this state commits to. A text that was replaced or taken back since is of a later version: shown with this one,
        whoever has this version from another process would never be told of it (R5, R6)."""
        if (
            self._checked is not None
            and self._checked[1] == seats
            and _names_the_same(self._checked[0], state)
        ):
            return True
        words = {word.id: word for word in views.list_words_in_full(state, seats)}
        self._read(state, words)
        names = {seat: name for seat, (_, name) in self._names.items() if name}
        if names != self._shown_names:
            self._shown_names = names
        named = all(s.erased or self._names.get(s.id, ("",))[0] == s.name for s in state.seats.values())
        if named and all(self._revisions.get(word.id) == word.revision for word in words.values()):
            self._checked = (state, seats)
            return True
        return False

    def words(self) -> tuple[Mapping[str, str], Mapping[str, queries.Text]]:
        """Seat → name and word → text, of the state that was asked for last; of the latter there may come to be more."""
        return self._shown_names, self._texts

    def _read(self, state: State, words: Mapping[str, Words]) -> None:
        """Reads only names and texts that are new, and forgets those that were blanked or are shown to nobody here."""
        new_names = [s for s in state.seats.values() if self._names.get(s.id, ("", None))[0] != s.name]
        new_texts = [w.id for w in words.values() if self._revisions.get(w.id) != w.revision]
        for word in self._texts.keys() - words.keys():
            del self._texts[word], self._revisions[word]
        self._names.update({s.id: (s.name, None) for s in state.seats.values() if s.erased})
        if not new_names and not new_texts:
            return
        with connect_for_query(self._engine) as connection:
            names = queries.salted_names(connection, self._dialogue) if new_names else {}
            texts = queries.texts(connection, self._dialogue, new_texts) if new_texts else {}
        for seat in new_names:
            if seat.id in names:
                name, salt = names[seat.id]
                self._names[seat.id] = (commitment(salt, name), name)
        for word, text in texts.items():
            self._texts[word] = text
            self._revisions[word] = words[word].revision if text.is_of(words[word]) else OF_A_LATER_ONE


def _names_the_same(one: State, other: State) -> bool:
    """Whether nothing of a name or a text can be another in these states: nothing that `_read` looks at is."""
    return one.seats is other.seats and one.words is other.words and one.screen is other.screen
