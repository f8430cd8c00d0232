"""Decisions about seats: sitting down, consent, the circle, leaving and coming back (T11–T16, C1–C2)."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide.outcomes import Decision, Late, Reason, Refused
from dialoog.rules.decide.turns import add_second_offer, end_open_turn
from dialoog.rules.state import By, Desk, Presence, Seat, State, Status, TurnStatus

MAX_SEATS_PRESENT = 200
"""Seats at one table: more is no dialogue but a script at the door. Who left or was removed makes room."""


def is_full(state: State) -> bool:
    presences = (Presence.ASKING, Presence.PRESENT, Presence.AWAY)
    return sum(s.presence in presences for s in state.seats.values()) >= MAX_SEATS_PRESENT


def take_seat(state: State, command: c.TakeSeat, by: By) -> Decision:
    """T14: while people sit down one is admitted; afterwards one asks; from the harvest on not.

    T13: scribe and facilitator add somebody without a phone, at a full table too; who the facilitator adds is let in.
    T16: the facilitator gets a seat only by switching that on. The facilitator can let the door ask earlier.
    """
    if command.seat in state.seats:
        return Late()
    if state.harvest_open:
        return Refused(Reason.DOOR_SHUT)
    if by.desk is Desk.SEAT and is_full(state):
        return Refused(Reason.TABLE_FULL)
    if command.facilitator:
        if by.desk is not Desk.FACILITATOR:
            return Refused(Reason.NOT_ALLOWED)
        if any(s.facilitator for s in state.seats.values()):
            return Refused(Reason.ONE_FACILITATOR)
    must_ask = state.status is Status.RUNNING or (state.door_asks and by.desk is Desk.SEAT)
    seat_taken = e.SeatTaken(
        command.seat, command.name, command.lang, command.device and by.desk is Desk.SEAT,
        Presence.ASKING if must_ask else Presence.PRESENT, command.role, command.facilitator,
        command.interpreter,
    )  # fmt: skip
    if must_ask and by.desk is Desk.FACILITATOR:
        return (seat_taken, e.SeatAdmitted(command.seat, None, _has_round_to_join(state)))
    return (seat_taken,)


def admit(state: State, command: c.Admit) -> Decision:
    """T14: after consent, at the end of the open round's queue; sits where the facilitator says, else last."""
    seat = state.seats.get(command.seat)
    if seat is None or (command.after is not None and command.after not in state.circle):
        return Refused(Reason.UNKNOWN_SEAT)
    if seat.presence is not Presence.ASKING:
        return Late()
    if state.harvest_open:
        return Refused(Reason.DOOR_SHUT)
    if seat.consent is None:
        return Refused(Reason.CONSENT_FIRST)
    return (e.SeatAdmitted(command.seat, command.after, _has_round_to_join(state)),)


def give_consent(state: State, command: c.GiveConsent, by: By) -> Decision:
    """C2: three choices, changeable at any time; after closing a no blanks at once (C3)."""
    seat = state.seats.get(command.seat)
    if seat is None or seat.erased:
        return Refused(Reason.UNKNOWN_SEAT)
    consent_given = e.ConsentGiven(command.seat, command.words, command.name, command.contact, by.aloud)
    if state.status is not Status.CLOSED or command.words:
        return (consent_given,)
    word_ids = tuple(w.id for w in state.words.values() if w.seat == seat.id and w.alive)
    return (consent_given, e.WordsBlanked(word_ids)) if word_ids else (consent_given,)


def change_name(state: State, command: c.ChangeName, by: By) -> Decision:
    """C1: a call name, changeable always; an erased name stays erased (C8).

    C1: while the dialogue runs names stand on the screen, so one that a phone sends waits until a desk has read it. While people
    sit down the screen shows none; after closing no desk can answer, and the name is its owner's.
    """
    seat = state.seats.get(command.seat)
    if seat is None or not seat.has_name:
        return Refused(Reason.UNKNOWN_SEAT)
    if state.status is Status.RUNNING and by.desk is Desk.SEAT:
        return (e.NameRequested(seat.id, command.name),)
    return (e.NameChanged(seat.id, command.name),)


def change_pronunciation(state: State, command: c.ChangePronunciation) -> Decision:
    """C1: changeable always, and at once: only the desks read it."""
    seat = state.seats.get(command.seat)
    if seat is None or not seat.has_name:
        return Refused(Reason.UNKNOWN_SEAT)
    if command.pronunciation is None and seat.pronunciation is None:
        return Late()
    return (e.PronunciationChanged(seat.id, command.pronunciation),)


def accept_name(state: State, command: c.AcceptName) -> Decision:
    """C1: the name that was read, or nothing where another was asked for since (T21)."""
    seat = state.seats.get(command.seat)
    if seat is None:
        return Refused(Reason.UNKNOWN_SEAT)
    if seat.name_request is None or seat.name_request.version != command.request:
        return Late()
    return (e.NameAccepted(seat.id, seat.name_request.name),)


def decline_name(state: State, command: c.DeclineName) -> Decision:
    """C1: the old name stays. Whoever asked for another takes that back in the same way."""
    seat = state.seats.get(command.seat)
    if seat is None:
        return Refused(Reason.UNKNOWN_SEAT)
    if seat.name_request is None or seat.name_request.version != command.request:
        return Late()
    return (e.NameDeclined(seat.id),)


def choose_language(state: State, command: c.ChooseLanguage) -> Decision:
    seat = state.seats.get(command.seat)
    if seat is None:
        return Refused(Reason.UNKNOWN_SEAT)
    return Late() if seat.lang == command.lang else (e.LanguageChosen(seat.id, command.lang),)


