"""What each audience may see, built up and never cut down (V1–V5).

`table` is the same for the shared screen, every phone and both desks; `mine` is one seat's own; the
desk's view is in `views_desk`. Sections hold ids, never texts or names. The shape of every section is in
docs/protocol.md.
"""

from dialoog.rules.state import Presence, State
from dialoog.rules.views_floor import floor, in_the_ring, stage, step
from dialoog.rules.views_seat import asks, is_own, me, now
from dialoog.rules.views_words import (
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

__all__ = ["Section", "View", "door", "mine", "name", "outside", "reference", "table", "text", "translation"]


def table(state: State) -> View:
    """V1, V2: what the whole room may see. Never drafts, passers, times per person or presence."""
    return {
        "stage": stage(state),
        "step": step(state),
        "circle": [[s.id, name(s.id)] for s in in_the_ring(state)],
        "floor": floor(state),
        "shown": shown(state),
        "harvest": harvest(state),
    }


def outside(state: State, seat: str | None) -> bool:
    """T14: whether this seat asked to come in and was never let in, or was taken from the table: then only its
    own words are left to it, to decide about after closing."""
    if seat is None:
        return False
    known = state.seats.get(seat)
    return seat not in state.circle or known is None or known.presence is Presence.REMOVED


def door(state: State) -> View:
    """T14: the table for who is outside: how far the evening is, and nobody's name, turn or words."""
    at = State(
        status=state.status, steps=state.steps, step=state.step, began=state.began,
        code_version=state.code_version, door_asks=state.door_asks,
    )  # fmt: skip
    return table(at)


def mine(state: State, seat_id: str) -> View:
    """V2: one seat's own place, own words and what is asked of it; nothing of another's."""
    seat = state.seats[seat_id]
    return {
        "me": me(seat),
        "now": now(state, seat),
        "words": [own_words(state, w) for w in state.words.values() if is_own(w, seat)],
        "asks": asks(state, seat),
    }
