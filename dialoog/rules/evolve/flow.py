"""What follows from a fact about the course of the evening: steps, rounds, rest, silence, the clock, undo, closing."""

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.pauses import add_pause, end_rest, end_silence
from dialoog.rules.evolve.turns import set_statuses, update_round
from dialoog.rules.state import Clock, Form, Round, State, Status, TurnStatus


def apply_flow_event(state: State, event: e.FlowEvent, entry: e.Entry) -> State:
    """The state after one fact about steps, rounds, rest, time or closing."""
    match event:
        case e.TableOpened():
            return _open_table(state, event, entry)
        case e.StepOpened():
            return _open_step(state, event, entry)
        case e.RoundOpened():
            return _open_round(state, event, entry)
        case e.RoundClosed():
            return _close_round(state, event, entry)
        case e.WritingBegan():
            return replace(state, writing=Clock(entry.at, event.seconds))
        case e.SilenceBegan():
            return replace(end_silence(state, entry.at), silence=Clock(entry.at, event.seconds))
        case e.SilenceSkipped():
            return end_silence(state, entry.at)
        case e.RestAsked():
            return replace(state, rest_asked=True)
        case e.RestBegan():
            return replace(state, rest=entry.at, rest_asked=False)
        case e.RestEnded():
            rested = add_pause(replace(state, rest=None), event.lasted_ms, is_rest=True)
            return _shift_clocks(rested, event.lasted_ms)
        case e.HelpAsked():
            return replace(state, help_asked=state.help_asked + 1)
        case e.HelpHeard():
            return replace(state, help_asked=0)
        case e.ClockStopped():
            return _set_clock(replace(state, clock_off=True), None)
        case e.ClockStarted():
            return _set_clock(replace(state, clock_off=False), event.seconds)
        case e.ReadBackShown():
            return replace(state, read_back=True)
        case e.Undone():
            return state if state.rest is not None else _shift_clocks(state, event.lost_ms)
        case e.DialogueClosed():
            state = end_rest(end_silence(state, entry.at), entry.at)
            return replace(
                state, status=Status.CLOSED, closed_at=entry.at, closed_because=event.reason,
                rest=None, silence=None, writing=None, open_question=None, undoable=(),
            )  # fmt: skip


def _open_table(state: State, event: e.TableOpened, entry: e.Entry) -> State:
    return replace(
        state, status=Status.OPEN, steps=event.steps, step=0, step_version=entry.version,
        began={event.steps[0].id: entry.at},
    )  # fmt: skip


def _open_step(state: State, event: e.StepOpened, entry: e.Entry) -> State:
    state = end_silence(state, entry.at)
    return replace(
        state, status=Status.RUNNING if event.form is not Form.WELCOME else state.status,
        step=event.index, step_version=entry.version, began={**state.began, event.step: entry.at},
        round=None, silence=None, writing=None, open_question=None, read_back=False,
    )  # fmt: skip


def _open_round(state: State, event: e.RoundOpened, entry: e.Entry) -> State:
    new_round = Round(
        id=entry.version, step=event.step, statuses=dict.fromkeys(event.order, TurnStatus.WAITING),
        start=event.start, seconds=event.seconds, last=entry.version, last_words=event.last_words,
    )  # fmt: skip
    owed_seats = tuple(s for s in state.owed if s not in event.order)
    return replace(state, round=new_round, owed=owed_seats, writing=None)


def _close_round(state: State, event: e.RoundClosed, entry: e.Entry) -> State:
    if state.round is None:
        return state
    closed_round = set_statuses(state.round, event.excused, TurnStatus.EXCUSED)
    closed_round = set_statuses(closed_round, event.passed_final, TurnStatus.PASSED_FINAL)
    closed_round = replace(closed_round, closed=True, reason=event.reason, turn=None)
    return replace(
        end_silence(state, entry.at), round=closed_round, rounds_done=(*state.rounds_done, closed_round),
        open_question=None, owed=(*state.owed, *event.excused),
    )  # fmt: skip


def _set_clock(state: State, seconds: int | None) -> State:
    def update_turn(current_round: Round) -> Round:
        if current_round.turn is None:
            return current_round
        clock = replace(current_round.turn.clock, seconds=seconds)
        return replace(current_round, turn=replace(current_round.turn, clock=clock))

    return update_round(state, update_turn)


def _shift_clocks(state: State, by_ms: int) -> State:
    """Time that does not count (rest, undone time) moves every open clock (T19, S5)."""

    def shift(clock: Clock | None) -> Clock | None:
        return replace(clock, shift_ms=clock.shift_ms + by_ms) if clock else None

    def shift_turn(current_round: Round) -> Round:
        if current_round.turn is None:
            return current_round
        clock = replace(current_round.turn.clock, shift_ms=current_round.turn.clock.shift_ms + by_ms)
        return replace(current_round, turn=replace(current_round.turn, clock=clock))

    state = replace(state, silence=shift(state.silence), writing=shift(state.writing))
    return update_round(state, shift_turn)
