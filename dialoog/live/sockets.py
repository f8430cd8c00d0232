"""Sockets: admit once, parse strictly, run, acknowledge.

A socket is bound when it connects, by a one-use ticket, to one dialogue, one desk and one seat; nothing
it sends later can change that. Whatever is not a `command` with one argument and an acknowledgement is
no message of ours, and closes the socket.
"""

import logging
from typing import Any

import msgspec
from flask import request
from flask_socketio import SocketIO
from socketio import Manager
from socketio.exceptions import ConnectionRefusedError as Refuse
from sqlalchemy.exc import SQLAlchemyError

from dialoog.live import answers, strict, trouble
from dialoog.live.fanout import FanOut
from dialoog.live.house import House
from dialoog.live.messages import Answer, Connect, Have
from dialoog.live.presence import Bound
from dialoog.live.push import removed
from dialoog.live.rhythm import see_that_it_is_pushed
from dialoog.live.sayings import say
from dialoog.live.taking import ShortWay, take_command
from dialoog.logs import log
from dialoog.tally import tally

quiet = logging.getLogger("dialoog.sockets")
quiet.setLevel(logging.CRITICAL)

PING_SECONDS = 5
SOCKETS_PER_TOKEN = 10
"""Windows of one browser, and lines that died and are not known to be dead yet; one more and the oldest goes (R10)."""


def make_socketio(async_mode: str, origins: tuple[str, ...], fan_out: str = "direct") -> Any:
    """Socket.IO as it was measured: websocket only, commands of one phone in their order, no logging."""
    make: Any = SocketIO  # its stubs lag behind what it can do
    return make(
        async_mode=async_mode,
        client_manager=FanOut() if fan_out == "direct" else Manager(),
        cors_allowed_origins=list(origins),
        transports=["websocket"],
        async_handlers=False,
        manage_session=False,
        serializer=strict.StrictPacket,
        max_http_buffer_size=strict.PACKET_BYTES,
        http_compression=False,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        logger=quiet,
        engineio_logger=quiet,
    )


def serve(house: House) -> None:
    """Puts the messages of the protocol on the house's Socket.IO server."""
    socketio = house.socketio
    manager = socketio.server.manager
    short_way = ShortWay(house, manager) if isinstance(manager, FanOut) else _no_way
    strict.guard(socketio, house.present, house.lines, short_way)

    def connect(auth: Any = None) -> None:
        bound, have = _admit(house, request.sid, auth)  # type: ignore[attr-defined]
        house.present.enter(bound)
        for oldest in house.present.of_token(bound)[:-SOCKETS_PER_TOKEN]:
            tally.shown_out["crowded"] += 1
            house.dismiss(oldest)
        house.start(_welcome, house, bound, have)

    def disconnect(reason: str | None = None) -> None:
        bound = house.present.leave(request.sid)  # type: ignore[attr-defined]
        if bound is None:
            return
        tally.sockets_left[str(reason).replace(" ", "_")] += 1
        if bound.bearer.dialogue in house.tables:
            house.table(bound.bearer.dialogue).tell_presence()

    def command(*told: Any) -> Answer:
        bound = house.present.bound(request.sid)  # type: ignore[attr-defined]
        if bound is None:
            return answers.refused("no_token")
        return take_command(house, bound, told[0] if len(told) == 1 else None)

    def unknown(*_: Any) -> Answer:
        return answers.refused("unknown_message")

    def failed(error: Exception) -> Answer:
        log.error("a message failed", fault=error)
        return answers.later()

    socketio.on_event("connect", connect)
    socketio.on_event("disconnect", disconnect)
    socketio.on_event("command", command)
    socketio.on_event("*", unknown)
    socketio.on_error_default(failed)


def _no_way(_eio_sid: str, _packet: str) -> bool:
    """The stock manager goes the ordinary way with everything."""
    return False


def _admit(house: House, sid: str, auth: Any) -> tuple[Bound, Have]:
    try:
        asked = msgspec.convert(auth, Connect)
    except (msgspec.ValidationError, RecursionError):
        raise _refusal("malformed") from None
    try:
        bearer = house.tickets.take(asked.ticket)
        if bearer is None:
            raise _refusal("ticket", "no_token")
        if bearer.seat and removed(house.table(bearer.dialogue).state(), bearer.seat):
            raise _refusal("removed")
    except SQLAlchemyError:
        raise _refusal("later") from None
    return Bound(sid, bearer), asked.have


def _refusal(word: str, reason: str = "") -> Refuse:
    """`word` is for the program that connects, the sentence of `reason` for who reads it."""
    tally.sockets_refused[word] += 1
    return Refuse(word, {"say": say(reason or word)})


def _welcome(house: House, bound: Bound, have: Have) -> None:
    """After the socket was told that it is connected: its rooms, its documents, who is here."""
    socketio, dialogue = house.socketio, bound.bearer.dialogue
    for _ in range(100):
        if socketio.server.manager.is_connected(bound.sid, "/"):
            break
        socketio.sleep(0.01)
    if house.present.bound(bound.sid) is None:
        return
    table = house.table(dialogue)
    see_that_it_is_pushed(house, dialogue)
    try:
        table.welcome(bound, have, house.dismiss)
        if house.in_trouble and bound.doc == "desk":
            trouble.tells(house, bound.sid)
    except Exception as error:
        log.error("nobody could be welcomed", fault=error)
        tally.shown_out["failed"] += 1
        house.dismiss(bound)
