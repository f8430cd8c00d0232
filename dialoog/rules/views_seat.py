"""What one seat's own phone knows: its place, what is asked of it now, what needs its yes (V2, V5)."""

from dialoog.rules.state import Kind, Presence, Round, Seat, State, Words
from dialoog.rules.views_floor import phase_of
from dialoog.rules.views_words import Section, name, seen_by_all, text


def is_own(word: Words, seat: Seat) -> bool:
    return word.seat == seat.id and word.alive


def me(seat: Seat) -> Section:
    consent = seat.consent
    return {
        "seat": seat.id,
        "name": name(seat.id),
        "lang": seat.lang,
        "role": seat.role.value if seat.role else None,
        "presence": seat.presence.value,
        "device": seat.device,
        "consent": consent and {"words": consent.words, "name": consent.name, "contact": consent.contact},
    }


def now(state: State, seat: Seat) -> Section:
    opened = state.round if state.round and not state.round.closed else None
    phase = _my_phase(state, seat, opened)
    own_turns = [t.turn for t in state.turns if t.seat == seat.id and _this_step(state, t.step)]
    if state.speaking and state.speaking.seat == seat.id:
        own_turns.append(state.speaking.id)
    newest = state.undoable[-1] if state.undoable else None
    takes_back = newest is not None and newest.own_pass and newest.by.seat == seat.id
    return {
        "phase": phase,
        "turn": own_turns[-1] if own_turns else None,
        "offer": opened.second.id if phase == "offer" and opened and opened.second else None,
        "after": opened.last if phase == "start" and opened else None,
        "undo": newest.version if newest and takes_back else None,
        "round": opened.id if opened else None,
        "step": state.current.id if state.current else None,
    }


def _this_step(state: State, step: str) -> bool:
    return state.current is not None and state.current.id == step


def _my_phase(state: State, seat: Seat, opened: Round | None) -> str:
    if seat.presence is not Presence.PRESENT:
        return seat.presence.value
    whole = phase_of(state)
    if whole in ("goodbye", "sitting", "read_back"):
        return whole
    if state.open_question == seat.id:
        return "asked"
    if whole == "writing":
        return "write"
    if opened is None:
        return "listen"
    return _my_phase_in_round(state, seat, opened)


def _my_phase_in_round(state: State, seat: Seat, opened: Round) -> str:
    if opened.turn and opened.turn.seat == seat.id:
        return "turn"
    if seat.id in opened.passed and opened.second and not opened.second.ended:
        said_yes = seat.id in opened.second.accepted
        return "accepted" if said_yes else "offer"
    step = state.step_by_id(opened.step)
    if step and step.free and seat.id in opened.waiting:
        return "listen" if opened.turn else "start"
    return "almost" if opened.waiting[:1] == (seat.id,) else "listen"


def asks(state: State, seat: Seat) -> Section:
    """T23: agreements that need this person's yes; goals that can be supported, at the harvest. T14: nothing
    is asked of who was not let in or was removed."""
    if seat.id not in state.circle or seat.presence is Presence.REMOVED:
        return {"agreements": [], "goals": []}
    agreements = [
        {
            "id": word.id,
            "text": text(word.id),
            "lang": word.lang,
            "owner": name(word.seat) if word.seat else None,
            "due": word.due,
            "accepted": seat.id in word.accepted,
        }
        for word in state.words.values()
        if word.kind is Kind.AGREEMENT and _asks_yes(state, word, seat)
    ]
    goals = [
        {
            "id": word.id,
            "text": text(word.id),
            "lang": word.lang,
            "supported": seat.id in word.supporters,
        }
        for word in state.words.values()
        if word.kind is Kind.GOAL and state.harvest_open and (seen_by_all(state, word) or is_own(word, seat))
    ]
    return {"agreements": agreements, "goals": goals}


def _asks_yes(state: State, word: Words, seat: Seat) -> bool:
    """T23: one's own agreement, or one that names this seat and whose owner is not removed."""
    if not word.alive:
        return False
    if word.seat is not None and state.seats[word.seat].presence is Presence.REMOVED:
        return word.seat == seat.id
    return seat.id in (word.seat, *word.together)
