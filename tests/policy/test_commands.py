"""The rights matrix of the commands: every kind of `live.protocol` × every role × every state, over HTTP.

Who may do what and when is `tests/rules/who_may_what.py`, the same table that the rules are compared with; here it is compared
with the whole way from a cookie to the journal. Every command is about Fatma's things: `own` is she.
"""

from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest
from werkzeug.test import TestResponse

from dialoog.live.protocol import commands
from dialoog.rules import commands as c
from dialoog.rules.state import Desk
from tests.policy.canaries import seen_in
from tests.policy.evening import ELSEWHERE, ROLES, STATES, Evening
from tests.policy.evenings import Evenings
from tests.policy.route_requests import desk
from tests.rules.who_may_what import CLOSED, HARVEST, OPEN, ROWS, RUNNING

KINDS: dict[str, type] = {kind.__struct_config__.tag: kind for kind in get_args(commands.Command)}
WHEN = {"open": OPEN, "running": RUNNING, "turn": RUNNING, "harvest": HARVEST, "closed": CLOSED, "gone": None}
NO_DESK = {"nobody", "ended", "joining", "organiser", "program"}
OTHERS = {"same", "waiting", "removed", "away", "left"}
SOMEBODYS = {"seat", "word", "turn", "version"}
"""A command with one of these is about somebody's things: here about Fatma's."""
NARROWER: dict[str, set[str]] = {
    "take_seat": {"own", *OTHERS},  # a device that sits takes no second seat
    "begin_turn": {"own", *OTHERS},  # one's own start is for free order, and no round here is
    "undo": {"own", *OTHERS},  # of a phone only the own pass
    "erase_seat": {"scribe", "facilitator"},  # Fatma has a device: it is hers to say
}
"""Where the rules let somebody do less than the table of commands says in one word."""
OF_ENDING = {"end_devices", "end_links"}
"""What a desk may still do after closing: a phone can be lost on the way home."""
OF_RIGHTS = {
    "not_allowed",
    "not_yours",
    "no_token",
    "token_ended",
    "removed",
    "unknown_seat",
    "unknown_dialogue",
}
"""Refusals that say "not you"; all others say "not now" or "not so"."""


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evenings]:
    with Evenings(tmp_path_factory.mktemp("rights")) as evenings:
        yield evenings


def command(kind: str, evening: Evening) -> dict[str, Any]:
    """About Fatma's seat, words and turn, as they are in the first dialogue; with its required fields only."""
    state = evening.prepared_state
    round = state.round
    known: dict[str, Any] = {
        "seat": evening.seats["own"], "word": evening.words["own"], "name": "Nieuwe naam", "text": "Nieuwe woorden",
        "word_kind": "experience", "lang": "tr", "on": True, "revision": 1, "words": True, "contact": True, "seconds": 60,
        "step": state.step_version, "turn": state.speaking.id if state.speaking else 1, "offer": 1, "reason": "time",
        "after": round.last if round else 1, "round": round.id if round else 1, "desk": "scribe",
        "version": state.undoable[-1].version if state.undoable else 1, "theme": "dark", "keep": "named", "asks": True,
        "request": 1, "pronunciation": "Fat-ma",
        "seats": list(reversed(round.waiting if round else state.circle)),
    }  # fmt: skip
    special: dict[str, dict[str, Any]] = {
        "give_consent": {"name": False}, "admit": {"seat": evening.seats.get("waiting", "s9")},
        "restore_seat": {"seat": evening.seats["removed"]}, "show_words": {"word": evening.words["released"]},
        "hide_words": {"word": evening.words["shown"]}, "close_dialogue": {"reason": "time"},
    }  # fmt: skip
    fields = msgspec.structs.fields(KINDS[kind])
    required = {f.name for f in fields if f.required or f.name == "seat"} - {"id"}
    values = {name: {**known, **special.get(kind, {})}[name] for name in required}
    return {"id": f"matrix-{kind:_>24}", "kind": kind, **values, **special.get(kind, {})}


