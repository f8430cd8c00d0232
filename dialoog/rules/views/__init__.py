"""What each audience may see, built up and never cut down (V1–V5).

`table` is the same for the shared screen, every phone and both desks; `mine` is one seat's own; the
desk's view is in `views_desk`. Sections hold ids, never texts or names. The shape of every section is in
docs/protocol.md.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from dialoog.rules.state import Kind, Presence, Seat, State, Words
from dialoog.rules.views.everyone import floor, in_the_ring, stage, step
from dialoog.rules.views.seat import asks, is_own, me, now
from dialoog.rules.views.words import (
    Section,
    View,
    harvest,
    name,
    own_words,
    reference,
    shown,
    text,
    translation,
)

__all__ = [
    "MINE", "TABLE", "Section", "View", "door", "from_outside", "mine", "name", "outside", "reference",
    "table", "text", "translation", "words_in_full",
]  # fmt: skip


def circle(state: State) -> Section:
    return [[s.id, name(s.id)] for s in in_the_ring(state)]


def words(state: State, seat: Seat) -> Section:
    return [own_words(state, w) for w in state.words.values() if is_own(w, seat)]


TABLE: Mapping[str, Callable[[State], Section]] = {
    "stage": stage, "step": step, "circle": circle, "floor": floor, "shown": shown, "harvest": harvest,
}  # fmt: skip
MINE: Mapping[str, Callable[[State, Seat], Section]] = {
    "me": lambda _, seat: me(seat), "now": now, "words": words, "asks": asks,
}  # fmt: skip


def table(state: State) -> View:
    """V1, V2: what the whole room may see. Never drafts, passers, times per person or presence."""
    return {section: make(state) for section, make in TABLE.items()}


def outside(state: State, seat: str | None) -> bool:
    """T14: whether this seat asked to come in and was never let in, or was taken from the table: then only its
    own words are left to it, to decide about after closing."""
    if seat is None:
        return False
    known = state.seats.get(seat)
    return seat not in state.circle or known is None or known.presence is Presence.REMOVED


def door(state: State) -> View:
    """T14: the table for who is outside: how far the evening is, and nobody's name, turn or words."""
    return table(from_outside(state))


def words_in_full(state: State, seats: Collection[str]) -> Iterator[Words]:
    """The living words whose texts stand in the table or in what one of these seats has: what is shown, what asks for
    a yes, and the own ones. The desks get references."""
    for word in state.words.values():
        if word.alive and (
            word.seat in seats or word.kind in (Kind.AGREEMENT, Kind.GOAL) or word.id in state.screen.shown
        ):
            yield word


def from_outside(state: State) -> State:
    """T14: all of the state that whoever is outside may see something of."""
    return State(
        status=state.status, steps=state.steps, step=state.step, began=state.began,
        code_version=state.code_version, door_asks=state.door_asks,
    )  # fmt: skip


def mine(state: State, seat_id: str) -> View:
    """V2: one seat's own place, own words and what is asked of it; nothing of another's."""
    return {section: make(state, state.seats[seat_id]) for section, make in MINE.items()}
