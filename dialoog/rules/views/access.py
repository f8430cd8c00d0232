"""What somebody may see who asked to come in, or was taken from the table: the document `door` (T14)."""

from dialoog.rules.state import Presence, State
from dialoog.rules.views.table import build_table
from dialoog.rules.views.words import View


def is_outside(state: State, seat: str | None) -> bool:
    """T14: whether this seat asked to come in and was never let in, or was taken from the table: then only its
    own words are left to it, to decide about after closing."""
    if seat is None:
        return False
    own_seat = state.seats.get(seat)
    return seat not in state.circle or own_seat is None or own_seat.presence is Presence.REMOVED


def build_door(state: State) -> View:
    """T14: the table for who is outside: how far the evening is, and nobody's name, turn or words."""
    return build_table(reduce_to_door(state))


def reduce_to_door(state: State) -> State:
    """T14: all of the state that whoever is outside may see something of."""
    return State(
        status=state.status, steps=state.steps, step=state.step, began=state.began,
        code_version=state.code_version, door_asks=state.door_asks,
    )  # fmt: skip