def right(kind: str, role: str, state: str) -> str:
    """`no desk`: nobody is known. `ended`: was once. `shut out`: the seat was removed. `may`: the rules decide about the moment. `no`: refused
    or late, whatever the moment."""
    row = ROWS[getattr(c, KINDS[kind].__name__)]
    if role == "ended" and state != "gone":
        return "ended"
    if role in NO_DESK or (state == "gone" and role not in ELSEWHERE):
        return "no desk"
    if role == "removed" and state != "closed":
        return (
            "no" if kind == "give_consent" else "shut out"
        )  # C2: the own choices, and here Fatma's are asked for
    if role == "screen" or Desk(desk(role)) not in row.may:
        return "no"
    if role in ELSEWHERE:
        return "elsewhere"
    if WHEN[state] not in row.when:
        return "no"
    if state == "closed" and role in ("scribe", "facilitator") and kind not in OF_ENDING:
        return "no"
    if role in NARROWER.get(kind, ()):
        return "no"
    if role in OTHERS and SOMEBODYS & set(KINDS[kind].__struct_fields__):
        return "no"
    return "may"


def sends(evening: Evening, role: str, kind: str) -> TestResponse:
    return evening.browser(role).post(
        f"/live/command?place={evening.place(role, own_dialogue=True)}", json=command(kind, evening)
    )


def problem(evening: Evening, answer: TestResponse, right: str) -> str | None:
    """What is wrong with this answer, where something is."""
    body = answer.json
    match right:
        case "no desk":
            good = (answer.status_code, body["reason"]) == (401, "no_token")
        case "ended":
            good = (answer.status_code, body["reason"]) == (401, "token_ended")
        case "shut out":
            good = (answer.status_code, body["reason"]) == (403, "removed")
        case "no":
            good = body["answer"] in ("refused", "late")
        case "may":
            good = body["answer"] in ("ok", "late") or body["reason"] not in OF_RIGHTS
        case _:
            good = True
    if body["answer"] == "refused" and not body["say"].endswith("."):
        good = False
    return None if good else f"{answer.status_code} {body}"


def test_every_command_of_the_wire_has_a_row_in_the_table() -> None:
    assert {kind.__name__ for kind in KINDS.values()} == {kind.__name__ for kind in ROWS} - {
        "OpenTable",
        "BlankUndecided",
        "EraseNames",
    }


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_not_changes_nothing_and_tells_nothing(
    evenings: Evenings, role: str, state: str
) -> None:
    with evenings.evening(state) as evening:
        before = evening.dump()
        for kind in KINDS:
            expected = right(kind, role, state)
            if expected not in ("may", "elsewhere"):
                answer = sends(evening, role, kind)
                assert problem(evening, answer, expected) is None, kind
                assert seen_in(answer.text, role, evening.links.code) == "", kind
        assert evening.dump() == before


@pytest.mark.parametrize("role", sorted(ELSEWHERE))
@pytest.mark.parametrize("state", STATES)
def test_R9_whoever_comes_from_another_dialogue_changes_nothing_of_this_one(
    evenings: Evenings, role: str, state: str
) -> None:
    with evenings.evening(state) as evening:
        before = rows_of(evening)
        for kind in KINDS:
            answer = sends(evening, role, kind)
            assert answer.status_code != 500
            assert set(seen_in(answer.text, role, evening.links.code)) <= {"E"}, kind
        assert rows_of(evening) == before


def rows_of(evening: Evening) -> list[str]:
    """The rows of the first dialogue, in every table."""
    return [line for line in evening.dump().splitlines() if evening.links.dialogue in line]


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_is_not_told_that_it_is_not_for_them(evenings: Evenings, kind: str) -> None:
    """Otherwise a house that refuses everything would pass."""
    answers = []
    for state in STATES:
        for role in ("own", "same", "scribe", "facilitator"):
            if right(kind, role, state) == "may":
                with evenings.evening(state) as evening:
                    answer = sends(evening, role, kind)
                    assert problem(evening, answer, "may") is None, (role, state)
                    answers.append(answer.json["answer"])
    assert answers
