"""The player: holds an evening from a file against a running server, as its facilitator, scribe and phones.

It is the demo's, the tests' and the rehearsal's one player, and a client of docs/protocol.md alone: nothing
here imports the server or the rules. Afterwards it says where the record differs from the file.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

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
        played = asyncio.run(_play_at(evening, url, Pacing(speed), setup_key))
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


async def play(
    evening: Evening,
    console: str,
    pace: Pacing,
    say: Callable[[str], None] = lambda _: None,
    watch: Watch | None = None,
) -> Played:
    """Holds the whole evening. `watch` is called in the middle of every turn, by who wants to disturb it."""
    http = HttpClient(console, token_of(console))
    company = Participants(evening, http, pace, say)
    try:
        await _somebody_is_there(http)
        await company.take_the_table()
        await company.sit_down()
        flow = Flow(company)
        for held in evening.rounds:
            await holds(flow, held, watch)
        await play_harvest(flow, watch)
        path = str(company.facilitator.section("desk", "links")["record"])
        response = await http.get(f"{path}.json")
    finally:
        await company.leave_the_house()
    if response.status_code != httpx.codes.OK:
        raise ServerUnreachable("the record", response)
    record = response.json()
    return Played(record, http.url + path, differences(company, record), company)


async def set_up(evening: Evening, url: str, setup_key: str | None) -> str:
    """Puts the evening's own programme on the server; gives the console link."""
    if not setup_key:
        raise ValueError("give the console link of a dialogue that was set up for this file, or a set-up key")
    async with aclosing(HttpClient(url, setup_key)) as http:
        await _somebody_is_there(http)
        response = await http.post("/nieuw/avond", evening.fields)
    if response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        raise ValueError("the server does not take this file: it is too large.")
    if response.status_code == httpx.codes.BAD_REQUEST and _is_json(response):
        raise ValueError(f"the server does not take this file: {response.json()['say']}")
    if response.status_code != httpx.codes.CREATED:
        raise ServerUnreachable("a dialogue for this file", response)
    return str(response.json()["console"])


async def _play_at(evening: Evening, url: str, pace: Pacing, setup_key: str | None) -> Played:
    console = url if urlsplit(url).fragment else await set_up(evening, url, setup_key)
    return await play(evening, console, pace, say=_say)


async def _somebody_is_there(http: HttpClient) -> None:
    """Later a line that is lost is waited for; an address at which nobody ever answered is a mistake."""
    try:
        await http.get("/healthz")
    except ConnectionLost:
        raise ConnectionLost(f"nobody answers at {http.url}") from None


def _is_json(response: httpx.Response) -> bool:
    content_type: str = response.headers.get("Content-Type", "")
    return content_type.partition(";")[0] == "application/json"


def _say(line: str) -> None:
    print(line, flush=True)
