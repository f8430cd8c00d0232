"""Decisions about turns, passes, the second offer and the order of a round (T1–T5, T8, T9, T21, T22, T27–T29)."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.decide.outcomes import Decision, Late, Reason, Refused
from dialoog.rules.evolve import preview
from dialoog.rules.state import By, Desk, Round, State, TurnStatus

MIN_EXTRA_SECONDS, MAX_EXTRA_SECONDS = 15, 600


def begin_turn(state: State, command: c.BeginTurn, by: By, at: int) -> Decision:
    """T3, T5, T9, T27, T28: the next turn, ending the open one in the same entry.

    A seat's own device begins only its own turn, in a free-order round, while nobody speaks.
    """
    current_round = get_open_round(state)
    if current_round is None or command.after != current_round.last:
        return Late()
    if state.rest is not None:
        return Refused(Reason.RESTING)
    if state.silence and state.silence.runs(at):
        return Refused(Reason.SILENCE)
    if by.desk is Desk.SEAT:
        refusal = _check_own_start(state, current_round, by)
        if refusal:
            return refusal
        return _begin(state, current_round, by.seat or "", offer=1)
    turn_ended = end_open_turn(state, at)
    next_round = preview(state, turn_ended).round or current_round
    speaker = _choose_speaker(state, next_round, command.seat)
    if isinstance(speaker, Refused):
        return speaker
    if speaker is None and not turn_ended:
        return Late() if current_round.complete else Refused(Reason.NOBODY_LEFT)
    if speaker is None:
        return add_second_offer(state, turn_ended)
    offer = 1 if next_round.statuses.get(speaker) is TurnStatus.WAITING else 2
    return (*turn_ended, *_begin(state, next_round, speaker, offer=offer))


def _check_own_start(state: State, current_round: Round, by: By) -> Refused | None:
    step = state.step_by_id(current_round.step)
    if step is None or not step.free:
        return Refused(Reason.NOT_ALLOWED)
    if current_round.turn is not None:
        return Refused(Reason.SOMEBODY_SPEAKS)
    return (
        None
        if current_round.statuses.get(by.seat or "") is TurnStatus.WAITING
        else Refused(Reason.NOT_WAITING)
    )


def _choose_speaker(state: State, current_round: Round, requested: str | None) -> str | Refused | None:
    """T3: the first waiting seat, then T5's; T27: in free order whom the facilitator asks."""
    step = state.step_by_id(current_round.step)
    if step and step.free and current_round.first_waiting is not None:
        if requested is None:
            return Refused(Reason.CHOOSE_WHO)
        return requested if requested in current_round.waiting else Refused(Reason.NOT_WAITING)
    if requested is not None and requested != current_round.next_seat:
        return Refused(Reason.NOT_WAITING)
    return current_round.next_seat


def _begin(state: State, current_round: Round, seat: str, *, offer: int) -> tuple[e.Event, ...]:
    """T8: extra time is for all who follow; somebody with an interpreter has twice as long."""
    seconds = None if state.clock_off else calculate_turn_length(state, current_round, seat)
    return (e.TurnBegan(seat, offer, seconds),)


def calculate_turn_length(state: State, current_round: Round, seat: str) -> int:
    """T8: the length of a turn of this seat in this round."""
    return (current_round.seconds + current_round.extra) * (2 if state.seats[seat].interpreter else 1)


def end_turn(state: State, command: c.EndTurn, by: By, at: int) -> Decision:
    """T28: "Klaar" ends a turn and begins none; T10: a turn without words is a full turn."""
    refusal = _check_turn(state, command.turn, by)
    return refusal or add_second_offer(state, end_open_turn(state, at))


def pass_turn(state: State, command: c.PassTurn, by: By, at: int) -> Decision:
    """T4: one action, no reason; at the second offer it is final."""
    refusal = _check_turn(state, command.turn, by)
    return refusal or add_second_offer(state, end_open_turn(state, at, passed=True))


def _check_turn(state: State, turn: int, by: By) -> Late | Refused | None:
    open_turn = state.speaking
    if open_turn is None or open_turn.id != turn:
        return Late()
    if by.desk is Desk.SEAT and by.seat != open_turn.seat:
        return Refused(Reason.NOT_YOUR_TURN)
    return None


def end_open_turn(state: State, at: int, *, passed: bool = False) -> tuple[e.TurnEnded, ...]:
    """The fact that ends the open turn, or nothing. Rest does not count as speaking (T19)."""
    turn = state.speaking
    if turn is None:
        return ()
    outcome = TurnStatus.SPOKE
    if passed:
        outcome = TurnStatus.PASSED if turn.offer == 1 else TurnStatus.PASSED_FINAL
    end = at if state.rest is None else min(at, state.rest)
    seconds = turn.clock.elapsed_ms(end) // 1000
    return (e.TurnEnded(turn.seat, turn.id, turn.offer, outcome, seconds),)


