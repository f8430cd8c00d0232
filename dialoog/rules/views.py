"""What each audience may see, built up and never cut down (V1–V5).

`table` is the same for the shared screen, every phone and both desks; `mine` is one seat's own; the
desk's view is in `views_desk`. Sections hold ids: a name stands as `{"$name": seat}`, a text
as `{"$text": word}`, translations as `{"$translation": word}`; the live layer puts the words in.
The shape of every section is in docs/protocol.md.
"""

from dataclasses import replace
from typing import Any

from dialoog.rules.released import kept, may_show, undecided
from dialoog.rules.state import (
    CONTRIBUTIONS,
    Form,
    Keep,
    Kind,
    Presence,
    Round,
    Seat,
    State,
    Status,
    Words,
)

Section = Any
View = dict[str, Section]
SOFT_SIGN = 0.75


def name(seat: str) -> dict[str, str]:
    """Where the live layer puts a call name."""
    return {"$name": seat}


def text(word: str) -> dict[str, str]:
    """Where the live layer puts the text of these words."""
    return {"$text": word}


def translation(word: str) -> dict[str, str]:
    """Where the live layer puts `{lang, text}` of a translation, or null."""
    return {"$translation": word}


def reference(word: Words) -> str:
    """How a client asks for a text: the id and the revision, so that it can be kept."""
    return f"{word.id}.{word.revision}"


def table(state: State) -> View:
    """V1, V2: what the whole room may see. Never drafts, passers, times per person or presence."""
    return {
        "stage": _stage(state),
        "step": _step(state),
        "circle": [[s.id, name(s.id)] for s in _in_the_ring(state)],
        "floor": floor(state),
        "shown": _shown(state),
        "harvest": _harvest(state),
    }


def _stage(state: State) -> Section:
    door = "open" if state.status is Status.OPEN else "asks"
    if state.harvest_open or state.status is Status.CLOSED:
        door = "shut"
    return {
        "status": state.status.value,
        "theme": state.screen.theme,
        "blank": state.screen.blank,
        "rest": state.rest is not None,
        "door": door,
        "here": sum(1 for _ in state.present()),
    }


def _step(state: State) -> Section:
    step = state.current
    if step is None:
        return None
    counted = [s for s in state.steps if s.form in (Form.ROUND, Form.HARVEST)]
    last_words = state.round is not None and state.round.last_words and not state.round.closed
    return {
        "id": step.id,
        "form": step.form.value,
        "n": counted.index(step) + 1 if step in counted else None,
        "of": len(counted),
        "kind": step.kind.value if step.kind else None,
        "title": dict(step.title),
        "question": dict(step.last_words if last_words and step.last_words else step.question),
        "more": dict(step.more),
        "began": state.began.get(step.id),
    }


def _in_the_ring(state: State) -> list[Seat]:
    gone = (Presence.LEFT, Presence.REMOVED)
    return [state.seats[s] for s in state.circle if state.seats[s].presence not in gone]


def floor(state: State) -> Section:
    """Who has the word and what the room is doing. T5: an offer lights no seat and names no next."""
    phase = _phase(state)
    opened = state.round
    turn = state.speaking
    clock = {"turn": turn.clock if turn else None, "silence": state.silence}.get(
        phase, state.writing if phase == "writing" else None
    )
    seconds = clock.seconds if clock else None
    return {
        "phase": phase,
        "then": _phase(replace(state, silence=None)) if phase == "silence" else None,
        "seat": turn.seat if turn else None,
        "turn": turn.id if turn else None,
        "next": next_in_sight(state),
        "began": clock.start if clock else None,
        "warn": clock.start + int(seconds * SOFT_SIGN * 1000) if clock and seconds else None,
        "ends": clock.ends if clock else None,
        "complete": opened is not None and opened.complete and opened.left_nobody_out,
        "last_words": opened is not None and opened.last_words,
    }


def _phase(state: State) -> str:
    if state.status is Status.CLOSED:
        return "goodbye"
    if state.status is not Status.RUNNING or state.current is None:
        return "sitting"
    opened = state.round
    if opened is not None and not opened.closed:
        return _phase_of_round(state, opened)
    if state.silence is not None:
        return "silence"
    if state.current.form is Form.HARVEST:
        return "read_back" if state.read_back and opened is None else "gather"
    if state.current.form is Form.ROUND:
        return "writing" if state.writing else "between"
    return state.current.form.value


