"""Sockets: admit once, parse strictly, run, acknowledge.

A socket is bound when it connects, by a one-use ticket, to one dialogue, one desk and one seat; nothing
it sends later can change that. Whatever is not a `command` with one argument and an acknowledgement is
no message of ours, and closes the socket.
"""

import logging
from collections.abc import Callable
from typing import Any

import msgspec
from flask import request
from flask_socketio import SocketIO
from socketio import Manager
from socketio.exceptions import ConnectionRefusedError as Refuse
from sqlalchemy.exc import SQLAlchemyError

from dialoog.live.protocol.messages import Answer, Connect, Have
from dialoog.live.protocol.reasons import say
from dialoog.live.push.broadcaster import removed
from dialoog.live.push.presence import Bound
from dialoog.live.runtime import House
from dialoog.live.tasks import storage_health
from dialoog.live.tasks.periodic import see_that_it_is_pushed
from dialoog.live.transport import responses
from dialoog.live.transport.command_intake import ShortWay, take_command
from dialoog.telemetry.logging import log
from dialoog.telemetry.metrics import tally
from dialoog.websocket.broadcast import FanOut
from dialoog.websocket.connection import PING_SECONDS
from dialoog.websocket.frames import PACKET_BYTES
from dialoog.websocket.handshake import Gate
from dialoog.websocket.socketio_adapter import StrictPacket

quiet = logging.getLogger("dialoog.sockets")
quiet.setLevel(logging.CRITICAL)

SOCKETS_PER_TOKEN = 10
"""Windows of one browser, and lines that died and are not known to be dead yet; one more and the oldest goes (R10)."""
TOGETHER_SECONDS = 0.05


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
        serializer=StrictPacket,
        max_http_buffer_size=PACKET_BYTES,
        http_compression=False,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        logger=quiet,
        engineio_logger=quiet,
    )


def serve(house: House) -> None:
    """Puts the messages of the protocol on the house's Socket.IO server."""
    socketio = house.socketio
    manager = house.socketio_server.client_manager
    short_way: Callable[[str, str], bool] = _no_way
    if isinstance(manager, FanOut):
        short_way, house.writer.together = ShortWay(house, manager), manager.together
    clients = Clients(house)
    gate = Gate(socketio, house.lines, clients.knows, short_way, clients.welcome)
    house.socketio_server.handle_requests_with(gate)
    socketio.server.on("connect", clients.connect)  # these two need to know nothing of the request
    socketio.server.on("disconnect", clients.disconnect)
    socketio.on_event("command", clients.command)
    socketio.on_event("*", _unknown)
    socketio.on_error_default(_failed)


class Clients:
    """From the first packet of a socket, which shows its ticket, to its end. `sid` is Socket.IO's name for it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._presence = PresenceTold(house)
        self._coming: dict[str, Have] = {}
        """What those hold who are bound and not welcomed yet."""

    def knows(self, sid: str) -> bool:
        return self._house.present.bound(sid) is not None

    def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        house = self._house
        try:
            bound, self._coming[sid] = _admit(house, sid, auth)
        except _NotAdmitted as no:
            tally.sockets_refused[no.word] += 1
            with environ["flask.app"].request_context(environ):
                raise Refuse(no.word, {"say": say(no.reason or no.word)}) from None
        house.present.enter(bound)
        for oldest in house.present.of_token(bound)[:-SOCKETS_PER_TOKEN]:
            tally.shown_out["crowded"] += 1
            house.dismiss(oldest)

    def welcome(self, sid: str) -> None:
        bound, have = self._house.present.bound(sid), self._coming.pop(sid, None)
        if bound is not None and have is not None:
            _welcome(self._house, bound, have)
            self._presence.changed(bound.bearer.dialogue)

    def command(self, *told: Any) -> Answer:
        bound = self._house.present.bound(request.sid)  # type: ignore[attr-defined]
        if bound is None:
            return responses.refused("no_token")
        answer, _ = take_command(self._house, bound.bearer, told[0] if len(told) == 1 else None)
        return answer

    def disconnect(self, sid: str, reason: str | None = None) -> None:
        self._coming.pop(sid, None)
        bound = self._house.present.leave(sid)
        if bound is not None:
            tally.sockets_left[str(reason).replace(" ", "_")] += 1
            self._presence.changed(bound.bearer.dialogue)


def _unknown(*_: Any) -> Answer:
    return responses.refused("unknown_message")


def _failed(error: Exception) -> Answer:
    log.error("a message failed", fault=error)
    return responses.later()


def _no_way(_eio_sid: str, _packet: str) -> bool:
    """The stock manager goes the ordinary way with everything."""
    return False


class _NotAdmitted(Exception):
    """`word` is for the program that connects, the sentence of `reason` for who reads it."""

    def __init__(self, word: str, reason: str = "") -> None:
        super().__init__(word)
        self.word = word
        self.reason = reason


def _admit(house: House, sid: str, auth: Any) -> tuple[Bound, Have]:
    try:
        asked = msgspec.convert(auth, Connect)
    except (msgspec.ValidationError, RecursionError):
        raise _NotAdmitted("malformed") from None
    try:
        bearer = house.tickets.take(asked.ticket)
        if bearer is None:
            raise _NotAdmitted("ticket", "no_token")
        if bearer.seat and removed(house.table(bearer.dialogue).state(), bearer.seat):
            raise _NotAdmitted("removed")
    except SQLAlchemyError:
        raise _NotAdmitted("later") from None
    return Bound(sid, bearer), asked.have


def _welcome(house: House, bound: Bound, have: Have) -> None:
    """After the socket was told that it is connected: its rooms and its documents."""
    see_that_it_is_pushed(house, bound.bearer.dialogue)
    try:
        house.table(bound.bearer.dialogue).welcome(bound, have, house.dismiss)
        if house.in_trouble and bound.doc == "desk":
            storage_health.tells(house, bound.sid)
    except Exception as error:
        if house.present.bound(bound.sid) is None:
            return  # who left while the database was asked is in no room any more
        log.error("nobody could be welcomed", fault=error)
        tally.shown_out["failed"] += 1
        house.dismiss(bound)


class PresenceTold:
    """The desks hear who is here a moment after it changed: a hall that comes in is told in a few messages."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._soon: set[str] = set()

    def changed(self, dialogue: str) -> None:
        if dialogue not in self._soon and dialogue in self._house.tables:
            self._soon.add(dialogue)
            self._house.start(self._tell, dialogue)

    def _tell(self, dialogue: str) -> None:
        self._house.socketio.sleep(TOGETHER_SECONDS)
        self._soon.discard(dialogue)
        if dialogue in self._house.tables:
            self._house.tables[dialogue].tell_presence()
