"""What follows from a fact about a turn: the statuses in its round, the turn that runs, the second offer, the order.

This part of `evolve` knows what a round looks like inside. Every step tolerates what it does not find,
since an undone entry before it may be left out (S5).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.pauses import end_silence
from dialoog.rules.state import Clock, CompletedTurn, Round, SecondOffer, State, Turn, TurnStatus


def apply_turn_event(state: State, event: e.TurnEvent, entry: e.Entry) -> State:
    """The state after one fact about a turn or an offer."""
    match event:
        case e.TurnBegan():
            return _begin_turn(state, event, entry)
        case e.TurnEnded():
            return _end_turn(state, event, entry)
        case e.TurnsTold():
            return _tell_turns(state, event, entry)
        case e.SecondOfferMade():
            return update_round(state, lambda r: _make_offer(r, entry.version))
        case e.OfferAccepted():
            return update_round(state, lambda r: _accept_offer(r, event.seat))
        case e.OfferDeclined():
            return update_round(state, lambda r: set_statuses(r, (event.seat,), TurnStatus.PASSED_FINAL))
        case e.OfferEnded():
            return update_round(state, lambda r: _end_offer(r, event.passed_final))
        case e.OrderChanged():
            return update_round(state, lambda r: _reorder(r, event.waiting))
        case e.TimeGiven():
            return update_round(state, lambda r: _give_time(r, event))
        case e.OpenQuestionAsked():
            return replace(state, open_question=event.seat)
        case e.OpenQuestionEnded():
            return replace(state, open_question=None)


def _begin_turn(state: State, event: e.TurnBegan, entry: e.Entry) -> State:
    if state.round is None:
        return state
    if state.round.turn:
        state = update_round(state, lambda r: set_statuses(r, (_get_speaker(r),), TurnStatus.SPOKE))
    turn = Turn(entry.version, event.seat, Clock(entry.at, event.seconds), event.offer)
    next_state = update_round(
        state,
        lambda r: replace(set_statuses(r, (event.seat,), TurnStatus.SPEAKING), turn=turn, last=entry.version),
    )
    return replace(end_silence(next_state, entry.at), open_question=None)


def _get_speaker(current_round: Round) -> str:
    return current_round.turn.seat if current_round.turn else ""


def _end_turn(state: State, event: e.TurnEnded, entry: e.Entry) -> State:
    """T21: where nobody is to come, a doubled "Volgende" must not begin the turn of who joins later."""
    if state.round is None or state.round.turn is None or state.round.turn.id != event.turn:
        return state
    completed_turn = CompletedTurn(
        event.turn, state.round.step, event.seat, event.offer, event.outcome, event.seconds, entry.by.desk
    )
    updated_round = replace(set_statuses(state.round, (event.seat,), event.outcome), turn=None)
    if event.outcome is TurnStatus.PASSED:
        updated_round = replace(updated_round, has_passed=(*updated_round.has_passed, event.seat))
    if updated_round.next_seat is None:
        updated_round = replace(updated_round, last=entry.version)
    return replace(state, round=updated_round, turns=(*state.turns, completed_turn))


def _tell_turns(state: State, event: e.TurnsTold, entry: e.Entry) -> State:
    if state.round is None:
        return state
    turns = tuple(
        CompletedTurn(
            entry.version, state.round.step, seat, 2 if seat in state.round.has_passed else 1,
            TurnStatus.SPOKE, None, entry.by.desk,
        )
        for seat in event.seats
    )  # fmt: skip
    updated_round = replace(set_statuses(state.round, event.seats, TurnStatus.SPOKE), last=entry.version)
    return replace(state, round=updated_round, turns=state.turns + turns)


def update_round(state: State, change: Callable[[Round], Round]) -> State:
    return state if state.round is None else replace(state, round=change(state.round))


def set_statuses(current_round: Round, seats: Iterable[str], status: TurnStatus) -> Round:
    new_statuses = {s: status for s in seats if s in current_round.statuses}
    turn = current_round.turn
    if turn and new_statuses.get(turn.seat, TurnStatus.SPEAKING) is not TurnStatus.SPEAKING:
        turn = None
    return replace(current_round, statuses={**current_round.statuses, **new_statuses}, turn=turn)


def _make_offer(current_round: Round, version: int) -> Round:
    """T21: what comes next now follows the offer, so that a doubled "Volgende" begins nobody's turn."""
    accepted_seats = current_round.second.accepted if current_round.second else ()
    second = SecondOffer(version, tuple(s for s in accepted_seats if s in current_round.passed))
    return replace(current_round, second=second, last=version)


def _accept_offer(current_round: Round, seat: str) -> Round:
    if current_round.second is None or seat in current_round.second.accepted:
        return current_round
    second = replace(current_round.second, accepted=(*current_round.second.accepted, seat))
    return replace(current_round, second=second)


def _end_offer(current_round: Round, passed_final: tuple[str, ...]) -> Round:
    updated_round = set_statuses(current_round, passed_final, TurnStatus.PASSED_FINAL)
    if updated_round.second is None:
        return updated_round
    return replace(updated_round, second=replace(updated_round.second, ended=True))


def _give_time(current_round: Round, event: e.TimeGiven) -> Round:
    turn = current_round.turn
    if turn and turn.id == event.turn and turn.clock.seconds is not None:
        clock = replace(turn.clock, seconds=turn.clock.seconds + event.seconds)
        turn = replace(turn, clock=clock)
    return replace(current_round, extra=current_round.extra + event.seconds, turn=turn)


def _reorder(current_round: Round, waiting: tuple[str, ...]) -> Round:
    waiting_seats = [s for s in waiting if current_round.statuses.get(s) is TurnStatus.WAITING]
    other_statuses: Mapping[str, Any] = {
        s: o for s, o in current_round.statuses.items() if s not in waiting_seats
    }
    return replace(
        current_round, statuses={**other_statuses, **dict.fromkeys(waiting_seats, TurnStatus.WAITING)}
    )


def join_round(state: State, seat: str, status: TurnStatus) -> State:
    if state.round is None or state.round.closed:
        return state
    other_statuses = {s: o for s, o in state.round.statuses.items() if s != seat}
    updated_round = replace(state.round, statuses={**other_statuses, seat: status})
    return replace(state, round=updated_round, owed=tuple(s for s in state.owed if s != seat))
