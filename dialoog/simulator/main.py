"""The player: holds an evening from a file against a running server, as its facilitator, scribe and phones.

It is the demo's, the tests' and the rehearsal's one player, and a client of docs/protocol.md alone: nothing
here imports the server or the rules. Afterwards it says where the record differs from the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dialoog.simulator.client import Refused, TimedOut
from dialoog.simulator.comparison import differences
from dialoog.simulator.evening_file import Evening, read
from dialoog.simulator.facilitation import Flow, OutOfOrder
from dialoog.simulator.harvest import play_harvest
from dialoog.simulator.http_client import HttpClient, ServerUnreachable, token_of
from dialoog.simulator.pacing import Pacing
from dialoog.simulator.participants import Participants
from dialoog.simulator.rounds import Watch, holds
from dialoog.simulator.websocket_client import ConnectionLost


@dataclass(frozen=True)
class Played:
    """What came of it: the record, where it differs from the file, and everybody who was there."""

    record: dict[str, Any]
    record_url: str
    differences: list[str]
    company: Participants


def main(file: str, url: str, speed: float = 1.0, setup_key: str | None = None) -> int:
    """`url` is a console link of a dialogue that was just set up for this file, or the address of a server
    when there is a set-up key. Gives the exit code: 0 when the record is as the file says."""
    try:
        evening = read(Path(file))
        console = url if urlsplit(url).fragment else set_up(evening, url, setup_key)
        played = play(evening, console, Pacing(speed), say=_say)
    except (OutOfOrder, Refused, TimedOut, ServerUnreachable, ConnectionLost, ValueError) as trouble:
        _say(f"The evening stopped: {trouble}")
        return 1
    for line in played.differences:
        _say(f"differs: {line}")
    _say(f"record: {played.record_url}")
    _say(
        "The record is as the file says."
        if not played.differences
        else f"{len(played.differences)} differences."
    )
    return 1 if played.differences else 0


def play(
    evening: Evening,
    console: str,
    pace: Pacing,
    say: Callable[[str], None] = lambda _: None,
    watch: Watch | None = None,
) -> Played:
    """Holds the whole evening. `watch` is called in the middle of every turn, by who wants to disturb it."""
    url = f"{urlsplit(console).scheme}://{urlsplit(console).netloc}"
    door = HttpClient(url, token_of(console))
    _somebody_is_there(door)
    company = Participants(evening, url, door, pace, say)
    try:
        company.take_the_table()
        company.sit_down()
        flow = Flow(company)
        for held in evening.rounds:
            holds(flow, held, watch)
        play_harvest(flow, watch)
        path = str(company.facilitator.section("desk", "links")["record"])
    finally:
        company.leave_the_house()
    payload = door.get(f"{path}.json")
    if payload.status != 200:
        raise ServerUnreachable("the record", payload.status, payload.body)
    return Played(payload.json, url + path, differences(company, payload.json), company)


def _somebody_is_there(door: HttpClient) -> None:
    """Later a line that is lost is waited for; an address at which nobody ever answered is a mistake."""
    try:
        door.get("/healthz")
    except ConnectionLost:
        raise ConnectionLost(f"nobody answers at {door.url}") from None


def set_up(evening: Evening, url: str, setup_key: str | None) -> str:
    """Puts the evening's own programme on the server; gives the console link."""
    if not setup_key:
        raise ValueError("give the console link of a dialogue that was set up for this file, or a set-up key")
    response = HttpClient(url, setup_key).post("/nieuw/avond", evening.fields)
    if response.status == 413:
        raise ValueError("the server does not take this file: it is too large.")
    if response.status == 400 and response.headers.get_content_type() == "application/json":
        raise ValueError(f"the server does not take this file: {response.json['say']}")
    if response.status != 201:
        raise ServerUnreachable("a dialogue for this file", response.status, response.body)
    return str(response.json["console"])


def _say(line: str) -> None:
    print(line, flush=True)
