"""What the whole room may see: the document `table`, the same for the shared screen, every phone and both desks (V1).

Its sections are who has the word and what the room is doing, the circle, the words shown and the lists of the harvest.
"""

from collections.abc import Callable, Mapping

from dialoog.rules.dataclass_replace import replace
from dialoog.rules.state import Form, Presence, Round, Seat, State, Status
from dialoog.rules.views.words import Section, View, build_harvest, build_shown, name_placeholder

SOFT_SIGN = 0.75


def build_stage(state: State) -> Section:
    door_status = "open" if state.status is Status.OPEN and not state.door_asks else "asks"
    if state.harvest_open or state.status is Status.CLOSED:
        door_status = "shut"
    return {
        "status": state.status.value,
        "theme": state.screen.theme,
        "blank": state.screen.blank,
        "rest": state.rest is not None,
        "door": door_status,
        "code": state.code_version,
        "here": sum(1 for _ in state.present()),
    }


def build_step(state: State) -> Section:
    current_step = state.current
    if current_step is None:
        return None
    counted_steps = [s for s in state.steps if s.form in (Form.ROUND, Form.HARVEST)]
    past = state.steps[: state.steps.index(current_step)]
    is_last_words = state.round is not None and state.round.last_words and not state.round.closed
    return {
        "id": current_step.id,
        "form": current_step.form.value,
        "n": counted_steps.index(current_step) + 1 if current_step in counted_steps else None,
        "of": len(counted_steps),
        "done": sum(1 for s in past if s in counted_steps),
        "kind": current_step.kind.value if current_step.kind else None,
        "title": dict(current_step.title),
        "question": dict(
            current_step.last_words if is_last_words and current_step.last_words else current_step.question
        ),
        "more": dict(current_step.more),
        "began": state.began.get(current_step.id),
    }


def list_seats_in_circle(state: State) -> list[Seat]:
    absent = (Presence.LEFT, Presence.REMOVED)
    return [state.seats[s] for s in state.circle if state.seats[s].presence not in absent]


def build_floor(state: State) -> Section:
    """Who has the word and what the room is doing. T5: an offer lights no seat and names no next."""
    phase = determine_phase(state)
    current_round = state.round
    turn = state.speaking
    clock = {"turn": turn.clock if turn else None, "silence": state.silence}.get(
        phase, state.writing if phase == "writing" else None
    )
    seconds = clock.seconds if clock else None
    return {
        "phase": phase,
        "then": determine_phase(replace(state, silence=None)) if phase == "silence" else None,
        "seat": turn.seat if turn else None,
        "turn": turn.id if turn else None,
        "next": find_visible_next(state),
        "began": clock.start if clock else None,
        "warn": clock.start + int(seconds * SOFT_SIGN * 1000) if clock and seconds else None,
        "ends": clock.ends if clock else None,
        "complete": current_round is not None and current_round.complete and current_round.left_nobody_out,
        "last_words": current_round is not None and current_round.last_words,
    }


def determine_phase(state: State) -> str:
    if state.status is Status.CLOSED:
        return "goodbye"
    if state.status is not Status.RUNNING or state.current is None:
        return "sitting"
    current_round = state.round
    if current_round is not None and not current_round.closed:
        return _determine_round_phase(state, current_round)
    if state.silence is not None:
        return "silence"
    if state.current.form is Form.HARVEST:
        return "read_back" if state.read_back and current_round is None else "gather"
    if state.current.form is Form.ROUND:
        return "writing" if state.writing else "between"
    return state.current.form.value


def _determine_round_phase(state: State, current_round: Round) -> str:
    if current_round.turn is not None:
        return "turn"
    if state.silence is not None:
        return "silence"
    if current_round.complete:
        return "gather" if current_round.last_words else "complete"
    return "offer" if current_round.first_waiting is None else "ready"


def find_visible_next(state: State) -> str | None:
    """V1: who is next; nobody during a second offer (T5) or in free order (T27)."""
    current_round = state.round
    if current_round is None or current_round.closed:
        return None
    step = state.step_by_id(current_round.step)
    return None if step and step.free else current_round.first_waiting


def build_circle(state: State) -> Section:
    return [[s.id, name_placeholder(s.id)] for s in list_seats_in_circle(state)]


TABLE: Mapping[str, Callable[[State], Section]] = {
    "stage": build_stage, "step": build_step, "circle": build_circle, "floor": build_floor,
    "shown": build_shown, "harvest": build_harvest,
}  # fmt: skip


def build_table(state: State) -> View:
    """V1, V2: what the whole room may see. Never drafts, passers, times per person or presence."""
    return {section: make(state) for section, make in TABLE.items()}
