"""Decisions about turns, passes, the second offer and the order of a round (T1–T5, T8, T9, T21, T22, T27–T29)."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.decide.outcomes import Decision, Late, Reason, Refused
from dialoog.rules.evolve import preview
from dialoog.rules.state import By, Desk, Offer, Round, State

SHORTEST_GIFT, LONGEST_GIFT = 15, 600


def begin_turn(state: State, command: c.BeginTurn, by: By, at: int) -> Decision:
    """T3, T5, T9, T27, T28: the next turn, ending the open one in the same entry.

    A seat's own device begins only its own turn, in a free-order round, while nobody speaks.
    """
    opened = _open_round(state)
    if opened is None or command.after != opened.last:
        return Late()
    if state.rest is not None:
        return Refused(Reason.RESTING)
    if state.silence and state.silence.runs(at):
        return Refused(Reason.SILENCE)
    if by.desk is Desk.SEAT:
        refusal = _own_start(state, opened, by)
        if refusal:
            return refusal
        return _turn(state, opened, by.seat or "", offer=1)
    ended = end_open_turn(state, at)
    after = preview(state, ended).round or opened
    chosen = _chosen(state, after, command.seat)
    if isinstance(chosen, Refused):
        return chosen
    if chosen is None and not ended:
        return Late() if opened.complete else Refused(Reason.NOBODY_LEFT)
    if chosen is None:
        return with_second_offer(state, ended)
    return (*ended, *_turn(state, after, chosen, offer=1 if after.offers.get(chosen) is Offer.WAITING else 2))


def _own_start(state: State, opened: Round, by: By) -> Refused | None:
    step = state.step_by_id(opened.step)
    if step is None or not step.free:
        return Refused(Reason.NOT_ALLOWED)
    if opened.turn is not None:
        return Refused(Reason.SOMEBODY_SPEAKS)
    return None if opened.offers.get(by.seat or "") is Offer.WAITING else Refused(Reason.NOT_WAITING)


def _chosen(state: State, opened: Round, asked: str | None) -> str | Refused | None:
    """T3: the first waiting seat, then T5's; T27: in free order whom the facilitator asks."""
    step = state.step_by_id(opened.step)
    if step and step.free and opened.first_waiting is not None:
        if asked is None:
            return Refused(Reason.CHOOSE_WHO)
        return asked if asked in opened.waiting else Refused(Reason.NOT_WAITING)
    if asked is not None and asked != opened.coming:
        return Refused(Reason.NOT_WAITING)
    return opened.coming


def _turn(state: State, opened: Round, seat: str, *, offer: int) -> tuple[e.Event, ...]:
    """T8: extra time is for all who follow; somebody with an interpreter has twice as long."""
    return (e.TurnBegan(seat, offer, None if state.clock_off else seconds_of(state, opened, seat)),)


def seconds_of(state: State, opened: Round, seat: str) -> int:
    """T8: the length of a turn of this seat in this round."""
    return (opened.seconds + opened.extra) * (2 if state.seats[seat].interpreter else 1)


def end_turn(state: State, command: c.EndTurn, by: By, at: int) -> Decision:
    """T28: "Klaar" ends a turn and begins none; T10: a turn without words is a full turn."""
    refusal = _not_this_turn(state, command.turn, by)
    return refusal or with_second_offer(state, end_open_turn(state, at))


def pass_turn(state: State, command: c.PassTurn, by: By, at: int) -> Decision:
    """T4: one action, no reason; at the second offer it is final."""
    refusal = _not_this_turn(state, command.turn, by)
    return refusal or with_second_offer(state, end_open_turn(state, at, passed=True))


def _not_this_turn(state: State, turn: int, by: By) -> Late | Refused | None:
    speaking = state.speaking
    if speaking is None or speaking.id != turn:
        return Late()
    if by.desk is Desk.SEAT and by.seat != speaking.seat:
        return Refused(Reason.NOT_YOUR_TURN)
    return None


def end_open_turn(state: State, at: int, *, passed: bool = False) -> tuple[e.TurnEnded, ...]:
    """The fact that ends the open turn, or nothing. Rest does not count as speaking (T19)."""
    turn = state.speaking
    if turn is None:
        return ()
    outcome = Offer.SPOKE
    if passed:
        outcome = Offer.PASSED if turn.offer == 1 else Offer.PASSED_FINAL
    until = at if state.rest is None else min(at, state.rest)
    seconds = turn.clock.elapsed_ms(until) // 1000
    return (e.TurnEnded(turn.seat, turn.id, turn.offer, outcome, seconds),)


