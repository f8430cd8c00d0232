"""The rights matrix over HTTP: every route × every role × every state, compared with `routes.toml`.

Both ways: what is allowed happens, and nothing else can be read or is written.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from dialoog.accounts import access, policy
from dialoog.accounts.policy import Kind
from dialoog.live.transport.rate_limits import FailureBudget
from tests.policy.accounts import PEOPLE
from tests.policy.canaries import seen_in
from tests.policy.evening import DESKS, ROLES, STATES, Evening
from tests.policy.evenings import Evenings, create_database, running_app
from tests.policy.identities import IDENTITIES
from tests.policy.route_requests import request_route

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("routes.toml").read_text("utf-8"))
ABOUT_NO_DIALOGUE = ("session.", "account.", "people.", "gathering.")
NEW_ID = re.compile(r"(/(?:bijeenkomsten|leiden|nieuw|verslagen/zip)/)[\w-]{12}(?![\w-])")
"""What the request itself made."""
CASES = [
    (route, state)
    for route, row in TABLE.items()
    for state in (STATES[:1] if row["action"].startswith(ABOUT_NO_DIALOGUE) else STATES)
]
"""What people do with accounts knows no state of a dialogue: they are asked once."""


KIND_OF_ROLE: dict[str, Kind] = {
    **dict.fromkeys(("nobody", "ended", "joining"), "nobody"),
    **dict.fromkeys(("own", "same", "waiting", "removed", "away", "left", "elsewhere"), "seat"),
    **dict.fromkeys(("key_holder", "program"), "key_holder"),
    **dict.fromkeys(("organiser", "organises_elsewhere"), "organiser"),
    "member": "member",
    "leader": "leader",
    "minute_taker": "minute_taker",
    "leads_elsewhere": "facilitator",
    **{role: role for role in ("scribe", "facilitator", "screen")},
}
"""A new kind of identity needs no role here: what it may do is a column of tests/policy/test_policy.py."""


def may(role: str, route: str) -> bool:
    """Whether the policy grants this role the action of the route with anything at all."""
    kinds = {KIND_OF_ROLE[role]} | ({"person"} if role in PEOPLE else set())
    return any(policy.allowed(IDENTITIES[kind], TABLE[route]["action"], None) for kind in kinds)


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evenings]:
    with Evenings(tmp_path_factory.mktemp("rights")) as evenings:
        yield evenings


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    create_database(tmp_path / "house")
    with running_app(tmp_path / "house") as app:
        yield app


def routes_of(app: Flask) -> set[str]:
    """`GET /plek` and its like: everything that can be asked for."""
    return {f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in methods_of(rule)}


def methods_of(rule: Any) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def roles_in(state: str) -> list[str]:
    """Nobody waits at the door while people sit down: then it admits (T14)."""
    return [role for role in ROLES if not (role == "waiting" and state == "open")]


def expected(route: str, state: str) -> dict[str, str]:
    rows = TABLE[route]
    by_state = next(
        (rows[name] for name in rows if isinstance(rows[name], dict) and state in name.split()), rows
    )
    named = {
        role: cell
        for roles, cell in by_state.items()
        if isinstance(cell, str) and roles != "action"
        for role in roles.split()
    }
    assert set(named) <= {*ROLES, "else"}, f"{route} names a role that is not there"
    return {role: named.get(role, named["else"]) for role in roles_in(state)}


def cell(answer: TestResponse, evening: Evening, role: str, *, wrote: bool) -> str:
    links = evening.links
    status = str(answer.status_code)
    if answer.status_code == 303:
        location = answer.headers["Location"]
        known = {
            "<code>": links.code,
            "<dialogue>": links.dialogue,
            "<elsewhere>": evening.elsewhere.dialogue,
            "<gathering>": evening.accounts["gathering"],
            "<word>": evening.words["own"],
        }
        for name, own in known.items():
            location = location.replace(own, name)
        location = NEW_ID.sub(r"\1<new>", location)
        return f"{status}>{location}{' !' if wrote else ''}"
    content = answer.data.decode("utf-8", "replace") + str(answer.headers)
    return " ".join(filter(None, (status, seen_in(content, role, links.code), "!" if wrote else "")))


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert routes_of(app) == set(TABLE)
    named = {name for rows in TABLE.values() for name, row in rows.items() if isinstance(row, dict)}
    assert {state for name in named for state in name.split()} <= set(STATES)


def test_a_route_that_nobody_thought_of_is_named(app: Flask) -> None:
    app.add_url_rule("/vergeten", "forgotten", lambda: "")
    assert routes_of(app) - set(TABLE) == {"GET /vergeten"}


def test_a_route_that_does_not_say_for_whom_it_is_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/vergeten", "forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="forgotten"):
        access.guard(app)


def test_a_route_that_was_added_later_lets_nobody_in(app: Flask) -> None:
    app.add_url_rule("/vergeten", "forgotten", lambda: "iets geheims")
    for key in ({}, {"Authorization": "Bearer sleutel-voor-de-matrix"}):
        response = app.test_client().get("/vergeten", headers=key)
        assert (response.status_code, "iets geheims" in response.text) == (401, False)


def test_every_route_names_the_action_of_its_row(app: Flask) -> None:
    known = access.actions(app)
    actions = {
        f"{method} {rule.rule}": known[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in methods_of(rule)
    }
    assert actions == {route: row["action"] for route, row in TABLE.items()}


@pytest.mark.parametrize("route", TABLE)
def test_a_route_shuts_out_whom_the_policy_denies_its_action(route: str) -> None:
    """In every state: whoever may not do it with anything is asked who they are, is shown nothing and writes nothing."""
    for state in STATES:
        for role, answer in expected(route, state).items():
            if not may(role, route):
                assert answer in (("401", "404") if role in PEOPLE else ("401", "302")), (state, role)


@pytest.mark.parametrize("route", [route for route in TABLE if not may("nobody", route)])
def test_a_route_that_is_not_for_everybody_has_a_case_that_is_allowed_and_one_that_is_denied(
    route: str,
) -> None:
    cases = {(role, answer[:3]) for state in STATES for role, answer in expected(route, state).items()}
    assert {status for role, status in cases if may(role, route)} & {"200", "201", "303"}
    assert {status for role, status in cases if not may(role, route)} & {"401", "302"}


@pytest.mark.parametrize(("route", "state"), CASES, ids=lambda one: one.replace(" ", "-"))
def test_rights(evenings: Evenings, route: str, state: str) -> None:
    """A row: what every role gets. After whoever wrote something the evening is as it was."""
    answers: dict[str, str] = {}
    roles = roles_in(state)
    while roles:
        with evenings.evening(state) as evening:
            before, wrote = evening.dump(), False
            while roles and not wrote:
                role = roles.pop(0)
                evening.runtime.failure_budget = FailureBudget()  # a wrong code is one of each role
                answer = request_route(route, evening.browser(role), evening, role)
                wrote = evening.dump() != before
                answers[role] = cell(answer, evening, role, wrote=wrote)
    assert answers == expected(route, state)


@pytest.mark.parametrize("state", ["running", "closed"])
@pytest.mark.parametrize("address", ["/verslagen/{}", "/verslagen/{}.json"])
@pytest.mark.parametrize(
    "role",
    [
        "nobody",
        "ended",
        "elsewhere",
        "waiting",
        "removed",
        "screen",
        "leads_elsewhere",
        "member",
        "organises_elsewhere",
    ],
)
def test_what_is_anothers_is_answered_as_what_is_not_there(
    evenings: Evenings, state: str, address: str, role: str
) -> None:
    with evenings.evening(state) as evening:
        browser, there, missing = evening.browser(role), evening.links.dialogue, "bestaatniet1"
        theirs, nothing = browser.get(address.format(there)), browser.get(address.format(missing))
        assert theirs.status_code == nothing.status_code
        assert theirs.text.replace(there, missing) == nothing.text


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("nobody", "ended")])
def test_a_role_that_asks_as_a_place_that_it_does_not_have_is_told_nothing(
    evenings: Evenings, role: str
) -> None:
    with evenings.evening("running") as evening:
        own = evening.place(role, own_dialogue=True) if role in (*DESKS, *evening.seats) else ""
        dialogues = (evening.links.dialogue, evening.elsewhere.dialogue)
        places = {
            f"{dialogue}.{at}"
            for dialogue in dialogues
            for at in ("facilitator", "scribe", "screen", "seat", evening.seats["own"], evening.seats["same"])
        }
        for other in sorted(places - {own}):
            before = evening.dump()
            browser = evening.browser(role)
            for answer in (
                browser.get(f"/live/documents?place={other}"),
                browser.get(f"/live/words?place={other}&ids={evening.words['own']}.1"),
                browser.post(
                    f"/live/command?place={other}", json={"id": "as-another-place-1", "kind": "ask_rest"}
                ),
                browser.post("/live/ticket", json={"place": other}),
            ):
                assert (answer.status_code, answer.json["reason"]) == (401, "no_token")
                assert seen_in(answer.text, role, evening.links.code) == ""
            assert evening.dump() == before


@pytest.mark.parametrize("role", [*DESKS, "own", "elsewhere"])
def test_a_token_that_is_ended_opens_nothing_from_that_moment_on(evenings: Evenings, role: str) -> None:
    with evenings.evening("running") as evening:
        browser = evening.browser(role)
        address = f"/live/documents?place={evening.place(role, own_dialogue=True)}"
        assert browser.get(address).status_code == 200
        evening.revoke(role)
        assert browser.get(address).status_code == 401


@pytest.mark.parametrize(
    ("role", "days"), [("own", 400), ("facilitator", 400), ("scribe", 400), ("screen", 400)]
)
def test_a_link_or_seat_opens_nothing_any_more_when_its_time_is_over(
    evenings: Evenings, role: str, days: int
) -> None:
    for age, status in ((days - 1, 200), (days + 1, 401)):
        with evenings.evening("closed") as evening:
            evening.age(role, age)
            address = f"/live/documents?place={evening.place(role)}"
            assert evening.browser(role).get(address).status_code == status
