"""What follows from a fact: (state, entry) → state, and folding a whole journal.

Nothing here decides or refuses: every event is applied as it stands, also when an undone entry
before it is left out (S5, S6), so each step tolerates what it does not find. Rounds are in
`evolve_rounds`, words in `evolve_words`.
"""

from collections.abc import Iterable

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.turns import (
    accept_offer,
    begin_turn,
    close_round,
    end_offer,
    end_turn,
    give_time,
    in_round,
    join_round,
    make_offer,
    open_round,
    reorder,
    set_clock,
    set_offers,
    shift_clocks,
    tell_turns,
)
from dialoog.rules.evolve.words import evolve_words, with_seat
from dialoog.rules.state import By, Clock, Desk, Form, Offer, Presence, Seat, State, Status, Undoable


def fold(entries: Iterable[e.Entry]) -> State:
    """S6: the state that a journal gives; entries that were undone count as never happened (S5)."""
    journal = tuple(entries)
    undone = {x.version for entry in journal for x in entry.events if isinstance(x, e.Undone)}
    state = State()
    for entry in journal:
        state = _skip(state, entry) if entry.version in undone else _evolve(state, entry)
    return state


def advance(state: State, entry: e.Entry) -> State | None:
    """The state after one more entry, or None when only a fold of all entries can tell (undo)."""
    if any(isinstance(event, e.Undone) for event in entry.events):
        return None
    return _evolve(state, entry)


def preview(state: State, events: tuple[e.Event, ...]) -> State:
    """The state if these events happened now: for decisions that look one step ahead."""
    entry = e.Entry(state.version + 1, 0, By(Desk.HOUSE), events)
    return _evolve(state, entry) if events else state


def _skip(state: State, entry: e.Entry) -> State:
    return replace(state, version=entry.version)


def _evolve(state: State, entry: e.Entry) -> State:
    state = replace(state, version=entry.version)
    for event in entry.events:
        state = _apply(state, event, entry)
    if can_be_undone(entry.events):
        step = Undoable(
            entry.version, entry.at, entry.by, _telling(entry.events), _is_own_pass(entry),
            halted=any(isinstance(event, _HALTING) for event in entry.events),
            closed=any(isinstance(event, e.RoundClosed) for event in entry.events),
        )  # fmt: skip
        state = replace(state, undoable=(*state.undoable, step))
    return state


def can_be_undone(events: tuple[e.Event, ...]) -> bool:
    """S5: a step of the flow; never closing or erasing, also where that ended somebody's turn."""
    return isinstance(events[0], e.UNDOABLE) and not any(isinstance(event, e.FOR_EVER) for event in events)


_HALTING = (
    e.TurnBegan, e.TurnEnded, e.TurnsTold, e.RestBegan, e.RoundClosed, e.StepOpened, e.SilenceSkipped,
)  # fmt: skip
"""After these a clock stood still or another one ran: the time since is not the speaker's (S5)."""

_TELLING = (e.TurnBegan, e.SeatLeft, e.SeatAway, e.SeatRemoved, e.TurnsTold)


def _telling(events: tuple[e.Event, ...]) -> str:
    """The event that people would name when they take this entry back."""
    named = next((x for x in events if isinstance(x, _TELLING)), events[0])
    if isinstance(named, e.TurnEnded) and named.outcome is not Offer.SPOKE:
        return "TurnPassed"
    return type(named).__name__


def _is_own_pass(entry: e.Entry) -> bool:
    if entry.by.desk is not Desk.SEAT:
        return False
    first = entry.events[0]
    passed = isinstance(first, e.TurnEnded) and first.outcome is not Offer.SPOKE
    return passed or isinstance(first, e.OfferDeclined)


