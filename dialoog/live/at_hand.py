"""What a pusher keeps at hand beside the state: names and texts, and what was planned, each read once.

Two looks at the same names are the same mapping, so that whoever made something of it can see that it still stands.
"""

from collections.abc import Mapping

from sqlalchemy import Engine

from dialoog.database import reading
from dialoog.live import readings
from dialoog.live.texts import commitment
from dialoog.rules.state import State

OF_A_LATER_ONE = -1
"""No revision: a text that is not the one of the state for which it was read."""


class AtHand:
    """Of one dialogue, in one process."""

    def __init__(self, dialogue: str, engine: Engine) -> None:
        self._dialogue = dialogue
        self._engine = engine
        self._about: tuple[int, readings.About | None] = (-1, None)
        self._names: dict[str, tuple[str, str | None]] = {}
        """Seat → what the journal must say of this name, and the name."""
        self._texts: dict[str, tuple[int, readings.Text]] = {}
        """Word → its revision, and the text."""
        self._shown_names: Mapping[str, str] = {}
        self._checked: State | None = None

    def about(self, state: State) -> readings.About | None:
        """Read once, and anew when there is a new code (T14)."""
        if self._about[0] != state.code_version or self._about[1] is None:
            with reading(self._engine) as connection:
                self._about = (state.code_version, readings.about(connection, self._dialogue))
        return self._about[1]

    def is_of(self, state: State) -> bool:
        """Reads what is new, and says whether it is what the journal of this state commits to. A text that was replaced
        or taken back since is of a later version: shown with this one, whoever has this version from another process
        would never be told of it (R5, R6)."""
        if state is self._checked:
            return True
        self._read(state)
        named = all(s.erased or self._names.get(s.id, ("",))[0] == s.name for s in state.seats.values())
        alive = (w for w in state.words.values() if w.alive)
        if named and all(w.id in self._texts and self._texts[w.id][0] == w.revision for w in alive):
            self._checked = state
            return True
        return False

    def words(self, state: State) -> tuple[Mapping[str, str], Mapping[str, readings.Text]]:
        """Seat → name and word → text, of this state."""
        self._read(state)
        names = {seat: name for seat, (_, name) in self._names.items() if name}
        if names != self._shown_names:
            self._shown_names = names
        return self._shown_names, {word: text for word, (_, text) in self._texts.items()}

    def _read(self, state: State) -> None:
        """Reads only names and texts that are new, and forgets those that were blanked."""
        new_names = [s for s in state.seats.values() if self._names.get(s.id, ("", None))[0] != s.name]
        alive = {w.id: w.revision for w in state.words.values() if w.alive}
        new_texts = [
            w for w, revision in alive.items() if w not in self._texts or self._texts[w][0] != revision
        ]
        for word in set(self._texts) - set(alive):
            del self._texts[word]
        self._names.update({s.id: (s.name, None) for s in state.seats.values() if s.erased})
        if not new_names and not new_texts:
            return
        with reading(self._engine) as connection:
            names = readings.salted_names(connection, self._dialogue) if new_names else {}
            texts = readings.texts(connection, self._dialogue, new_texts) if new_texts else {}
        for seat in new_names:
            if seat.id in names:
                name, salt = names[seat.id]
                self._names[seat.id] = (commitment(salt, name), name)
        for word, text in texts.items():
            self._texts[word] = (alive[word] if text.is_of(state.words[word]) else OF_A_LATER_ONE, text)
