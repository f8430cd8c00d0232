"""The document `desk`: what facilitator and scribe see besides the table.

The question to read aloud, who is still to come, time against plan, calls, words ready to be shown,
and the one thing to do next. Who passed, who was excused and what can be taken back is
only here (V3).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from dialoog.rules.decide.flow import are_last_words_done
from dialoog.rules.programme import propose_minutes
from dialoog.rules.released import awaits_choice, may_show
from dialoog.rules.state import Desk, Form, Presence, Round, Seat, State, Status, Step, TurnStatus, Words
from dialoog.rules.views.words import (
    Section,
    View,
    build_name_request_for_desk,
    look_alike_placeholder,
    name_placeholder,
    pronunciation_placeholder,
    typed_name_placeholder,
)


def _build_read(state: State) -> Section:
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


def _list_seats(state: State) -> Iterator[Seat]:
    yield from (state.seats[s] for s in state.circle)
    yield from (s for s in state.seats.values() if s.id not in state.circle)


def _build_person(state: State, seat: Seat) -> Section:
    consent = seat.consent
    return {
        "seat": seat.id,
        "name": name_placeholder(seat.id),
        "typed": typed_name_placeholder(seat.id),
        "name_request": build_name_request_for_desk(seat),
        "pronunciation": pronunciation_placeholder(seat),
        "alike": look_alike_placeholder(seat.id),
        "role": seat.role.value if seat.role else None,
        "lang": seat.lang,
        "device": seat.device,
        "linked": max((v for v, holder in state.links.items() if holder == seat.id), default=None),
        "joined": seat.joined,
        "presence": seat.presence.value,
        "consent": consent and ("aloud" if consent.aloud else "given"),
        "keeps": consent is not None and consent.words,
        "names": consent is not None and consent.name,
        "contact": consent is not None and consent.contact,
        "facilitator": seat.facilitator,
        "interpreter": seat.interpreter,
        "erased": seat.erased,
    }


def _build_queue(state: State) -> Section:
    current_round = state.round
    if current_round is None:
        return None
    step = state.step_by_id(current_round.step)
    second = current_round.second
    return {
        "round": current_round.id,
        "last": current_round.last,
        "turn": current_round.turn.id if current_round.turn else None,
        "waiting": list(current_round.waiting),
        "spoke": _list_with_status(current_round, TurnStatus.SPOKE),
        "passed": list(current_round.passed) + _list_with_status(current_round, TurnStatus.PASSED_FINAL),
        "excused": _list_with_status(current_round, TurnStatus.EXCUSED),
        "second": second
        and {
            "id": second.id,
            "asked": list(current_round.passed),
            "accepted": [s for s in second.accepted if s in current_round.passed],
            "ended": second.ended,
        },
        "seconds": current_round.seconds,
        "extra": current_round.extra,
        "clock_off": state.clock_off,
        "free": bool(step and step.free),
        "closed": current_round.closed,
        "last_words": current_round.last_words,
    }


def _list_with_status(current_round: Round, status: TurnStatus) -> list[str]:
    return [s for s, current in current_round.statuses.items() if current is status]


def _build_act(state: State) -> Section:
    newest_step = state.undoable[-1] if state.undoable else None
    return {
        "primary": _choose_primary(state),
        "step": state.step_version,
        "undo": newest_step
        and {"version": newest_step.version, "what": newest_step.what, "theirs": newest_step.own_pass},
        "silence": state.silence is not None,
        "silence_ends": state.silence.ends if state.silence else None,
        "rest": state.rest is not None,
        "open_question": state.open_question,
        "circle_ordered": state.circle_ordered,
    }


def _choose_primary(state: State) -> dict[str, Any] | None:
    """The one thing to do next, as a command to send as it stands; `seat` is whom it is about."""
    if state.status is Status.CLOSED or state.status is Status.PLANNED:
        return None
    if state.rest is not None:
        return {"kind": "go_on"}
    current_round = state.round
    if current_round is not None and not current_round.closed:
        return _choose_primary_in_round(state, current_round)
    if state.current is not None and state.current.form is Form.HARVEST:
        return _choose_primary_in_harvest(state)
    if state.following is None:
        return None
    return _open_following(state, state.following)


def _choose_primary_in_round(state: State, current_round: Round) -> dict[str, Any]:
    if current_round.complete:
        return _choose_primary_after_turns(state, current_round)
    step = state.step_by_id(current_round.step)
    if step and step.free and current_round.first_waiting is not None:
        return {"kind": "begin_turn", "after": current_round.last, "seat": None}
    if (next_seat := current_round.next_seat) is not None:
        return {"kind": "begin_turn", "after": current_round.last, "seat": next_seat}
    if current_round.turn is not None:
        return {"kind": "end_turn", "turn": current_round.turn.id}
    return {"kind": "end_offer", "offer": current_round.second.id if current_round.second else 0}


def _choose_primary_after_turns(state: State, current_round: Round) -> dict[str, Any]:
    """A round closes along with what comes next, unless a writing minute comes first."""
    if current_round.last_words:
        return {"kind": "close_dialogue"}
    step = state.step_by_id(current_round.step)
    if (step and step.writing) or state.following is None:
        return {"kind": "close_round", "round": current_round.id}
    return _open_following(state, state.following)


def _open_following(state: State, step: Step) -> dict[str, Any]:
    return {"kind": "next_step", "step": state.step_version, "to": step.id}


def _choose_primary_in_harvest(state: State) -> dict[str, Any]:
    if not state.read_back:
        return {"kind": "show_read_back", "step": state.step_version}
    if state.round is None:
        return {"kind": "open_last_words", "step": state.step_version}
    return {"kind": "close_dialogue"}


def _build_plan(state: State) -> Section:
    plan = propose_minutes(state)
    began = next((x.began for x in plan if x.step.form is not Form.WELCOME and x.began), None)
    return {
        "began": began,
        "steps": [
            {
                "id": line.step.id,
                "title": dict(line.step.title),
                "form": line.step.form.value,
                "minutes": line.step.minutes,
                "proposed": line.proposed,
                "began": line.began,
            }
            for line in plan
        ],
    }


def _build_calls(state: State) -> Section:
    asking_seats = [s.id for s in state.seats.values() if s.presence is Presence.ASKING]
    return {"rest": state.rest_asked, "help": state.help_asked, "asking": asking_seats}


def _build_word(state: State, word: Words) -> Section:
    return {
        "id": word.id,
        "revision": word.revision,
        "seat": word.seat,
        "kind": word.kind.value,
        "step": word.step,
        "keep": word.keep.value if word.keep else None,
        "public": word.public,
        "ticked": word.ticked,
        "confirmed": word.confirmed,
        "undecided": awaits_choice(state, word),
        "shown": word.id in state.screen.shown,
        "other": word.by is not Desk.SEAT,
        "source": word.source.value if word.source else None,
        "due": word.due,
        "together": list(word.together),
        "accepted": list(word.accepted),
        "declined": list(word.declined),
        "supporters": list(word.supporters),
        "rests_on": list(word.rests_on),
        "stands": word.stands,
        "may_show": may_show(state, word),
    }


def _build_close(state: State) -> Section:
    if not state.harvest_open:
        return None
    current_round = state.round if state.round and state.round.last_words else None
    last_words = "not" if current_round is None else "done" if are_last_words_done(state) else "open"
    return {
        "read_back": state.read_back,
        "last_words": last_words,
        "ready": state.read_back and last_words == "done",
        "undecided": sum(awaits_choice(state, word) for word in state.words.values()),
    }


WORDS_PER_SECTION = 16
"""So many in a section: what one sentence, or one choice, costs a desk on a slow line."""


def _build_words_section(start: int, state: State) -> Section:
    words = islice(state.words.values(), start, start + WORDS_PER_SECTION)
    return [_build_word(state, word) for word in words if word.alive]


_FIXED_SECTIONS: Mapping[str, Callable[[State], Section]] = {
    "read": _build_read,
    "people": lambda state: [_build_person(state, seat) for seat in _list_seats(state)],
    "queue": _build_queue,
    "act": _build_act,
    "plan": _build_plan,
    "calls": _build_calls,
    "close": _build_close,
}


def get_section_builders(state: State) -> Mapping[str, Callable[[State], Section]]:
    """Words stand in numbered sections in the order in which they were written; none of them changes its place."""
    starts = range(0, max(len(state.words), 1), WORDS_PER_SECTION)
    return {
        **_FIXED_SECTIONS,
        **{f"words.{n}": partial(_build_words_section, start) for n, start in enumerate(starts)},
    }


def build_desk(state: State) -> View:
    """V3: the sections of the desk's document."""
    return {section: make(state) for section, make in get_section_builders(state).items()}
