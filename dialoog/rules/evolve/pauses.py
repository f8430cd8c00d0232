"""What silence and rest leave behind: how long each lasted, and in which step."""

from dialoog.rules.dataclass_replace import replace
from dialoog.rules.state import Pause, State


def end_silence(state: State, at: int) -> State:
    """Whatever ends it. It ran no longer than it was to run, and during rest it stood still."""
    if state.silence is None:
        return state
    until = at if state.rest is None else min(at, state.rest)
    return add_pause(replace(state, silence=None), state.silence.lasted_ms(until), is_rest=False)


def end_rest(state: State, at: int) -> State:
    return state if state.rest is None else add_pause(state, max(0, at - state.rest), is_rest=True)


def add_pause(state: State, ms: int, *, is_rest: bool) -> State:
    if state.current is None or not ms:
        return state
    return replace(state, pauses=(*state.pauses, Pause(state.current.id, is_rest, ms)))
