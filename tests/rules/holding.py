"""What must hold after every step of every dialogue, whoever asked for whatever."""

import json
from collections import deque
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any
from unittest.mock import patch

import msgspec

from dialoog.live.journal import state_cache
from dialoog.live.journal.state_cache import CachedState
from dialoog.live.journal.store import StoredEntry
from dialoog.rules import events as e
from dialoog.rules.evolve import can_be_undone, fold
from dialoog.rules.state import By, Desk, Kind, Presence, Round, State, Status, TurnStatus
from dialoog.rules.views import build_desk, build_mine, build_table
from dialoog.rules.views.words import is_seen_by_all

SERVED = (TurnStatus.SPOKE, TurnStatus.PASSED, TurnStatus.PASSED_FINAL)
Views = dict[str, dict[str, Any]]


def views_of(state: State) -> Views:
    """Every document there is, as JSON gives it back."""
    own = {f"mine:{seat}": build_mine(state, seat) for seat in state.seats}
    copy: Views = json.loads(
        json.dumps({"table": build_table(state), "desk": build_desk(state), **own}, allow_nan=False)
    )
    return copy


def one_speaker(state: State) -> None:
    """T1; and the turn, the statuses and the circle tell the same story."""
    if state.round is None:
        return
    speaking = [s for s, status in state.round.statuses.items() if status is TurnStatus.SPEAKING]
    assert speaking == ([state.round.turn.seat] if state.round.turn else [])
    assert set(state.round.statuses) <= set(state.circle) <= set(state.seats)
    assert len(set(state.circle)) == len(state.circle)
    if state.round.closed:
        assert state.round.complete
    for seat in state.round.waiting + state.round.passed + tuple(speaking):
        assert state.seats[seat].presence is Presence.PRESENT


def somebody_can_go_on(state: State) -> None:
    """T5, T6: an open round in which nobody speaks or waits is complete, or its second offer is open."""
    opened = state.round
    if opened is None or opened.closed or opened.turn or opened.next_seat or opened.complete:
        return
    assert opened.second is not None
    assert not opened.second.ended


def phones_keep_to_themselves(state: State, views: Views) -> None:
    """V2: no other person's words, no list of who passed, nobody's name but in what one is asked."""
    for seat in state.seats:
        phone = views[f"mine:{seat}"]
        assert all(state.words[w["id"]].seat == seat for w in phone["words"])
        for agreement in phone["asks"]["agreements"]:
            word = state.words[agreement["id"]]
            assert seat in (word.seat, *word.together)
        for goal in phone["asks"]["goals"]:
            word = state.words[goal["id"]]
            assert word.kind is Kind.GOAL
            assert word.seat == seat or is_seen_by_all(state, word)
        text = json.dumps({"me": phone["me"], "now": phone["now"]})
        assert not [other for other in state.seats if other != seat and f'"{other}"' in text]


def twin_of(state: State, opened: Round) -> State | None:
    """The same room where others passed: who was served is turned round by one."""
    served = [s for s, status in opened.statuses.items() if status in SERVED]
    if len({opened.statuses[s] for s in served}) < 2:
        return None
    to = dict(zip(served, served[1:] + served[:1], strict=True))
    statuses = {s: status for s, status in opened.statuses.items() if s not in to}
    statuses |= {to[s]: opened.statuses[s] for s in served}
    in_order = {s: statuses[s] for s in opened.statuses}
    second = opened.second
    if second:
        second = replace(second, accepted=tuple(to.get(s, s) for s in second.accepted))
    passed = tuple(to.get(s, s) for s in opened.has_passed)
    return replace(state, round=replace(opened, statuses=in_order, second=second, has_passed=passed))


def the_room_cannot_tell_who_passed(state: State, views: Views) -> None:
    """V1, T5: had others passed, the shared screen would look the same."""
    twin = twin_of(state, state.round) if state.round else None
    if twin is not None:
        assert json.loads(json.dumps(build_table(twin))) == views["table"]