def add_second_offer(state: State, events: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    """T5: once nobody waits, who passed is asked once more, all at once, in the same entry."""
    next_round = get_open_round(preview(state, events))
    if next_round is None or next_round.turn or next_round.first_waiting is not None or not next_round.passed:
        return events
    if next_round.second and not next_round.second.ended:
        return events
    accepted = next_round.second.accepted if next_round.second else ()
    all_accepted = all(seat in accepted for seat in next_round.passed)
    return events if all_accepted else (*events, e.SecondOfferMade())


def accept_offer(state: State, command: c.AcceptOffer) -> Decision:
    """T5: "ja" lights no seat; one speaks when the facilitator says next."""
    current_round = _find_offer(state, command.offer, command.seat)
    if isinstance(current_round, Late | Refused):
        return current_round
    if current_round.second and command.seat in current_round.second.accepted:
        return Late()
    return (e.OfferAccepted(command.seat),)


def decline_offer(state: State, command: c.DeclineOffer) -> Decision:
    current_round = _find_offer(state, command.offer, command.seat)
    return current_round if isinstance(current_round, Late | Refused) else (e.OfferDeclined(command.seat),)


def _find_offer(state: State, offer: int, seat: str) -> Round | Late | Refused:
    current_round = get_open_round(state)
    if current_round is None or current_round.second is None or current_round.second.id != offer:
        return Late()
    if seat not in state.seats:
        return Refused(Reason.UNKNOWN_SEAT)
    if current_round.second.ended:
        return Late()
    if seat in current_round.passed:
        return current_round
    has_answered = (
        seat in current_round.has_passed and current_round.statuses.get(seat) is not TurnStatus.WAITING
    )
    return Late() if has_answered else Refused(Reason.NO_OFFER)


def end_offer(state: State, command: c.EndOffer) -> Decision:
    """T5: the others become `passed_final`, which is a full turn."""
    current_round = get_open_round(state)
    if current_round is None or current_round.second is None or current_round.second.id != command.offer:
        return Late()
    if current_round.second.ended:
        return Late()
    unanswered_seats = tuple(s for s in current_round.passed if s not in current_round.second.accepted)
    return (e.OfferEnded(unanswered_seats),)


def tell_turns(state: State, command: c.TellTurns, at: int) -> Decision:
    """T29: records who spoke while the console had no connection, in the order that it tells.

    Who meanwhile said so on an own phone is already served. Nobody measured, so there are no seconds.
    """
    current_round = get_open_round(state)
    if current_round is None or current_round.id != command.round:
        return Late()
    if not command.seats or len(set(command.seats)) != len(command.seats):
        return Refused(Reason.NOT_WAITING)
    if any(s not in current_round.statuses for s in command.seats):
        return Refused(Reason.NOT_WAITING)
    unserved_seats = current_round.waiting + current_round.passed
    speakers = tuple(s for s in command.seats if s in unserved_seats)
    current_speaker = current_round.turn and current_round.turn.seat
    if not speakers and current_speaker not in command.seats:
        return Late()
    turn_ended = tuple(replace(fact, seconds=None) for fact in end_open_turn(state, at))
    events: tuple[e.Event, ...] = (*turn_ended, e.TurnsTold(speakers)) if speakers else turn_ended
    return add_second_offer(state, events)


def reorder(state: State, command: c.Reorder) -> Decision:
    """T17: only seats still waiting, all of them; T2: the next round's start does not move."""
    current_round = get_open_round(state)
    if current_round is None or current_round.id != command.round:
        return Late()
    if sorted(command.seats) != sorted(current_round.waiting):
        return Refused(Reason.NOT_WAITING)
    return Late() if command.seats == current_round.waiting else (e.OrderChanged(command.seats),)


def give_time(state: State, command: c.GiveTime) -> Decision:
    """T8: without limit, and offered to all who follow."""
    if state.speaking is None or state.speaking.id != command.turn:
        return Late()
    if state.clock_off:
        return Refused(Reason.CLOCK_OFF)
    if not MIN_EXTRA_SECONDS <= command.seconds <= MAX_EXTRA_SECONDS:
        return Refused(Reason.BAD_LENGTH)
    return (e.TimeGiven(command.turn, command.seconds),)


def ask_open_question(state: State, command: c.AskOpenQuestion) -> Decision:
    """T22: between turns only; the clock starts when the next turn begins."""
    if get_open_round(state) is None:
        return Refused(Reason.NO_ROUND)
    if state.speaking is not None:
        return Refused(Reason.SOMEBODY_SPEAKS)
    seat = state.seats.get(command.seat)
    if seat is None or not seat.here:
        return Refused(Reason.UNKNOWN_SEAT)
    return Late() if state.open_question == seat.id else (e.OpenQuestionAsked(seat.id),)


def end_open_question(state: State, command: c.EndOpenQuestion) -> Decision:
    """T22: the one asked may decline, without a reason."""
    if state.open_question is None or state.open_question != command.seat:
        return Late()
    return (e.OpenQuestionEnded(),)


def get_open_round(state: State) -> Round | None:
    return state.round if state.round and not state.round.closed else None
