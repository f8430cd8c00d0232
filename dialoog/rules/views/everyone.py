"""What the whole room may see: the document `table`, the same for the shared screen, every phone and both desks (V1).

Its sections are who has the word and what the room is doing, the circle, the words shown and the lists of the harvest.
"""

from collections.abc import Callable, Mapping

from dialoog.rules.dataclass_replace import replace
from dialoog.rules.state import Form, Presence, Round, Seat, State, Status
from dialoog.rules.views.words import Section, View, harvest, name, shown

SOFT_SIGN = 0.75


def stage(state: State) -> Section:
    door = "open" if state.status is Status.OPEN and not state.door_asks else "asks"
    if state.harvest_open or state.status is Status.CLOSED:
        door = "shut"
    return {
        "status": state.status.value,
        "theme": state.screen.theme,
        "blank": state.screen.blank,
        "rest": state.rest is not None,
        "door": door,
        "code": state.code_version,
        "here": sum(1 for _ in state.present()),
    }


def step(state: State) -> Section:
    here = state.current
    if here is None:
        return None
    counted = [s for s in state.steps if s.form in (Form.ROUND, Form.HARVEST)]
    last_words = state.round is not None and state.round.last_words and not state.round.closed
    return {
        "id": here.id,
        "form": here.form.value,
        "n": counted.index(here) + 1 if here in counted else None,
        "of": len(counted),
        "kind": here.kind.value if here.kind else None,
        "title": dict(here.title),
        "question": dict(here.last_words if last_words and here.last_words else here.question),
        "more": dict(here.more),
        "began": state.began.get(here.id),
    }


def in_the_ring(state: State) -> list[Seat]:
    gone = (Presence.LEFT, Presence.REMOVED)
    return [state.seats[s] for s in state.circle if state.seats[s].presence not in gone]


def floor(state: State) -> Section:
    """Who has the word and what the room is doing. T5: an offer lights no seat and names no next."""
    phase = phase_of(state)
    opened = state.round
    turn = state.speaking
    clock = {"turn": turn.clock if turn else None, "silence": state.silence}.get(
        phase, state.writing if phase == "writing" else None
    )
    seconds = clock.seconds if clock else None
    return {
        "phase": phase,
        "then": phase_of(replace(state, silence=None)) if phase == "silence" else None,
        "seat": turn.seat if turn else None,
        "turn": turn.id if turn else None,
        "next": next_in_sight(state),
        "began": clock.start if clock else None,
        "warn": clock.start + int(seconds * SOFT_SIGN * 1000) if clock and seconds else None,
        "ends": clock.ends if clock else None,
        "complete": opened is not None and opened.complete and opened.left_nobody_out,
        "last_words": opened is not None and opened.last_words,
    }


def phase_of(state: State) -> str:
    if state.status is Status.CLOSED:
        return "goodbye"
    if state.status is not Status.RUNNING or state.current is None:
        return "sitting"
    opened = state.round
    if opened is not None and not opened.closed:
        return _phase_of_round(state, opened)
    if state.silence is not None:
        return "silence"
    if state.current.form is Form.HARVEST:
        return "read_back" if state.read_back and opened is None else "gather"
    if state.current.form is Form.ROUND:
        return "writing" if state.writing else "between"
    return state.current.form.value


def _phase_of_round(state: State, opened: Round) -> str:
    if opened.turn is not None:
        return "turn"
    if state.silence is not None:
        return "silence"
    if opened.complete:
        return "complete"
    return "offer" if opened.first_waiting is None else "ready"


def next_in_sight(state: State) -> str | None:
    """V1: who is next; nobody during a second offer (T5) or in free order (T27)."""
    opened = state.round
    if opened is None or opened.closed:
        return None
    step = state.step_by_id(opened.step)
    return None if step and step.free else opened.first_waiting


def circle(state: State) -> Section:
    return [[s.id, name(s.id)] for s in in_the_ring(state)]


TABLE: Mapping[str, Callable[[State], Section]] = {
    "stage": stage, "step": step, "circle": circle, "floor": floor, "shown": shown, "harvest": harvest,
}  # fmt: skip


def table(state: State) -> View:
    """V1, V2: what the whole room may see. Never drafts, passers, times per person or presence."""
    return {section: make(state) for section, make in TABLE.items()}
