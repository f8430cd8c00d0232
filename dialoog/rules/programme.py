"""The arithmetic of a programme: how long a turn is, and what the minutes become after an overrun.

The texts and minutes of the templates are in `dialoog.prepare`; here is only what the rules need.
"""

from dataclasses import dataclass

from dialoog.rules.state import Form, State, Step

SHORTEST_TURN, LONGEST_TURN, GRAIN = 30, 240, 15
LAST_WORD_SECONDS = 30


def turn_seconds(step: Step, seats: int) -> int:
    """The seconds of one turn when `seats` people share the step.

    `clamp(round_down_to_15((step - silence - writing) / seats), 30, 240)`; a step that fixes its
    own seconds keeps them.
    """
    if step.seconds is not None:
        return step.seconds
    shared = (step.minutes * 60 - step.silence - step.writing) // max(1, seats)
    return max(SHORTEST_TURN, min(LONGEST_TURN, shared // GRAIN * GRAIN))


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One line of the plan: its own minutes, and those proposed now (S4)."""

    step: Step
    proposed: int
    began: int | None


def plan(state: State) -> tuple[PlannedStep, ...]:
    """S4: the minutes of the steps to come, shown anew when the evening runs late.

    What the steps so far took too long is shared over the steps to come in proportion to their
    minutes; none gets less than half its minutes or under three. It proposes, nobody is held to it.
    """
    behind = _minutes_behind(state)
    coming = [s for s in state.steps[state.step + 1 :] if s.minutes]
    total = sum(s.minutes for s in coming)
    lines = []
    for index, step in enumerate(state.steps):
        proposed = step.minutes
        if index > state.step and behind > 0 and total:
            share = round(behind * step.minutes / total)
            proposed = max(min(3, step.minutes), step.minutes // 2, step.minutes - share)
        lines.append(PlannedStep(step, proposed, state.began.get(step.id)))
    return tuple(lines)


def _minutes_behind(state: State) -> int:
    """How many minutes later than planned the current step began, counted from the first round."""
    opened = [s for s in state.steps[: state.step + 1] if s.form is not Form.WELCOME]
    if not opened or opened[0].id not in state.began or state.current is None:
        return 0
    planned = sum(s.minutes for s in opened[:-1])
    taken = (state.began.get(opened[-1].id, 0) - state.began[opened[0].id]) // 60_000
    return max(0, taken - planned)
