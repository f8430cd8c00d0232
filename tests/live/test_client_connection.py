"""The connection of a client comes back by itself, whatever the network did in between (connection.ts, run by node)."""

import json
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "dialoog" / "frontend"


def told_to(answers: str, seconds: int, life: int = 0) -> Any:
    """What a client was told when its requests for a ticket are answered so: `403 removed` by the server, `403` by a network's own page;
    0: no network."""
    return told_by("client_connection.mjs", answers, str(seconds), str(life))


def told_by(script: str, *arguments: str) -> Any:
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "esbuild").exists():
        pytest.skip("no node, or the front end's packages are not there (scripts/test fetches them)")
    ran = subprocess.run(
        [node, str(Path(__file__).with_name(script)), str(FRONTEND), *arguments],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout)


def test_R6_without_a_network_a_client_goes_on_asking() -> None:
    assert told_to("0,0,0,200", 30)["asked"] >= 4


def test_R6_who_waited_for_an_answer_that_never_came_asks_again_at_once() -> None:
    at = told_to("-1,-1,-1,-1,-1,200", 60)["at"]
    assert max(later - earlier for earlier, later in pairwise(at)) <= 10_000
    assert len(at) >= 6


@pytest.mark.parametrize(
    ("answer", "reason"),
    [("403 removed", "removed"), ("401 token_ended", "ended"), ("401 no_token", "ended")],
)
def test_R6_who_was_let_go_is_let_in_again_also_after_a_lost_network(answer: str, reason: str) -> None:
    events = told_to(f"{answer},0,{answer},0,200", 90)
    assert events["asked"] >= 5
    assert events["gone"][0] == reason
    assert events["gone"][-1] is None


def test_R6_a_network_that_wants_a_login_first_is_no_word_of_the_server() -> None:
    """Its page under our address sends nobody from the table, and its clock is not ours."""
    events = told_to("401,403,404,511,302,403 other_origin,400 malformed,503 later,200", 60)
    assert (events["gone"], events["dates"]) == ([], 0)
    assert events["asked"] >= 9


def test_R6_where_sockets_open_and_are_cut_after_a_second_it_goes_over_http() -> None:
    """A socket a second from each phone of a hall is more than any line of a hall carries; one is tried now and then."""
    events = told_to("200", 100, life=1000)
    assert 3 <= events["sockets"] <= 8
    assert events["fetched"] >= 20
    assert events["up"][-1] is True


def test_R6_sockets_that_are_cut_after_a_while_are_opened_again() -> None:
    events = told_to("200", 100, life=15_000)
    assert events["sockets"] >= 6
    assert events["fetched"] <= events["sockets"], "one look each, since no pulse comes"


def test_R6_a_pulse_that_comes_late_is_no_server_put_back() -> None:
    """On a slow line a look over HTTP overtakes the pulses that wait in the socket."""
    older_and_late, older_and_later, newer = [38, 1000, 46, 2000], [38, 3000, 46, 2000], [47, 3000, 46, 2000]
    newer_ones = told_by("client_document_cache.mjs", json.dumps([older_and_late, older_and_later, newer]))
    assert newer_ones == [False, True, False]