def with_second_offer(state: State, events: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    """T5: once nobody waits, who passed is asked once more, all at once, in the same entry."""
    after = _open_round(preview(state, events))
    if after is None or after.turn or after.first_waiting is not None or not after.passed:
        return events
    if after.second and not after.second.ended:
        return events
    accepted = after.second.accepted if after.second else ()
    everybody_answered = all(seat in accepted for seat in after.passed)
    return events if everybody_answered else (*events, e.SecondOfferMade())


def accept_offer(state: State, command: c.AcceptOffer) -> Decision:
    """T5: "ja" lights no seat; one speaks when the facilitator says next."""
    opened = _asked(state, command.offer, command.seat)
    if isinstance(opened, Late | Refused):
        return opened
    if opened.second and command.seat in opened.second.accepted:
        return Late()
    return (e.OfferAccepted(command.seat),)


def decline_offer(state: State, command: c.DeclineOffer) -> Decision:
    opened = _asked(state, command.offer, command.seat)
    return opened if isinstance(opened, Late | Refused) else (e.OfferDeclined(command.seat),)


def _asked(state: State, offer: int, seat: str) -> Round | Late | Refused:
    opened = _open_round(state)
    if opened is None or opened.second is None or opened.second.id != offer:
        return Late()
    if seat not in state.seats:
        return Refused(Reason.UNKNOWN_SEAT)
    if opened.second.ended:
        return Late()
    if seat in opened.passed:
        return opened
    answered = seat in opened.has_passed and opened.offers.get(seat) is not Offer.WAITING
    return Late() if answered else Refused(Reason.NO_OFFER)


def end_offer(state: State, command: c.EndOffer) -> Decision:
    """T5: the others become `passed_final`, which is a full turn."""
    opened = _open_round(state)
    if opened is None or opened.second is None or opened.second.id != command.offer:
        return Late()
    if opened.second.ended:
        return Late()
    silent = tuple(s for s in opened.passed if s not in opened.second.accepted)
    return (e.OfferEnded(silent),)


def tell_turns(state: State, command: c.TellTurns, at: int) -> Decision:
    """T29: records who spoke while the console had no connection, in the order that it tells.

    Who meanwhile said so on an own phone is already served. Nobody measured, so there are no seconds.
    """
    opened = _open_round(state)
    if opened is None or opened.id != command.round:
        return Late()
    if not command.seats or len(set(command.seats)) != len(command.seats):
        return Refused(Reason.NOT_WAITING)
    if any(s not in opened.offers for s in command.seats):
        return Refused(Reason.NOT_WAITING)
    unserved = opened.waiting + opened.passed
    told = tuple(s for s in command.seats if s in unserved)
    speaking = opened.turn and opened.turn.seat
    if not told and speaking not in command.seats:
        return Late()
    ended = tuple(replace(fact, seconds=None) for fact in end_open_turn(state, at))
    facts: tuple[e.Event, ...] = (*ended, e.TurnsTold(told)) if told else ended
    return with_second_offer(state, facts)


def reorder(state: State, command: c.Reorder) -> Decision:
    """T17: only seats still waiting, all of them; T2: the next round's start does not move."""
    opened = _open_round(state)
    if opened is None or opened.id != command.round:
        return Late()
    if sorted(command.seats) != sorted(opened.waiting):
        return Refused(Reason.NOT_WAITING)
    return Late() if command.seats == opened.waiting else (e.OrderChanged(command.seats),)


def give_time(state: State, command: c.GiveTime) -> Decision:
    """T8: without limit, and offered to all who follow."""
    if state.speaking is None or state.speaking.id != command.turn:
        return Late()
    if state.clock_off:
        return Refused(Reason.CLOCK_OFF)
    if not SHORTEST_GIFT <= command.seconds <= LONGEST_GIFT:
        return Refused(Reason.BAD_LENGTH)
    return (e.TimeGiven(command.turn, command.seconds),)


def ask_open_question(state: State, command: c.AskOpenQuestion) -> Decision:
    """T22: between turns only; the clock starts when the next turn begins."""
    if _open_round(state) is None:
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


def _open_round(state: State) -> Round | None:
    return state.round if state.round and not state.round.closed else None
