"""What somebody may see who asked to come in, or was taken from the table: the document `door` (T14)."""

from dialoog.rules.state import Presence, State
from dialoog.rules.views.everyone import table
from dialoog.rules.views.words import View


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


def from_outside(state: State) -> State:
    """T14: all of the state that whoever is outside may see something of."""
    return State(
        status=state.status, steps=state.steps, step=state.step, began=state.began,
        code_version=state.code_version, door_asks=state.door_asks,
    )  # fmt: skip
