"""What follows from a fact about a turn: the offers of its round, the turn that runs, the second offer, the order.

This part of `evolve` knows what a round looks like inside. Every step tolerates what it does not find,
since an undone entry before it may be left out (S5).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.state import Clock, Offer, Round, SecondOffer, State, Turn, TurnTaken


def apply_turn_event(state: State, event: e.TurnEvent, entry: e.Entry) -> State:
    """The state after one fact about a turn or an offer."""
    match event:
        case e.TurnBegan():
            return begin_turn(state, event, entry)
        case e.TurnEnded():
            return end_turn(state, event, entry)
        case e.TurnsTold():
            return tell_turns(state, event, entry)
        case e.SecondOfferMade():
            return in_round(state, lambda r: make_offer(r, entry.version))
        case e.OfferAccepted():
            return in_round(state, lambda r: accept_offer(r, event.seat))
        case e.OfferDeclined():
            return in_round(state, lambda r: set_offers(r, (event.seat,), Offer.PASSED_FINAL))
        case e.OfferEnded():
            return in_round(state, lambda r: end_offer(r, event.passed_final))
        case e.OrderChanged():
            return in_round(state, lambda r: reorder(r, event.waiting))
        case e.TimeGiven():
            return in_round(state, lambda r: give_time(r, event))
        case e.OpenQuestionAsked():
            return replace(state, open_question=event.seat)
        case e.OpenQuestionEnded():
            return replace(state, open_question=None)


def begin_turn(state: State, event: e.TurnBegan, entry: e.Entry) -> State:
    if state.round is None:
        return state
    if state.round.turn:
        state = in_round(state, lambda r: set_offers(r, (_speaker(r),), Offer.SPOKE))
    turn = Turn(entry.version, event.seat, Clock(entry.at, event.seconds), event.offer)
    begun = in_round(
        state,
        lambda r: replace(set_offers(r, (event.seat,), Offer.SPEAKING), turn=turn, last=entry.version),
    )
    return replace(begun, silence=None, open_question=None)


def _speaker(opened: Round) -> str:
    return opened.turn.seat if opened.turn else ""


def end_turn(state: State, event: e.TurnEnded, entry: e.Entry) -> State:
    """T21: where nobody is to come, a doubled "Volgende" must not begin the turn of who joins later."""
    if state.round is None or state.round.turn is None or state.round.turn.id != event.turn:
        return state
    taken = TurnTaken(
        event.turn, state.round.step, event.seat, event.offer, event.outcome, event.seconds, entry.by.desk
    )
    ended = replace(set_offers(state.round, (event.seat,), event.outcome), turn=None)
    if event.outcome is Offer.PASSED:
        ended = replace(ended, has_passed=(*ended.has_passed, event.seat))
    if ended.coming is None:
        ended = replace(ended, last=entry.version)
    return replace(state, round=ended, turns=(*state.turns, taken))


def tell_turns(state: State, event: e.TurnsTold, entry: e.Entry) -> State:
    if state.round is None:
        return state
    told = tuple(
        TurnTaken(
            entry.version, state.round.step, seat, 2 if seat in state.round.has_passed else 1,
            Offer.SPOKE, None, entry.by.desk,
        )
        for seat in event.seats
    )  # fmt: skip
    opened = replace(set_offers(state.round, event.seats, Offer.SPOKE), last=entry.version)
    return replace(state, round=opened, turns=state.turns + told)


def in_round(state: State, change: Callable[[Round], Round]) -> State:
    return state if state.round is None else replace(state, round=change(state.round))


def set_offers(opened: Round, seats: Iterable[str], offer: Offer) -> Round:
    changed = {s: offer for s in seats if s in opened.offers}
    turn = opened.turn
    if turn and changed.get(turn.seat, Offer.SPEAKING) is not Offer.SPEAKING:
        turn = None
    return replace(opened, offers={**opened.offers, **changed}, turn=turn)


def make_offer(opened: Round, version: int) -> Round:
    """T21: what comes next now follows the offer, so that a doubled "Volgende" begins nobody's turn."""
    still_coming = opened.second.accepted if opened.second else ()
    second = SecondOffer(version, tuple(s for s in still_coming if s in opened.passed))
    return replace(opened, second=second, last=version)


def accept_offer(opened: Round, seat: str) -> Round:
    if opened.second is None or seat in opened.second.accepted:
        return opened
    second = replace(opened.second, accepted=(*opened.second.accepted, seat))
    return replace(opened, second=second)


def end_offer(opened: Round, passed_final: tuple[str, ...]) -> Round:
    closed = set_offers(opened, passed_final, Offer.PASSED_FINAL)
    return replace(closed, second=replace(closed.second, ended=True)) if closed.second else closed


def give_time(opened: Round, event: e.TimeGiven) -> Round:
    turn = opened.turn
    if turn and turn.id == event.turn and turn.clock.seconds is not None:
        clock = replace(turn.clock, seconds=turn.clock.seconds + event.seconds)
        turn = replace(turn, clock=clock)
    return replace(opened, extra=opened.extra + event.seconds, turn=turn)


def reorder(opened: Round, waiting: tuple[str, ...]) -> Round:
    known = [s for s in waiting if opened.offers.get(s) is Offer.WAITING]
    rest: Mapping[str, Any] = {s: o for s, o in opened.offers.items() if s not in known}
    return replace(opened, offers={**rest, **dict.fromkeys(known, Offer.WAITING)})


def join_round(state: State, seat: str, offer: Offer) -> State:
    if state.round is None or state.round.closed:
        return state
    others = {s: o for s, o in state.round.offers.items() if s != seat}
    joined = replace(state.round, offers={**others, seat: offer})
    return replace(state, round=joined, owed=tuple(s for s in state.owed if s != seat))