def order_circle(state: State, command: c.OrderCircle) -> Decision:
    """T30: the last act of Welkom; the ring follows the chairs, so every chair must be in it."""
    if state.status is not Status.OPEN:
        return Refused(Reason.NOT_OPEN)
    present = {s.id for s in state.present()}
    if len(set(command.seats)) != len(command.seats) or set(command.seats) != present:
        return Refused(Reason.CIRCLE_INCOMPLETE)
    absent_seats = tuple(s for s in state.circle if s not in present)
    return (e.CircleOrdered(command.seats + absent_seats),)


def set_away(state: State, command: c.SetAway, at: int) -> Decision:
    """T12: only the person or the facilitator's table sets a seat away; a time-out never does."""
    return _step_out(state, command.seat, e.SeatAway(command.seat), Presence.AWAY, at)


def leave(state: State, command: c.Leave, at: int) -> Decision:
    """T15: an open turn ends as `spoke`; waiting and passed become excused; words stay as chosen."""
    return _step_out(state, command.seat, e.SeatLeft(command.seat), Presence.LEFT, at)


def come_back(state: State, command: c.ComeBack) -> Decision:
    """T15: who comes back unserved joins the end of the open round. T14: who left before being let in
    asks again."""
    seat = state.seats.get(command.seat)
    if seat is None or seat.erased:
        return Refused(Reason.UNKNOWN_SEAT)
    if seat.presence is Presence.PRESENT:
        return Late()
    if seat.presence not in (Presence.AWAY, Presence.LEFT):
        return Refused(Reason.NOT_HERE)
    if seat.id not in state.circle:
        return Refused(Reason.DOOR_SHUT) if state.harvest_open else _ask_again(seat)
    return add_second_offer(state, (e.SeatBack(seat.id, _choose_status_on_return(state, seat)),))


def _ask_again(seat: Seat) -> Decision:
    return (e.SeatRestored(seat.id, Presence.ASKING, None),)


def remove_seat(state: State, command: c.RemoveSeat, at: int) -> Decision:
    """The facilitator's last means, against one or a flood; hides their words, and can be taken back."""
    seat_ids = dict.fromkeys((command.seat, *command.also))
    if not state.seats.keys() >= seat_ids.keys():
        return Refused(Reason.UNKNOWN_SEAT)
    removals = [seat for seat in seat_ids if state.seats[seat].presence is not Presence.REMOVED]
    if not removals:
        return Late()
    turn_ended = end_open_turn(state, at) if any(_is_speaking(state, seat) for seat in removals) else ()
    return add_second_offer(state, (*turn_ended, *map(e.SeatRemoved, removals)))


def restore_seat(state: State, command: c.RestoreSeat) -> Decision:
    seat = state.seats.get(command.seat)
    if seat is None or seat.erased:
        return Refused(Reason.UNKNOWN_SEAT)
    if seat.presence is not Presence.REMOVED:
        return Late()
    presence = seat.before or Presence.PRESENT
    status = _choose_status_on_return(state, seat) if presence is Presence.PRESENT else None
    return add_second_offer(state, (e.SeatRestored(seat.id, presence, status),))


def erase_seat(state: State, command: c.EraseSeat, by: By, at: int) -> Decision:
    """C8: blanks words and name everywhere; turns and order stay as they were.

    C4, T13: it cannot be taken back, so others do it only for who has no device.
    """
    seat = state.seats.get(command.seat)
    if seat is None:
        return Refused(Reason.UNKNOWN_SEAT)
    if seat.erased:
        return Late()
    if by.aloud and seat.device:
        return Refused(Reason.NOT_YOURS)
    word_ids = tuple(w.id for w in state.words.values() if w.seat == seat.id and not w.blanked)
    turn_ended = end_open_turn(state, at) if _is_speaking(state, seat.id) else ()
    erasure: tuple[e.Event, ...] = (e.SeatErased(seat.id), e.WordsBlanked(word_ids))
    return add_second_offer(state, (*turn_ended, *erasure))


def erase_names(state: State) -> Decision:
    """Takes every name away that is there, whatever the dialogue is at: people were told a day. Words, turns and order stay."""
    seats = tuple(seat.id for seat in state.seats.values() if seat.has_name)
    return (e.NamesErased(seats),) if seats else Late()


def _step_out(state: State, seat_id: str, event: e.Event, presence: Presence, at: int) -> Decision:
    seat = state.seats.get(seat_id)
    if seat is None:
        return Refused(Reason.UNKNOWN_SEAT)
    if seat.presence is presence:
        return Late()
    if seat.presence is Presence.REMOVED:
        return Refused(Reason.NOT_HERE)
    if presence is Presence.AWAY and not seat.here:
        return Refused(Reason.NOT_HERE)
    turn_ended = end_open_turn(state, at) if _is_speaking(state, seat_id) else ()
    return add_second_offer(state, (*turn_ended, event))


def _is_speaking(state: State, seat: str) -> bool:
    return state.speaking is not None and state.speaking.seat == seat


def _has_round_to_join(state: State) -> bool:
    return state.round is not None and not state.round.closed


def _choose_status_on_return(state: State, seat: Seat) -> TurnStatus | None:
    """Waiting at the end when unserved; passed when only the second offer is still to come."""
    if state.round is None or state.round.closed:
        return None
    status = state.round.statuses.get(seat.id, TurnStatus.EXCUSED)
    if status is not TurnStatus.EXCUSED:
        return None
    return TurnStatus.PASSED if seat.id in state.round.has_passed else TurnStatus.WAITING
