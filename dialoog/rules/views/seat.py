"""The document `mine`: one seat's own place, what is asked of it now, its words, what needs its yes (V2, V5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dialoog.rules.state import Kind, Presence, Round, Seat, State, Words
from dialoog.rules.views.table import determine_phase
from dialoog.rules.views.words import (
    Section,
    View,
    build_name_request,
    build_own_words,
    is_seen_by_all,
    name_placeholder,
    pronunciation_placeholder,
    text_placeholder,
    typed_name_placeholder,
)


def is_own(word: Words, seat: Seat) -> bool:
    return word.seat == seat.id and word.alive


NOT_AT_TABLE = frozenset((Presence.ASKING, Presence.LEFT, Presence.REMOVED))


def build_me(state: State, seat: Seat) -> Section:
    """T14: a number behind the own name would tell who waits at the door that somebody of that name is inside."""
    consent = seat.consent
    name = typed_name_placeholder if seat.presence in NOT_AT_TABLE else name_placeholder
    return {
        "seat": seat.id,
        "name": name(seat.id),
        "name_request": build_name_request(seat),
        "pronunciation": pronunciation_placeholder(seat),
        "lang": seat.lang,
        "role": seat.role.value if seat.role else None,
        "presence": seat.presence.value,
        "device": seat.device,
        "linked": seat.linked,
        "other_devices": _may_have_others(state, seat),
        "consent": consent and {"words": consent.words, "name": consent.name, "contact": consent.contact},
    }


def _may_have_others(state: State, seat: Seat) -> bool:
    """T11: each link that was not ended may be a device, and so is the one with which somebody sat down."""
    links = sum(holder == seat.id for holder in state.links.values())
    return links > (1 if seat.by_link else 0)


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """What every seat's `now` looks at, looked up once for a whole table."""

    phase: str
    step: str | None
    current_round: Round | None
    is_free: bool
    """Whether anybody who waits may begin."""
    waiting: tuple[str, ...]
    passed: tuple[str, ...]
    turns: Mapping[str, int]
    """Seat → its newest turn in this step."""
    undoable_passes: Mapping[str, int]
    """The seat whose own pass is the newest thing that can be undone → its version (T18)."""


def summarize_round(state: State) -> RoundSummary:
    current_round = state.round if state.round and not state.round.closed else None
    step = state.current.id if state.current else None
    step_of_round = state.step_by_id(current_round.step) if current_round else None
    turns = {t.seat: t.turn for t in state.turns if t.step == step}
    if state.speaking:
        turns[state.speaking.seat] = state.speaking.id
    newest_step = state.undoable[-1] if state.undoable else None
    undoable_passes = {}
    if newest_step and newest_step.own_pass and newest_step.by.seat:
        undoable_passes[newest_step.by.seat] = newest_step.version
    return RoundSummary(
        determine_phase(state),
        step,
        current_round,
        is_free=step_of_round is not None and step_of_round.free,
        waiting=current_round.waiting if current_round else (),
        passed=current_round.passed if current_round else (),
        turns=turns,
        undoable_passes=undoable_passes,
    )


def build_now(state: State, seat: Seat, summary: RoundSummary | None = None) -> Section:
    summary = summary or summarize_round(state)
    current_round, phase = summary.current_round, _determine_seat_phase(state, seat, summary)
    second = current_round.second if current_round else None
    return {
        "phase": phase,
        "turn": summary.turns.get(seat.id),
        "offer": second.id if phase == "offer" and second else None,
        "after": current_round.last if phase == "start" and current_round else None,
        "undo": summary.undoable_passes.get(seat.id),
        "round": current_round.id if current_round else None,
        "step": summary.step,
    }


def _determine_seat_phase(state: State, seat: Seat, summary: RoundSummary) -> str:
    if seat.presence is not Presence.PRESENT:
        return seat.presence.value
    if summary.phase in ("goodbye", "sitting", "read_back"):
        return summary.phase
    if state.open_question == seat.id:
        return "asked"
    if summary.phase == "writing":
        return "write"
    return (
        "listen"
        if summary.current_round is None
        else _determine_seat_phase_in_round(seat, summary.current_round, summary)
    )


def _determine_seat_phase_in_round(seat: Seat, current_round: Round, summary: RoundSummary) -> str:
    if current_round.turn and current_round.turn.seat == seat.id:
        return "turn"
    if current_round.second and not current_round.second.ended and seat.id in summary.passed:
        has_accepted = seat.id in current_round.second.accepted
        return "accepted" if has_accepted else "offer"
    if summary.is_free and seat.id in summary.waiting:
        return "listen" if current_round.turn else "start"
    return "almost" if summary.waiting[:1] == (seat.id,) else "listen"


def build_asks(state: State, seat: Seat) -> Section:
    """T23: agreements that need this person's yes, with the answer given; goals that can be supported, at the harvest. T14: nothing
    is asked of who was not let in or was removed."""
    if seat.id not in state.circle or seat.presence is Presence.REMOVED:
        return {"agreements": [], "goals": []}
    agreements = [
        {
            "id": word.id,
            "text": text_placeholder(word.id),
            "lang": word.lang,
            "owner": name_placeholder(word.seat) if word.seat else None,
            "due": word.due,
            "own": word.seat == seat.id,
            "accepted": word.answer_of(seat.id),
            "answered": word.answered.get(seat.id),
        }
        for word in state.words.values()
        if word.kind is Kind.AGREEMENT and _needs_yes(state, word, seat)
    ]
    goals = [
        {
            "id": word.id,
            "text": text_placeholder(word.id),
            "lang": word.lang,
            "supported": seat.id in word.supporters,
        }
        for word in state.words.values()
        if word.kind is Kind.GOAL
        and state.harvest_open
        and (is_seen_by_all(state, word) or is_own(word, seat))
    ]
    return {"agreements": agreements, "goals": goals}


def _needs_yes(state: State, word: Words, seat: Seat) -> bool:
    """T23: one's own agreement, or one that names this seat and whose owner is not removed."""
    if not word.alive:
        return False
    if word.seat is not None and state.seats[word.seat].presence is Presence.REMOVED:
        return word.seat == seat.id
    return seat.id in (word.seat, *word.together)


def build_words(state: State, seat: Seat) -> Section:
    return [build_own_words(state, w) for w in state.words.values() if is_own(w, seat)]


MINE: Mapping[str, Callable[[State, Seat], Section]] = {
    "me": build_me, "now": build_now, "words": build_words, "asks": build_asks,
}  # fmt: skip


def build_mine(state: State, seat_id: str) -> View:
    """V2: one seat's own place, own words and what is asked of it; nothing of another's."""
    return {section: make(state, state.seats[seat_id]) for section, make in MINE.items()}
