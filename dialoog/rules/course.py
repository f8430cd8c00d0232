"""How an evening went in time: of each step its plan, how long it took, and the silence and rest in it. Nothing of a seat (V4)."""

from dataclasses import dataclass

from dialoog.rules.state import Form, State, Step

LONGEST_EVENING_MS = 12 * 60 * 60 * 1000
"""A dialogue that was closed later than this was forgotten: nobody knows when its last step ended."""


LONGEST_WELCOME_MS = 2 * 60 * 60 * 1000
"""A table that was opened longer than this before its first round waited for its evening."""


@dataclass(frozen=True, slots=True)
class StepTime:
    """`minutes` is the plan; `seconds` is None where nobody knows. `silence` and `rest` are seconds within it."""

    minutes: int
    was_held: bool
    seconds: int | None
    silence: int
    rest: int


def time_of_steps(state: State) -> dict[str, StepTime]:
    """Step → its time. Welcome has none: its step opens with the table, long before people sit."""
    return {step.id: _time(state, step) for step in state.steps}


def evening_began(state: State) -> int | None:
    """The moment at which people came together, ms since 1970: when the table was opened, or the first step after the welcome began where
    that was much later. None where nobody knows."""
    if not state.began:
        return None
    opened, *later = sorted(state.began.values())
    following = min(later, default=state.closed_at)
    if following is None or following - opened <= LONGEST_WELCOME_MS:
        return opened
    return following if later else None


def _time(state: State, step: Step) -> StepTime:
    seconds = None if step.form is Form.WELCOME else _seconds(state, step.id)
    silence, rest = (
        sum(pause.ms for pause in state.pauses if pause.step == step.id and pause.is_rest is is_rest) // 1000
        for is_rest in (False, True)
    )
    return StepTime(step.minutes, step.id in state.began, seconds, silence, rest)


def _seconds(state: State, step: str) -> int | None:
    if step not in state.began:
        return None
    began = state.began[step]
    later = [moment for moment in state.began.values() if moment > began]
    if later:
        return (min(later) - began) // 1000
    if state.closed_at is None or state.closed_at - began > LONGEST_EVENING_MS:
        return None
    return (state.closed_at - began) // 1000
