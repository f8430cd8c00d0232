"""What one seat's own phone knows: its place, what is asked of it now, what needs its yes (V2, V5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialoog.rules.state import Kind, Presence, Round, Seat, State, Words
from dialoog.rules.views.everyone import phase_of
from dialoog.rules.views.words import Section, View, name, own_words, seen_by_all, text


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


@dataclass(frozen=True, slots=True)
class Glance:
    """What every seat's `now` looks at, looked up once for a whole table."""

    phase: str
    opened: Round | None
    waiting: tuple[str, ...]
    passed: tuple[str, ...]
    turns: Mapping[str, int]
    """Seat → its newest turn in this step."""
    takes_back: Mapping[str, int]
    """The seat whose own pass is the newest thing that can be undone → its version (T18)."""


def glance(state: State) -> Glance:
    opened = state.round if state.round and not state.round.closed else None
    turns = {t.seat: t.turn for t in state.turns if state.current and t.step == state.current.id}
    if state.speaking:
        turns[state.speaking.seat] = state.speaking.id
    newest = state.undoable[-1] if state.undoable else None
    own_pass = newest is not None and newest.own_pass and newest.by.seat is not None
    return Glance(
        phase_of(state), opened, opened.waiting if opened else (), opened.passed if opened else (), turns,
        {newest.by.seat: newest.version} if newest and newest.by.seat and own_pass else {},
    )  # fmt: skip


def now(state: State, seat: Seat, at: Glance | None = None) -> Section:
    at = at or glance(state)
    opened, phase = at.opened, _my_phase(state, seat, at)
    return {
        "phase": phase,
        "turn": at.turns.get(seat.id),
        "offer": opened.second.id if phase == "offer" and opened and opened.second else None,
        "after": opened.last if phase == "start" and opened else None,
        "undo": at.takes_back.get(seat.id),
        "round": opened.id if opened else None,
        "step": state.current.id if state.current else None,
    }


def _my_phase(state: State, seat: Seat, at: Glance) -> str:
    if seat.presence is not Presence.PRESENT:
        return seat.presence.value
    if at.phase in ("goodbye", "sitting", "read_back"):
        return at.phase
    if state.open_question == seat.id:
        return "asked"
    if at.phase == "writing":
        return "write"
    return "listen" if at.opened is None else _my_phase_in_round(state, seat, at.opened, at)


def _my_phase_in_round(state: State, seat: Seat, opened: Round, at: Glance) -> str:
    if opened.turn and opened.turn.seat == seat.id:
        return "turn"
    if opened.second and not opened.second.ended and seat.id in at.passed:
        said_yes = seat.id in opened.second.accepted
        return "accepted" if said_yes else "offer"
    step = state.step_by_id(opened.step)
    if step and step.free and seat.id in at.waiting:
        return "listen" if opened.turn else "start"
    return "almost" if at.waiting[:1] == (seat.id,) else "listen"


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


def words(state: State, seat: Seat) -> Section:
    return [own_words(state, w) for w in state.words.values() if is_own(w, seat)]


MINE: Mapping[str, Callable[[State, Seat], Section]] = {
    "me": lambda _, seat: me(seat), "now": now, "words": words, "asks": asks,
}  # fmt: skip


def mine(state: State, seat_id: str) -> View:
    """V2: one seat's own place, own words and what is asked of it; nothing of another's."""
    return {section: make(state, state.seats[seat_id]) for section, make in MINE.items()}
