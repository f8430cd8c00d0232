"""Whoever comes to the gate, when something of ours fails or takes long meanwhile: nothing stays behind, nobody for ever."""

import json
import socket
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

from dialoog.accounts.tokens import Identity
from dialoog.live.runtime import Runtime
from dialoog.live.transport import sockets
from dialoog.websocket import handshake
from dialoog.websocket.connection import Transport, WebSocketConnection
from tests.live.room import Room
from tests.server.scraped_metrics import counted_here
from tests.serving import eventually
from tests.websocket.raw_client import has_ended


class Door:
    """The handshake of an installation without a server, and one line that came to it."""

    def __init__(self, runtime: Runtime, app: Flask, address: str = "192.0.2.7") -> None:
        self.server = runtime.socketio.server
        self.near, self.far = socket.socketpair()
        self.near.setblocking(False)
        upgraded = self.server.handle_request(
            EnvironBuilder(path="/socket.io/", query_string=handshake.USUAL_QUERY).get_environ()
            | {
                "HTTP_CONNECTION": "Upgrade",
                "HTTP_UPGRADE": "websocket",
                "HTTP_SEC_WEBSOCKET_VERSION": "13",
                "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
                "REMOTE_ADDR": address,
                "flask.app": app,
                handshake.TRANSPORT: Transport(SimpleNamespace(), self.near),
            },
            lambda *_: None,
        )
        self.line: WebSocketConnection = upgraded.connection

    def shuts(self) -> None:
        self.line.close(abort=True)
        self.near.close()
        self.far.close()

    def hears_who_it_is(self, ticket: str) -> None:
        self.line._receive_text(b"40" + json.dumps({"ticket": ticket}).encode())

    @property
    def was_cut(self) -> bool:
        return has_ended(self.far)

    @property
    def keeps(self) -> list[Any]:
        """What is there of anybody."""
        manager, eio = self.server.manager, self.server.eio
        there = (manager.rooms.get("/"), manager.pending_connect, manager.pending_disconnect)
        return [entry for entry in (*there, self.server.environ, eio.sockets) if entry]


@pytest.fixture
def door(room: Room) -> Iterator[Door]:
    one = Door(room.runtime, room.app)
    yield one
    one.shuts()


@pytest.mark.parametrize("error", [KeyError, RuntimeError, TypeError, ValueError], ids=lambda e: e.__name__)
@pytest.mark.parametrize(
    "when", ["the ticket is looked up", "the ticket is looked up and the line ends", "it is in"]
)
def test_R10_whoever_cannot_come_in_by_our_own_fault_leaves_nothing_behind(
    room: Room, door: Door, monkeypatch: pytest.MonkeyPatch, error: type[Exception], when: str
) -> None:
    faults: list[str] = []
    monkeypatch.setattr(handshake.log, "error", lambda sentence, **_: faults.append(sentence))

    def stumbles(*_: Any) -> Any:
        if when.endswith("ends"):
            door.line.close(abort=True)
        raise error("what nobody foresaw")

    if when == "it is in":
        monkeypatch.setattr(room.runtime.presence, "sockets_of_token", stumbles)
    else:
        monkeypatch.setattr(room.runtime.tickets, "take", stumbles)
    door.hears_who_it_is(room.runtime.tickets.give(room.console))
    assert door.keeps == []
    assert room.runtime.presence.bound_sockets(room.id) == ()
    assert faults == ["a packet failed"]
    assert door.line.closed


@pytest.mark.parametrize("ticket", ["right", "wrong"])
def test_R10_how_long_a_ticket_is_looked_up_is_not_its_bearers_fault(
    room: Room, door: Door, monkeypatch: pytest.MonkeyPatch, ticket: str
) -> None:
    """But who is not let in has no longer than anybody to say who they are."""
    take = room.runtime.tickets.take
    valid = room.runtime.tickets.give(room.console)
    before = counted_here("dialoog_sockets_shown_out_total", reason="no_connect")

    def takes_long(text: str) -> Identity | None:
        monkeypatch.setattr(handshake, "CONNECT_SECONDS", 0)
        time.sleep(handshake.CHECK_SECONDS + 0.2)
        assert counted_here("dialoog_sockets_shown_out_total", reason="no_connect") == before
        return take(text)

    monkeypatch.setattr(room.runtime.tickets, "take", takes_long)
    door.hears_who_it_is(valid if ticket == "right" else "none")
    if ticket == "right":
        assert [bound.identity for bound in room.runtime.presence.bound_sockets(room.id)] == [room.console]
    else:
        eventually(
            lambda: counted_here("dialoog_sockets_shown_out_total", reason="no_connect") == before + 1,
            what="being shown out",
        )


@pytest.fixture
def three(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Door]]:
    """Lines, one after the other, where two may be."""
    monkeypatch.setattr(handshake, "MAX_UNIDENTIFIED", 2)
    monkeypatch.setattr(sockets, "SOCKETS_PER_TOKEN", 2)
    came: list[Door] = []
    yield came
    for one in came:
        one.shuts()


def test_R10_of_a_crowd_at_the_gate_who_is_silent_longest_goes(room: Room, three: list[Door]) -> None:
    three += [Door(room.runtime, room.app) for _ in range(3)]
    assert [one.was_cut for one in three] == [True, False, False]


def test_R10_one_device_that_opens_many_keeps_nobody_elsewhere_out(
    room: Room, three: list[Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshake, "MAX_UNIDENTIFIED", 100)
    monkeypatch.setattr(handshake, "MAX_UNIDENTIFIED_PER_ADDRESS", 2)
    three.append(Door(room.runtime, room.app, "198.51.100.1"))
    three += [Door(room.runtime, room.app) for _ in range(3)]
    assert [one.was_cut for one in three] == [False, True, False, False]


def test_R10_of_one_token_the_newest_lines_stay(room: Room, three: list[Door]) -> None:
    for _ in range(3):
        three.append(Door(room.runtime, room.app))
        three[-1].hears_who_it_is(room.runtime.tickets.give(room.console))
    eventually(lambda: three[0].line.closed, what="the oldest going")
    assert [one.was_cut for one in three[1:]] == [False, False]
    assert len(room.runtime.presence.bound_sockets(room.id)) == 2
