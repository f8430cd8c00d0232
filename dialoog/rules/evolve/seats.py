"""What follows from a fact about a seat: presence, its place in the circle and in the open round, consent, name."""

from typing import Any

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.turns import in_round, join_round, set_offers
from dialoog.rules.state import Consent, Offer, Presence, Seat, State, Status


def apply_seat_event(state: State, event: e.SeatEvent, entry: e.Entry) -> State:
    """The state after one fact about a seat."""
    match event:
        case e.SeatTaken():
            return _seat_taken(state, event, entry)
        case e.SeatAdmitted():
            return _seat_admitted(state, event)
        case e.ConsentGiven():
            consent = Consent(event.words, event.name, event.contact, event.aloud)
            return with_seat(state, event.seat, consent=consent)
        case e.NameChanged():
            return with_seat(state, event.seat, name=event.name)
        case e.LanguageChosen():
            return with_seat(state, event.seat, lang=event.lang)
        case e.CircleOrdered():
            unnamed = tuple(s for s in state.circle if s not in event.circle)
            known = tuple(s for s in event.circle if s in state.circle)
            return replace(state, circle=known + unnamed, circle_ordered=True)
        case e.SeatAway():
            return _step_out(state, event.seat, Presence.AWAY)
        case e.SeatLeft():
            return _step_out(state, event.seat, Presence.LEFT)
        case e.SeatBack():
            return _step_in(state, event.seat, Presence.PRESENT, event.offer)
        case e.SeatRemoved():
            return _step_out(state, event.seat, Presence.REMOVED)
        case e.SeatRestored():
            return _step_in(state, event.seat, event.presence, event.offer)
        case e.SeatErased():
            gone = with_seat(state, event.seat, erased=True)
            return _step_out(gone, event.seat, Presence.LEFT)


def _seat_taken(state: State, event: e.SeatTaken, entry: e.Entry) -> State:
    """T30: with a new chair the order of the chairs is to be tapped anew."""
    seat = Seat(
        event.seat, entry.at, event.role, event.lang, event.device, event.name,
        presence=event.presence, facilitator=event.facilitator, interpreter=event.interpreter,
    )  # fmt: skip
    state = replace(state, seats={**state.seats, seat.id: seat})
    if event.presence is not Presence.PRESENT:
        return state
    return replace(state, circle=(*state.circle, event.seat), circle_ordered=False)


def _seat_admitted(state: State, event: e.SeatAdmitted) -> State:
    state = with_seat(state, event.seat, presence=Presence.PRESENT)
    others = [s for s in state.circle if s != event.seat]
    place = others.index(event.after) + 1 if event.after in others else len(others)
    others.insert(place, event.seat)
    ordered = state.circle_ordered and state.status is not Status.OPEN
    state = replace(state, circle=tuple(others), circle_ordered=ordered)
    return join_round(state, event.seat, Offer.WAITING) if event.queued else state


def _step_out(state: State, seat: str, presence: Presence) -> State:
    """T15: who is not there any more is excused from what was still to come."""
    if seat not in state.seats:
        return state
    state = with_seat(state, seat, presence=presence, before=state.seats[seat].presence)
    if state.open_question == seat:
        state = replace(state, open_question=None)
    if state.round is None or state.round.closed:
        return state
    offer = state.round.offers.get(seat)
    if offer is Offer.SPEAKING:
        return in_round(state, lambda r: set_offers(r, (seat,), Offer.SPOKE))
    if offer in (Offer.WAITING, Offer.PASSED):
        return in_round(state, lambda r: set_offers(r, (seat,), Offer.EXCUSED))
    return state


def _step_in(state: State, seat: str, presence: Presence, offer: Offer | None) -> State:
    state = with_seat(state, seat, presence=presence, before=None)
    return state if offer is None else join_round(state, seat, offer)


def with_seat(state: State, seat: str, **changed: Any) -> State:
    """The state with these fields of a seat changed; as it was where there is no such seat."""
    if seat not in state.seats:
        return state
    return replace(state, seats={**state.seats, seat: replace(state.seats[seat], **changed)})
