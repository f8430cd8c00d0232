"""What anybody could ask at a table, right or wrong: strategies that draw commands from what a state knows.

Ids come mostly from the state, sometimes from what is long over, sometimes from nowhere.
"""

import types
from dataclasses import MISSING, fields
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from dialoog.rules import commands as c
from dialoog.rules.state import By, Desk, Keep, Kind, Role, SourceKind, State

KINDS = sorted(get_args(c.Command), key=lambda kind: kind.__name__)
VERSIONS = {"turn", "after", "offer", "round", "step", "version"}


def desks(state: State) -> st.SearchStrategy[By]:
    """Anybody: a seat's own device (also one that is gone or was never there), the desks, the house."""
    seats = st.sampled_from([*state.seats, "nobody"])
    return st.one_of(
        seats.map(lambda seat: By(Desk.SEAT, seat)),
        st.sampled_from([By(Desk.FACILITATOR), By(Desk.SCRIBE), By(Desk.FACILITATOR), By(Desk.HOUSE)]),
    )


def commands(state: State, kind: type) -> st.SearchStrategy[Any]:
    """Commands of this kind, each field from what the state knows."""
    hints = get_type_hints(kind)
    needed = {f.name: _values(state, kind, f.name, hints[f.name]) for f in fields(kind) if _always(f)}
    maybe = {f.name: _values(state, kind, f.name, hints[f.name]) for f in fields(kind) if not _always(f)}
    return st.fixed_dictionaries(needed, optional=maybe).map(lambda given: kind(**given))


def _always(f: Any) -> bool:
    return f.default is MISSING and f.default_factory is MISSING


def _values(state: State, kind: type, name: str, hint: Any) -> st.SearchStrategy[Any]:
    if kind is c.OpenTable:
        return st.just(state.steps)
    if name == "step" and kind is c.Write:
        return st.sampled_from([None, "harvest", "nowhere"])
    if name in VERSIONS:
        return st.sampled_from(_versions(state, name)) | st.integers(0, state.version + 2)
    if name == "seats":
        queue = [*state.round.waiting] if state.round else [*state.circle]
        return st.permutations(queue).map(tuple) | st.lists(_seat(state), max_size=3).map(tuple)
    if name in ("together", "rests_on", "answers"):
        return st.lists(_seat(state) if name == "together" else _word(state), max_size=2).map(tuple)
    by_name: dict[str, st.SearchStrategy[Any]] = {
        "seat": _new_or_known(state) if kind is c.TakeSeat else _seat(state),
        "word": st.integers(0, 9).map(lambda n: f"word{n}") if kind is c.Write else _word(state),
        "seconds": st.sampled_from([0, 10, 60, 600, 601]), "lang": st.sampled_from(["nl", "ar"]),
        "reason": st.sampled_from(["time", "unwell", "free text", ""]), "due": st.sampled_from([None, "2026-12-06"]),
        "theme": st.sampled_from(["light", "dark", "pink"]), "desk": st.sampled_from(["scribe", "seat", "cook"]),
        "name": st.booleans() if kind is c.GiveConsent else st.just("sealed-name"),
        "commitment": st.just("sealed"), "after": _seat(state),
    }  # fmt: skip
    drawn = by_name[name] if name in by_name else _of_type(hint)
    may_miss = get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)
    return drawn | st.none() if may_miss else drawn


def _of_type(hint: Any) -> st.SearchStrategy[Any]:
    plain = next((x for x in get_args(hint) if x is not type(None)), hint)
    if plain is bool:
        return st.booleans()
    assert plain in (Keep, Kind, Role, SourceKind), hint
    return st.sampled_from(list(plain))


def _versions(state: State, name: str) -> list[int]:
    known = {
        "turn": [state.speaking.id if state.speaking else 0, *(t.turn for t in state.turns[-2:])],
        "after": [state.round.last] if state.round else [],
        "offer": [state.round.second.id] if state.round and state.round.second else [],
        "round": [state.round.id] if state.round else [],
        "step": [state.step_version],
        "version": [u.version for u in state.undoable[-2:]],
    }
    return known[name] or [0]


def _seat(state: State) -> st.SearchStrategy[str]:
    return st.sampled_from([*state.seats, "nobody"])


def _new_or_known(state: State) -> st.SearchStrategy[str]:
    return st.sampled_from([f"late{n}" for n in range(3)] + [*state.seats])


def _word(state: State) -> st.SearchStrategy[str]:
    return st.sampled_from([*state.words, "no-word"])
