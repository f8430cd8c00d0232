"""What follows from a fact about a seat: presence, its place in the circle and in the open round, consent, name."""

from collections.abc import Mapping
from typing import Any

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.turns import join_round, set_statuses, update_round
from dialoog.rules.state import Consent, NameRequest, Presence, Seat, State, Status, TurnStatus

_NAMELESS: Mapping[str, Any] = {"name_request": None, "pronunciation": None}


def apply_seat_event(state: State, event: e.SeatEvent, entry: e.Entry) -> State:
    """The state after one fact about a seat."""
    match event:
        case e.SeatTaken():
            return _add_seat(state, event, entry)
        case e.SeatAdmitted():
            return _admit_seat(state, event)
        case e.ConsentGiven():
            consent = Consent(event.words, event.name, event.contact, event.aloud)
            return update_seat(state, event.seat, consent=consent)
        case e.NameChanged() | e.NameAccepted():
            return update_seat(state, event.seat, name=event.name, named=entry.version, name_request=None)
        case e.NameRequested():
            return update_seat(state, event.seat, name_request=NameRequest(entry.version, event.name))
        case e.NameDeclined():
            return update_seat(state, event.seat, name_request=None)
        case e.PronunciationChanged():
            return update_seat(state, event.seat, pronunciation=event.pronunciation)
        case e.LanguageChosen():
            return update_seat(state, event.seat, lang=event.lang)
        case e.CircleOrdered():
            other_seats = tuple(s for s in state.circle if s not in event.circle)
            ordered_seats = tuple(s for s in event.circle if s in state.circle)
            return replace(state, circle=ordered_seats + other_seats, circle_ordered=True)
        case e.SeatAway():
            return _mark_absent(state, event.seat, Presence.AWAY)
        case e.SeatLeft():
            return _mark_absent(state, event.seat, Presence.LEFT)
        case e.SeatBack():
            return _mark_present(state, event.seat, Presence.PRESENT, event.offer)
        case e.SeatRemoved():
            return _mark_absent(state, event.seat, Presence.REMOVED)
        case e.SeatRestored():
            return _mark_present(state, event.seat, event.presence, event.offer)
        case e.SeatErased():
            erased_state = update_seat(state, event.seat, erased=True, **_NAMELESS)
            return _mark_absent(erased_state, event.seat, Presence.LEFT)
        case e.NamesErased():
            for seat in event.seats:
                state = update_seat(state, seat, name_erased=True, **_NAMELESS)
            return state


def _add_seat(state: State, event: e.SeatTaken, entry: e.Entry) -> State:
    """T30: with a new chair the order of the chairs is to be tapped anew."""
    seat = Seat(
        event.seat, entry.at, event.role, event.lang, event.device, event.name, entry.version,
        presence=event.presence, facilitator=event.facilitator, interpreter=event.interpreter,
    )  # fmt: skip
    state = replace(state, seats={**state.seats, seat.id: seat})
    if event.presence is not Presence.PRESENT:
        return state
    return replace(state, circle=(*state.circle, event.seat), circle_ordered=False)


def _admit_seat(state: State, event: e.SeatAdmitted) -> State:
    state = update_seat(state, event.seat, presence=Presence.PRESENT)
    circle = [s for s in state.circle if s != event.seat]
    index = circle.index(event.after) + 1 if event.after in circle else len(circle)
    circle.insert(index, event.seat)
    is_ordered = state.circle_ordered and state.status is not Status.OPEN
    state = replace(state, circle=tuple(circle), circle_ordered=is_ordered)
    return join_round(state, event.seat, TurnStatus.WAITING) if event.queued else state


def _mark_absent(state: State, seat: str, presence: Presence) -> State:
    """T15: who is not there any more is excused from what was still to come."""
    if seat not in state.seats:
        return state
    state = update_seat(state, seat, presence=presence, before=state.seats[seat].presence)
    if state.open_question == seat:
        state = replace(state, open_question=None)
    if state.round is None or state.round.closed:
        return state
    status = state.round.statuses.get(seat)
    if status is TurnStatus.SPEAKING:
        return update_round(state, lambda r: set_statuses(r, (seat,), TurnStatus.SPOKE))
    if status in (TurnStatus.WAITING, TurnStatus.PASSED):
        return update_round(state, lambda r: set_statuses(r, (seat,), TurnStatus.EXCUSED))
    return state


def _mark_present(state: State, seat: str, presence: Presence, status: TurnStatus | None) -> State:
    state = update_seat(state, seat, presence=presence, before=None)
    return state if status is None else join_round(state, seat, status)


def update_seat(state: State, seat: str, **fields: Any) -> State:
    """The state with these fields of a seat changed; as it was where there is no such seat."""
    if seat not in state.seats:
        return state
    return replace(state, seats={**state.seats, seat: replace(state.seats[seat], **fields)})
