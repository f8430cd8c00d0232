"""Builds and encodes the sections of a document; a section is built again only if something that it read changed.

State is immutable, so a part that is the same object has the same content. No list says which parts a section depends on:
`ReadTracker` records them while the section is built. A seat's sections are built from a state that holds only the words
that they may use; R7 proves over all commands that this changes nothing.
"""

from collections.abc import Callable, Mapping
from operator import is_
from typing import Any, Literal, cast

import msgspec

from dialoog.live.push.render import render
from dialoog.live.push.seat_names import SeatNames
from dialoog.live.queries import Text
from dialoog.rules import views
from dialoog.rules.state import Kind, Seat, State, Words
from dialoog.rules.views import desk as views_desk
from dialoog.rules.views.seat import RoundSummary, build_now, summarize_round

DocName = Literal["table", "door", "mine", "desk"]
"""`door` is sent as `table` to a seat that was not admitted yet (T14)."""
_encode = msgspec.json.Encoder().encode
UNCACHED_SECTIONS = ("floor", "queue", "act", "calls")
"""Built for every state: small, different after nearly every command, and without names or texts."""

PLAIN_DESK_SECTIONS = ("read", "plan", "words", "close")
"""Sections of a desk without names or texts, which need no rendering."""


class ReadTracker:
    """A proxy of a state that records which parts are read; `overrides` replace parts of the state."""

    def __init__(self, state: State, overrides: Mapping[str, Any]) -> None:
        self._state = state
        self._overrides = overrides
        self.read: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(State, name, None)
        if isinstance(attribute, property):
            assert attribute.fget is not None
            return attribute.fget(self)
        if callable(attribute):
            return attribute.__get__(self)
        if name in self._overrides:
            return self._overrides[name]
        part = self.read[name] = getattr(self._state, name)
        return part


class CachedSection:
    """One encoded section and its inputs: parts of the state, and objects beside the state."""

    __slots__ = ("_inputs", "_parts", "encoded")

    def __init__(self, encoded: bytes, parts: dict[str, Any], inputs: tuple[Any, ...]) -> None:
        self.encoded = encoded
        self._parts = parts
        self._inputs = inputs

    def is_current(self, state: State, inputs: tuple[Any, ...]) -> bool:
        """Whether it would be built from the very same objects now."""
        if len(inputs) != len(self._inputs) or not all(map(is_, inputs, self._inputs)):
            return False
        return all(map(is_, map(vars(state).__getitem__, self._parts), self._parts.values()))


class SectionBuilder:
    """Builds the sections of all documents from one state with its names and texts."""

    def __init__(self, state: State, names: SeatNames, texts: Mapping[str, Text], lang: str) -> None:
        self.state = state
        self._names = names
        self._texts = texts
        self._lang = lang
        self._round_summary: RoundSummary | None = None
        self._words_by_seat: dict[str, list[Words]] | None = None
        """Seat → its words; grouped when the first seat needs them, so that the table does not wait."""
        self._consent_words: list[Words] = []
        """Agreements and goals: words that others than their owner may agree to."""

    def build(
        self, doc: DocName, seat: str | None, cached: Mapping[str, CachedSection]
    ) -> dict[str, CachedSection]:
        """The sections of this document; sections of `cached` that are current stay the same objects."""
        if doc == "mine":
            return self._build_mine(self.state.seats[seat or ""], cached)
        state = views.reduce_to_door(self.state) if doc == "door" else self.state
        builders = views_desk.get_section_builders(state) if doc == "desk" else views.TABLE
        return {
            name: CachedSection(_encode(build(state)), {}, (None,))
            if name in UNCACHED_SECTIONS
            else self._reuse_or_build(
                cached.get(name), build, state, plain=doc == "desk" and name in PLAIN_DESK_SECTIONS
            )
            for name, build in builders.items()
        }

    def _reuse_or_build(
        self, cached: CachedSection | None, build: Callable[[State], Any], state: State, *, plain: bool
    ) -> CachedSection:
        inputs = (None if plain else self._names,)
        if cached is not None and cached.is_current(state, inputs):
            return cached
        tracker = ReadTracker(state, {})
        section = build(cast(State, tracker))
        return CachedSection(
            _encode(section) if plain else self._render_and_encode(section), tracker.read, inputs
        )

    def _build_mine(self, seat: Seat, cached: Mapping[str, CachedSection]) -> dict[str, CachedSection]:
        self._round_summary = self._round_summary or summarize_round(self.state)
        own = self._words_by_seat if self._words_by_seat is not None else self._group_words()
        words_of = {"me": (), "words": tuple(own.get(seat.id, ())), "asks": tuple(self._consent_words)}
        now = build_now(self.state, seat, self._round_summary)
        sections = {"now": CachedSection(_encode(now), {}, (None,))}
        for name, words in words_of.items():
            inputs = (self._names, seat, *words)
            former = cached.get(name)
            if former is not None and former.is_current(self.state, inputs):
                sections[name] = former
                continue
            tracker = ReadTracker(self.state, {"words": {word.id: word for word in words}})
            section = views.MINE[name](cast(State, tracker), seat)
            sections[name] = CachedSection(self._render_and_encode(section), tracker.read, inputs)
        return sections

    def _group_words(self) -> dict[str, list[Words]]:
        words_by_seat = self._words_by_seat = {}
        for word in self.state.words.values():
            if word.seat is not None:
                words_by_seat.setdefault(word.seat, []).append(word)
            if word.kind in (Kind.AGREEMENT, Kind.GOAL):
                self._consent_words.append(word)
        return words_by_seat

    def _render_and_encode(self, section: Any) -> bytes:
        return _encode(render(section, self._names, self._texts, self._lang))