def _phase_of_round(state: State, opened: Round) -> str:
    if opened.turn is not None:
        return "turn"
    if state.silence is not None:
        return "silence"
    if opened.complete:
        return "complete"
    return "ready" if opened.waiting else "offer"


def next_in_sight(state: State) -> str | None:
    """V1: who is next; nobody during a second offer (T5) or in free order (T27)."""
    opened = state.round
    if opened is None or opened.closed or not opened.waiting:
        return None
    step = state.step_by_id(opened.step)
    return None if step and step.free else opened.waiting[0]


def _shown(state: State) -> Section:
    """T20: ticked by the owner, shown by the facilitator, and nobody has the word."""
    if state.speaking is not None:
        return []
    return [
        {
            "id": reference(word),
            "kind": word.kind.value,
            "text": text(word.id),
            "lang": word.lang,
            "translation": translation(word.id),
            "name": shown_name(state, word),
        }
        for word in visible(state)
        if word.kind in CONTRIBUTIONS
    ]


def visible(state: State) -> list[Words]:
    """What the facilitator shows and its owner still lets be seen."""
    known = (state.words[w] for w in state.screen.shown if w in state.words)
    return [w for w in known if may_show(state, w)]


def shown_name(state: State, word: Words) -> Section:
    """V1: a name only where its owner chose "met mijn naam"; a hidden name is never shown."""
    return name(word.seat) if word.seat and kept(state, word) is Keep.NAMED else None


def _harvest(state: State) -> Section:
    shown = {w.id for w in visible(state)}
    lists: dict[Kind, list[Words]] = {}
    for word in state.words.values():
        of_the_group = word.seat is None and word.kind not in CONTRIBUTIONS
        if may_show(state, word) and (word.id in shown or of_the_group):
            lists.setdefault(word.kind, []).append(word)
    return {
        "insights": [reference(w) for w in lists.get(Kind.INSIGHT, [])],
        "tensions": [reference(w) for w in lists.get(Kind.TENSION, [])],
        "questions": [reference(w) for w in lists.get(Kind.QUESTION, [])],
        "goals": [[reference(w), len(w.supporters)] for w in lists.get(Kind.GOAL, [])],
        "sources": [
            [reference(w), w.source.value if w.source else None, shown_name(state, w)]
            for w in lists.get(Kind.SOURCE, [])
        ],
        "agreements": [
            [reference(w), [n for n in [shown_name(state, w)] if n], w.due]
            for w in lists.get(Kind.AGREEMENT, [])
            if w.stands
        ],
    }


def mine(state: State, seat_id: str) -> View:
    """V2: one seat's own place, own words and what is asked of it; nothing of another's."""
    seat = state.seats[seat_id]
    return {
        "me": _me(seat),
        "now": _now(state, seat),
        "words": [_own_words(state, w) for w in state.words.values() if _is_own(w, seat)],
        "asks": _asks(state, seat),
    }


def _is_own(word: Words, seat: Seat) -> bool:
    return word.seat == seat.id and word.alive


def _me(seat: Seat) -> Section:
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


def _now(state: State, seat: Seat) -> Section:
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
    whole = _phase(state)
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


def _own_words(state: State, word: Words) -> Section:
    return {
        "id": word.id,
        "revision": word.revision,
        "kind": word.kind.value,
        "step": word.step,
        "text": text(word.id),
        "lang": word.lang,
        "translation": translation(word.id),
        "keep": word.keep.value if word.keep else None,
        "ticked": word.ticked,
        "confirmed": word.confirmed,
        "other": word.by.value != "seat",
        "source": word.source.value if word.source else None,
        "due": word.due,
        "together": [name(s) for s in word.together],
        "stands": word.stands,
        "shown": word.id in state.screen.shown,
        "undecided": undecided(word),
    }


def _asks(state: State, seat: Seat) -> Section:
    """T23: agreements that need this person's yes; goals that can be supported, at the harvest."""
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
        if word.kind is Kind.AGREEMENT and word.alive and seat.id in (word.seat, *word.together)
    ]
    goals = [
        {
            "id": word.id,
            "text": text(word.id),
            "lang": word.lang,
            "supported": seat.id in word.supporters,
        }
        for word in state.words.values()
        if word.kind is Kind.GOAL and word.alive and state.harvest_open
    ]
    return {"agreements": agreements, "goals": goals}
