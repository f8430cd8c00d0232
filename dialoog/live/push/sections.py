"""The sections of a document, encoded, each made anew only where something that it was made from is another.

State is immutable, so a part that is the same object says the same. Which parts a section was made from is not listed
anywhere: it is watched while the section is made. A seat's sections are made from a state that holds only the words
that they may speak of; that this changes nothing is what R7 proves over all commands.
"""

from collections.abc import Callable, Mapping
from operator import is_
from typing import Any, Literal, cast

import msgspec

from dialoog.live.push.render import render
from dialoog.live.queries import Text
from dialoog.rules import views
from dialoog.rules.state import Kind, Seat, State, Words
from dialoog.rules.views import desk as views_desk
from dialoog.rules.views.seat import RoundSummary, build_now, summarize_round

DocName = Literal["table", "door", "mine", "desk"]
"""`door` goes as `table` to who was not let in yet (T14)."""
_encode = msgspec.json.Encoder().encode
ANEW = ("floor", "queue", "act", "calls")
"""Always made anew: small, different after nearly every command, and without a name or text in them."""

BARE = ("read", "plan", "words", "close")
"""Those of a desk's sections that have no name or text in them either, so that nothing has to be put in."""


class ReadTracker:
    """Stands for a state, and remembers which of its parts were read; those in `instead` take the place of its own."""

    def __init__(self, state: State, instead: Mapping[str, Any]) -> None:
        self._state = state
        self._instead = instead
        self.read: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        ours = getattr(State, name, None)
        if isinstance(ours, property):
            assert ours.fget is not None
            return ours.fget(self)
        if callable(ours):
            return ours.__get__(self)
        if name in self._instead:
            return self._instead[name]
        part = self.read[name] = getattr(self._state, name)
        return part


class CachedSection:
    """One section as it was made, and from what."""

    __slots__ = ("_around", "_parts", "encoded")

    def __init__(self, encoded: bytes, parts: dict[str, Any], around: tuple[Any, ...]) -> None:
        self.encoded = encoded
        self._parts = parts
        self._around = around

    def stands(self, state: State, around: tuple[Any, ...]) -> bool:
        """Whether it would be made of the very same things now."""
        if len(around) != len(self._around) or not all(map(is_, around, self._around)):
            return False
        return all(getattr(state, name) is part for name, part in self._parts.items())


class SectionBuilder:
    """One state with its names and texts, for all documents that are made of it."""

    def __init__(self, state: State, names: Mapping[str, str], texts: Mapping[str, Text], lang: str) -> None:
        self.state = state
        self._names = names
        self._texts = texts
        self._lang = lang
        self._glance: RoundSummary | None = None
        self._own: dict[str, list[Words]] | None = None
        """Seat → its words; gathered when a seat is first asked for, so that the table does not wait for it."""
        self._asked: list[Words] = []
        """Agreements and goals: the words that others than their owner may say yes to."""

    def make(
        self, doc: DocName, seat: str | None, before: Mapping[str, CachedSection]
    ) -> dict[str, CachedSection]:
        """The sections of this document; those of `before` that still stand are the same objects."""
        if doc == "mine":
            return self._mine(self.state.seats[seat or ""], before)
        state = views.reduce_to_door(self.state) if doc == "door" else self.state
        sections = views_desk.get_section_builders(state) if doc == "desk" else views.TABLE
        return {
            name: CachedSection(_encode(make(state)), {}, (None,))
            if name in ANEW
            else self._made(before.get(name), make, state, bare=doc == "desk" and name in BARE)
            for name, make in sections.items()
        }

    def _made(
        self, before: CachedSection | None, make: Callable[[State], Any], state: State, *, bare: bool
    ) -> CachedSection:
        around = (None if bare else self._names,)
        if before is not None and before.stands(state, around):
            return before
        watched = ReadTracker(state, {})
        section = make(cast(State, watched))
        return CachedSection(_encode(section) if bare else self._encoded(section), watched.read, around)

    def _mine(self, seat: Seat, before: Mapping[str, CachedSection]) -> dict[str, CachedSection]:
        self._glance = self._glance or summarize_round(self.state)
        own = self._own if self._own is not None else self._gathered()
        of = {"me": (), "words": tuple(own.get(seat.id, ())), "asks": tuple(self._asked)}
        made = {"now": CachedSection(_encode(build_now(self.state, seat, self._glance)), {}, (None,))}
        for name, words in of.items():
            around = (self._names, seat, *words)
            cached = before.get(name)
            if cached is not None and cached.stands(self.state, around):
                made[name] = cached
                continue
            watched = ReadTracker(self.state, {"words": {word.id: word for word in words}})
            section = views.MINE[name](cast(State, watched), seat)
            made[name] = CachedSection(self._encoded(section), watched.read, around)
        return made

    def _gathered(self) -> dict[str, list[Words]]:
        own = self._own = {}
        for word in self.state.words.values():
            if word.seat is not None:
                own.setdefault(word.seat, []).append(word)
            if word.kind in (Kind.AGREEMENT, Kind.GOAL):
                self._asked.append(word)
        return own

    def _encoded(self, section: Any) -> bytes:
        return _encode(render(section, self._names, self._texts, self._lang))