def gone_is_gone(before: State, after: State) -> None:
    """C3, C8, S1: no step, and no undoing of a step, brings blanked words, names or an evening back."""
    for word in before.words.values():
        assert after.words[word.id].blanked >= word.blanked
        assert after.words[word.id].withdrawn >= word.withdrawn
    for seat in before.seats.values():
        assert after.seats[seat.id].erased >= seat.erased
        request = after.seats[seat.id].name_request
        assert request in (None, seat.name_request) or request.version > before.version
    if before.status is Status.CLOSED:
        assert after.status is Status.CLOSED
        assert (after.turns, after.round, after.circle) == (before.turns, before.round, before.circle)


def erasing_keeps_the_course(before: State, after: State, seat: str) -> None:
    """C8: turns and order as they were; an open turn of that seat ends."""
    assert after.turns[: len(before.turns)] == before.turns
    assert len(after.turns) <= len(before.turns) + 1
    assert after.circle == before.circle
    if before.round and after.round:
        assert tuple(after.round.statuses) == tuple(before.round.statuses)
        others = [s for s in before.round.statuses if s != seat]
        assert [after.round.statuses[s] for s in others] == [before.round.statuses[s] for s in others]
    assert after.words.keys() == before.words.keys()


def course(state: State) -> State:
    """A state without version, clocks, words and ways in: what undoing must give back (S5)."""
    turn = state.speaking and replace(state.speaking, clock=replace(state.speaking.clock, shift_ms=0))
    round_ = state.round and replace(state.round, turn=turn)
    seats = {
        s.id: replace(
            s,
            consent=None,
            name="",
            name_request=None,
            pronunciation=None,
            lang="",
            device=False,
            by_link=False,
            linked=None,
        )
        for s in state.seats.values()
    }
    return replace(
        state, version=0, round=round_, silence=None, writing=None, words={}, word_counts={}, seats=seats,
        screen=State().screen, help_asked=0, rest_asked=False, links={}, links_ended=0, code_version=0,
        door_asks=False,
    )  # fmt: skip


def every_journal_folds(entries: list[e.Entry]) -> None:
    """S5, S6: folding and showing never raise, whichever entry that can be undone is left out."""
    steps = [entry for entry in entries if can_be_undone(entry.events)]
    for n, left_out in enumerate(steps):
        state = fold(entry for entry in entries if entry is not left_out)
        if n % 4 == 0:
            views_of(state)


def the_cache_equals_the_fold(entries: list[e.Entry]) -> None:
    """S5, S6: however many entries the state cache reads at a time, whatever it prepared for an undo, and whichever steps are taken back
    in the end, it holds what all entries give."""
    random, cached = Random(len(entries)), CachedState("linde")
    later = deque(entries)
    steps_back = 3
    with patch.object(state_cache, "MOST_FOLDED_AT_ONCE", 3):
        while later or (cached.state.undoable and steps_back):
            if not later:
                steps_back -= 1
                back = e.Undone(cached.state.undoable[-1].version, 0)
                later.append(e.Entry(cached.version + 1, cached.last_at, By(Desk.FACILITATOR), (back,)))
            if cached.state.undoable and random.random() < 0.5:
                step = cached.state.undoable[-1].version
                base = cached.prepare_undo(step, lambda: None)
                cached = msgspec.structs.replace(cached, undo_base=base or cached.undo_base)
            read = [later.popleft() for _ in range(min(random.choice([1, 1, 2, 10, 80]), len(later)))]
            cached = cached.advance_all([StoredEntry(entry, b"") for entry in read])
            if not later or any(isinstance(fact, e.Undone) for entry in read for fact in entry.events):
                assert cached.state == fold(cached.entries)


def changes_carry_over(views: list[Views]) -> None:
    """R7: what changed or was added since a version, put over it step by step as a client does, gives every newer one.
    A client drops no section and no document: one that goes would stay with it."""
    pushes = [pushed(before, after) for before, after in pairwise(views)]
    for first in range(0, len(views), 7):
        held = {name: dict(sections) for name, sections in views[first].items()}
        for version in range(first + 1, len(views)):
            for name, sections in pushes[version - 1].items():
                held.setdefault(name, {}).update(sections)
            assert held == views[version]


def pushed(before: Views, after: Views) -> Views:
    """The sections that `before` does not have, or has otherwise."""
    return {
        name: {
            section: content
            for section, content in sections.items()
            if section not in (old := before.get(name, {})) or old[section] != content
        }
        for name, sections in after.items()
    }