def _apply(state: State, event: e.Event, entry: e.Entry) -> State:
    if isinstance(event, e.WordEvent):  # not last: most of what happens in an evening is words
        return evolve_words(state, event, entry)
    match event:
        case e.TableOpened():
            return _table_opened(state, event, entry)
        case e.SeatTaken():
            return _seat_taken(state, event, entry)
        case e.SeatAdmitted():
            return _seat_admitted(state, event)
        case e.CircleOrdered():
            unnamed = tuple(s for s in state.circle if s not in event.circle)
            known = tuple(s for s in event.circle if s in state.circle)
            return replace(state, circle=known + unnamed, circle_ordered=True)
        case e.StepOpened():
            return _step_opened(state, event, entry)
        case e.RoundOpened():
            return open_round(state, event, entry)
        case e.SilenceBegan():
            return replace(state, silence=Clock(entry.at, event.seconds))
        case e.SilenceSkipped():
            return replace(state, silence=None)
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
        case e.RoundClosed():
            return close_round(state, event)
        case e.WritingBegan():
            return replace(state, writing=Clock(entry.at, event.seconds))
        case e.RestAsked():
            return replace(state, rest_asked=True)
        case e.RestBegan():
            return replace(state, rest=entry.at, rest_asked=False)
        case e.RestEnded():
            return shift_clocks(replace(state, rest=None), event.lasted_ms)
        case e.Undone():
            return state if state.rest is not None else shift_clocks(state, event.lost_ms)
        case e.HelpAsked():
            return replace(state, help_asked=state.help_asked + 1)
        case e.HelpHeard():
            return replace(state, help_asked=0)
        case e.TimeGiven():
            return in_round(state, lambda r: give_time(r, event))
        case e.ClockStopped():
            return set_clock(replace(state, clock_off=True), None)
        case e.ClockStarted():
            return set_clock(replace(state, clock_off=False), event.seconds)
        case e.OpenQuestionAsked():
            return replace(state, open_question=event.seat)
        case e.OpenQuestionEnded():
            return replace(state, open_question=None)
        case e.OrderChanged():
            return in_round(state, lambda r: reorder(r, event.waiting))
        case e.SeatAway():
            return _step_out(state, event.seat, Presence.AWAY)
        case e.SeatLeft():
            return _step_out(state, event.seat, Presence.LEFT)
        case e.SeatRemoved():
            return _step_out(state, event.seat, Presence.REMOVED)
        case e.SeatBack():
            return _step_in(state, event.seat, Presence.PRESENT, event.offer)
        case e.SeatRestored():
            return _step_in(state, event.seat, event.presence, event.offer)
        case e.SeatErased():
            gone = with_seat(state, event.seat, erased=True)
            return _step_out(gone, event.seat, Presence.LEFT)
        case e.ReadBackShown():
            return replace(state, read_back=True)
        case e.DialogueClosed():
            return replace(
                state, status=Status.CLOSED, closed_at=entry.at, closed_because=event.reason,
                rest=None, silence=None, writing=None, open_question=None, undoable=(),
            )  # fmt: skip
        case e.DeviceLinked():
            linked = with_seat(state, event.seat, device=True)
            return replace(linked, links={**state.links, entry.version: event.seat})
        case e.HandedOver():
            return replace(state, links={**state.links, entry.version: event.desk})
        case e.DevicesEnded():
            without = with_seat(state, event.seat, device=event.device)
            return _end_links(without, event.seat, event.but, entry)
        case e.LinksEnded():
            return _end_links(state, event.desk, event.but, entry)
        case e.CodeRenewed():
            return replace(state, code_version=entry.version)
        case e.DoorSet():
            return replace(state, door_asks=event.asks)


def _table_opened(state: State, event: e.TableOpened, entry: e.Entry) -> State:
    return replace(
        state, status=Status.OPEN, steps=event.steps, step=0, step_version=entry.version,
        began={event.steps[0].id: entry.at},
    )  # fmt: skip


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


def _step_opened(state: State, event: e.StepOpened, entry: e.Entry) -> State:
    return replace(
        state, status=Status.RUNNING if event.form is not Form.WELCOME else state.status,
        step=event.index, step_version=entry.version, began={**state.began, event.step: entry.at},
        round=None, silence=None, writing=None, open_question=None, read_back=False,
    )  # fmt: skip


def _end_links(state: State, whose: str, but: int | None, entry: e.Entry) -> State:
    left = {version: lets for version, lets in state.links.items() if lets != whose or version == but}
    return replace(state, links=left, links_ended=entry.version)


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
