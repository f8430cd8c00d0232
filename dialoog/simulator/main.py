"""`dialoog play`: plays an evening from a file and prints where its record differs from the file.

The demo and the tests play with the same functions.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from dialoog.simulator.client import EveningStopped
from dialoog.simulator.comparison import differences
from dialoog.simulator.evening_file import Evening, read_evening
from dialoog.simulator.facilitation import Flow
from dialoog.simulator.harvest import play_harvest
from dialoog.simulator.http_client import HttpClient, UnexpectedResponse, token_from
from dialoog.simulator.pacing import Pacing
from dialoog.simulator.participants import Participants
from dialoog.simulator.rounds import TurnHook, play_round
from dialoog.simulator.websocket_client import ConnectionLost


@dataclass(frozen=True)
class PlayedEvening:
    """The record, its differences from the file as sentences, and the participants with the ids that they got."""

    record: dict[str, Any]
    record_url: str
    differences: list[str]
    participants: Participants


def main(file: str, url: str, speed: float = 1.0, setup_key: str | None = None) -> int:
    """Returns the exit code: 0 where the record is as the file says, else 1.

    `url` is the console link of a dialogue that was just set up for this file, or the address of a server
    together with a set-up key."""
    try:
        evening = read_evening(Path(file))
        played = asyncio.run(_set_up_and_play(evening, url, Pacing(speed), setup_key))
    except (EveningStopped, UnexpectedResponse, ConnectionLost, ValueError) as error:
        _print(f"The evening stopped: {error}")
        return 1
    for line in played.differences:
        _print(f"differs: {line}")
    _print(f"record: {played.record_url}")
    _print(
        "The record is as the file says."
        if not played.differences
        else f"{len(played.differences)} differences."
    )
    return 1 if played.differences else 0


async def play(
    evening: Evening,
    console: str,
    pacing: Pacing,
    report: Callable[[str], None] = lambda _: None,
    on_turn: TurnHook | None = None,
) -> PlayedEvening:
    """Plays the whole evening at the dialogue of this console link. Calls `on_turn` in the middle of every turn."""
    http = HttpClient(console, token_from(console))
    participants = Participants(evening, http, pacing, report)
    try:
        await _check_server(http)
        await participants.open_desks()
        await participants.seat_everybody()
        flow = Flow(participants)
        for current_round in evening.rounds:
            await play_round(flow, current_round, on_turn)
        await play_harvest(flow, on_turn)
        path = str(participants.facilitator.section("desk", "links")["record"])
        response = await http.get(f"{path}.json")
    finally:
        await participants.disconnect_everybody()
    if response.status_code != httpx.codes.OK:
        raise UnexpectedResponse("the record", response)
    record = response.json()
    return PlayedEvening(record, http.url + path, differences(participants, record), participants)


async def set_up_dialogue(evening: Evening, url: str, setup_key: str | None) -> str:
    """Sets up a dialogue with the evening's own programme; returns its console link. Raises ValueError with a sentence
    where the server does not take the file."""
    if not setup_key:
        raise ValueError("give the console link of a dialogue that was set up for this file, or a set-up key")
    async with aclosing(HttpClient(url, setup_key)) as http:
        await _check_server(http)
        response = await http.post("/nieuw/avond", evening.fields)
    if response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        raise ValueError("the server does not take this file: it is too large.")
    if response.status_code == httpx.codes.BAD_REQUEST and _is_json(response):
        raise ValueError(f"the server does not take this file: {response.json()['say']}")
    if response.status_code != httpx.codes.CREATED:
        raise UnexpectedResponse("a dialogue for this file", response)
    return str(response.json()["console"])


async def _set_up_and_play(
    evening: Evening, url: str, pacing: Pacing, setup_key: str | None
) -> PlayedEvening:
    console = url if urlsplit(url).fragment else await set_up_dialogue(evening, url, setup_key)
    return await play(evening, console, pacing, report=_print)


async def _check_server(http: HttpClient) -> None:
    """Raises ConnectionLost where nobody answers: later a lost connection is opened again, here the address is wrong."""
    try:
        await http.get("/healthz")
    except ConnectionLost:
        raise ConnectionLost(f"nobody answers at {http.url}") from None


def _is_json(response: httpx.Response) -> bool:
    content_type: str = response.headers.get("Content-Type", "")
    return content_type.partition(";")[0] == "application/json"


def _print(line: str) -> None:
    print(line, flush=True)
