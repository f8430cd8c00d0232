"""The arithmetic of a programme: how long a turn is, and what the minutes become after an overrun.

The texts and minutes of the templates are in `dialoog.planning`; here is only what the rules need.
"""

from dataclasses import dataclass

from dialoog.rules.state import Form, State, Step

MIN_TURN_SECONDS, MAX_TURN_SECONDS, TURN_ROUNDING_SECONDS = 30, 240, 15
LAST_WORD_SECONDS = 30


def turn_seconds(step: Step, seats: int) -> int:
    """The seconds of one turn when `seats` people share the step.

    `clamp(round_down_to_15((step - silence - writing) / seats), 30, 240)`; a step that fixes its
    own seconds keeps them.
    """
    if step.seconds is not None:
        return step.seconds
    seconds_per_seat = (step.minutes * 60 - step.silence - step.writing) // max(1, seats)
    return max(
        MIN_TURN_SECONDS,
        min(MAX_TURN_SECONDS, seconds_per_seat // TURN_ROUNDING_SECONDS * TURN_ROUNDING_SECONDS),
    )


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One line of the plan: its own minutes, and those proposed now (S4)."""

    step: Step
    proposed: int
    began: int | None


def propose_minutes(state: State) -> tuple[PlannedStep, ...]:
    """S4: the minutes of the steps to come, shown anew when the evening runs late.

    What the steps so far took too long is shared over the steps to come in proportion to their
    minutes; none gets less than half its minutes or under three. It proposes, nobody is held to it.
    """
    minutes_behind = _count_minutes_behind(state)
    steps_to_come = [s for s in state.steps[state.step + 1 :] if s.minutes]
    total_minutes = sum(s.minutes for s in steps_to_come)
    plan = []
    for index, step in enumerate(state.steps):
        minutes = step.minutes
        if index > state.step and minutes_behind > 0 and total_minutes:
            share = round(minutes_behind * step.minutes / total_minutes)
            minutes = max(min(3, step.minutes), step.minutes // 2, step.minutes - share)
        plan.append(PlannedStep(step, minutes, state.began.get(step.id)))
    return tuple(plan)


def _count_minutes_behind(state: State) -> int:
    """How many minutes later than planned the current step began, counted from the first round."""
    steps_so_far = [s for s in state.steps[: state.step + 1] if s.form is not Form.WELCOME]
    if not steps_so_far or steps_so_far[0].id not in state.began or state.current is None:
        return 0
    planned_minutes = sum(s.minutes for s in steps_so_far[:-1])
    actual_minutes = (state.began.get(steps_so_far[-1].id, 0) - state.began[steps_so_far[0].id]) // 60_000
    return max(0, actual_minutes - planned_minutes)
