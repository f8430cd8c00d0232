"""What facilitator and scribe see besides the table (V3).

The question to read aloud, who is still to come, time against plan, calls, words ready to be shown,
and the one thing to do next. Who passed, who was excused and what can be taken back is
only here. Ids only, as in `views`.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from dialoog.rules.decide.flow import last_words_done
from dialoog.rules.programme import plan
from dialoog.rules.released import may_show, refused, undecided
from dialoog.rules.state import Desk, Form, Offer, Presence, Round, Seat, State, Status, Words
from dialoog.rules.views.words import Section, View, name


def _read(state: State) -> Section:
    step = state.current
    if step is None:
        return None
    last_words = state.round is not None and state.round.last_words and bool(step.last_words)
    return {
        "form": step.form.value,
        "title": dict(step.title),
        "question": dict(step.last_words if last_words else step.question),
        "more": dict(step.more),
        "deepening": [dict(texts) for texts in step.deepening],
        "kind": step.kind.value if step.kind else None,
    }


def _people(state: State) -> Iterator[Seat]:
    yield from (state.seats[s] for s in state.circle)
    yield from (s for s in state.seats.values() if s.id not in state.circle)


def _person(state: State, seat: Seat) -> Section:
    consent = seat.consent
    return {
        "seat": seat.id,
        "name": name(seat.id),
        "role": seat.role.value if seat.role else None,
        "lang": seat.lang,
        "device": seat.device,
        "linked": max((v for v, lets in state.links.items() if lets == seat.id), default=None),
        "joined": seat.joined,
        "presence": seat.presence.value,
        "consent": consent and ("aloud" if consent.aloud else "given"),
        "keeps": consent is not None and consent.words,
        "names": consent is not None and consent.name,
        "facilitator": seat.facilitator,
        "interpreter": seat.interpreter,
        "erased": seat.erased,
    }


def _queue(state: State) -> Section:
    opened = state.round
    if opened is None:
        return None
    step = state.step_by_id(opened.step)
    second = opened.second
    return {
        "round": opened.id,
        "last": opened.last,
        "turn": opened.turn.id if opened.turn else None,
        "waiting": list(opened.waiting),
        "spoke": _those(opened, Offer.SPOKE),
        "passed": list(opened.passed) + _those(opened, Offer.PASSED_FINAL),
        "excused": _those(opened, Offer.EXCUSED),
        "second": second
        and {
            "id": second.id,
            "asked": list(opened.passed),
            "accepted": [s for s in second.accepted if s in opened.passed],
            "ended": second.ended,
        },
        "seconds": opened.seconds,
        "extra": opened.extra,
        "clock_off": state.clock_off,
        "free": bool(step and step.free),
        "closed": opened.closed,
        "last_words": opened.last_words,
    }


def _those(opened: Round, offer: Offer) -> list[str]:
    return [s for s, stands in opened.offers.items() if stands is offer]


def _act(state: State) -> Section:
    newest = state.undoable[-1] if state.undoable else None
    return {
        "primary": _primary(state),
        "step": state.step_version,
        "undo": newest and {"version": newest.version, "what": newest.what, "theirs": newest.own_pass},
        "silence": state.silence is not None,
        "silence_ends": state.silence.ends if state.silence else None,
        "rest": state.rest is not None,
        "open_question": state.open_question,
        "circle_ordered": state.circle_ordered,
    }


def _primary(state: State) -> dict[str, Any] | None:
    """The one thing to do next, as a command to send as it stands; `seat` is whom it is about."""
    if state.status is Status.CLOSED or state.status is Status.PLANNED:
        return None
    if state.rest is not None:
        return {"kind": "go_on"}
    opened = state.round
    if opened is not None and not opened.closed:
        return _primary_in_round(state, opened)
    if state.current is not None and state.current.form is Form.HARVEST:
        return _primary_in_harvest(state)
    if state.following is None:
        return None
    return {"kind": "next_step", "step": state.step_version, "to": state.following.id}


def _primary_in_round(state: State, opened: Round) -> dict[str, Any]:
    if opened.complete:
        return {"kind": "close_round", "round": opened.id}
    step = state.step_by_id(opened.step)
    if step and step.free and opened.first_waiting is not None:
        return {"kind": "begin_turn", "after": opened.last, "seat": None}
    if (coming := opened.coming) is not None:
        return {"kind": "begin_turn", "after": opened.last, "seat": coming}
    if opened.turn is not None:
        return {"kind": "end_turn", "turn": opened.turn.id}
    return {"kind": "end_offer", "offer": opened.second.id if opened.second else 0}


def _primary_in_harvest(state: State) -> dict[str, Any]:
    if not state.read_back:
        return {"kind": "show_read_back", "step": state.step_version}
    if state.round is None:
        return {"kind": "open_last_words", "step": state.step_version}
    return {"kind": "close_dialogue"}


def _plan(state: State) -> Section:
    lines = plan(state)
    first = next((x.began for x in lines if x.step.form is not Form.WELCOME and x.began), None)
    return {
        "began": first,
        "steps": [
            {
                "id": line.step.id,
                "title": dict(line.step.title),
                "form": line.step.form.value,
                "minutes": line.step.minutes,
                "proposed": line.proposed,
                "began": line.began,
            }
            for line in lines
        ],
    }


def _calls(state: State) -> Section:
    asking = [s.id for s in state.seats.values() if s.presence is Presence.ASKING]
    return {"rest": state.rest_asked, "help": state.help_asked, "asking": asking}


def _words(state: State, word: Words) -> Section:
    return {
        "id": word.id,
        "revision": word.revision,
        "seat": word.seat,
        "kind": word.kind.value,
        "step": word.step,
        "keep": word.keep.value if word.keep else None,
        "ticked": word.ticked,
        "confirmed": word.confirmed,
        "shown": word.id in state.screen.shown,
        "other": word.by is not Desk.SEAT,
        "source": word.source.value if word.source else None,
        "due": word.due,
        "together": list(word.together),
        "accepted": list(word.accepted),
        "supporters": list(word.supporters),
        "rests_on": list(word.rests_on),
        "stands": word.stands,
        "may_show": may_show(state, word),
    }


def _close(state: State) -> Section:
    if not state.harvest_open:
        return None
    opened = state.round if state.round and state.round.last_words else None
    last_words = "not" if opened is None else "done" if last_words_done(state) else "open"
    open_words = [w for w in state.words.values() if w.alive and undecided(w) and not refused(state, w)]
    return {
        "read_back": state.read_back,
        "last_words": last_words,
        "ready": state.read_back and last_words == "done",
        "undecided": len(open_words),
    }


WORDS_TOGETHER = 16
"""So many in a section: what one sentence, or one choice, costs a desk on a slow line."""


def _words_from(first: int, state: State) -> Section:
    some = islice(state.words.values(), first, first + WORDS_TOGETHER)
    return [_words(state, word) for word in some if word.alive]


_OF_ONE: Mapping[str, Callable[[State], Section]] = {
    "read": _read,
    "people": lambda state: [_person(state, seat) for seat in _people(state)],
    "queue": _queue,
    "act": _act,
    "plan": _plan,
    "calls": _calls,
    "close": _close,
}


def sections(state: State) -> Mapping[str, Callable[[State], Section]]:
    """Words stand in numbered sections in the order in which they were written; none of them changes its place."""
    firsts = range(0, max(len(state.words), 1), WORDS_TOGETHER)
    return {**_OF_ONE, **{f"words.{n}": partial(_words_from, first) for n, first in enumerate(firsts)}}


def desk(state: State) -> View:
    """V3: the sections of the desk's document."""
    return {section: make(state) for section, make in sections(state).items()}
