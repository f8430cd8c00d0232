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
from dialoog.live.push.presence import BoundSocket
from dialoog.live.runtime import Runtime
from dialoog.live.tasks import storage_health
from dialoog.live.tasks.push import ensure_pusher
from dialoog.live.transport import responses
from dialoog.live.transport.command_intake import CommandIntake, take_command
from dialoog.telemetry.logging import log
from dialoog.telemetry.metrics import metrics
from dialoog.websocket.broadcast import BroadcastManager
from dialoog.websocket.connection import PING_SECONDS
from dialoog.websocket.frames import PACKET_BYTES
from dialoog.websocket.handshake import Handshake
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
        client_manager=BroadcastManager() if fan_out == "direct" else Manager(),
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


def serve(runtime: Runtime) -> None:
    """Puts the messages of the protocol on the house's Socket.IO server."""
    socketio = runtime.socketio
    manager = runtime.socketio_server.client_manager
    short_way: Callable[[str, str], bool] = _no_way
    if isinstance(manager, BroadcastManager):
        short_way, runtime.writer.together = CommandIntake(runtime, manager), manager.together
    clients = SocketHandlers(runtime)
    gate = Handshake(socketio, runtime.connections, clients.knows, short_way, clients.welcome)
    runtime.socketio_server.handle_requests_with(gate)
    socketio.server.on("connect", clients.connect)  # these two need to know nothing of the request
    socketio.server.on("disconnect", clients.disconnect)
    socketio.on_event("command", clients.command)
    socketio.on_event("*", _unknown)
    socketio.on_error_default(_failed)


class SocketHandlers:
    """From the first packet of a socket, which shows its ticket, to its end. `sid` is Socket.IO's name for it."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._presence = PresenceAnnouncer(runtime)
        self._coming: dict[str, Have] = {}
        """What those hold who are bound and not welcomed yet."""

    def knows(self, sid: str) -> bool:
        return self._runtime.presence.bound(sid) is not None

    def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        runtime = self._runtime
        try:
            bound, self._coming[sid] = _admit(runtime, sid, auth)
        except _NotAdmitted as no:
            metrics.sockets_refused[no.word] += 1
            with environ["flask.app"].request_context(environ):
                raise Refuse(no.word, {"say": say(no.reason or no.word)}) from None
        runtime.presence.enter(bound)
        for oldest in runtime.presence.of_token(bound)[:-SOCKETS_PER_TOKEN]:
            metrics.shown_out["crowded"] += 1
            runtime.dismiss(oldest)

    def welcome(self, sid: str) -> None:
        bound, have = self._runtime.presence.bound(sid), self._coming.pop(sid, None)
        if bound is not None and have is not None:
            _welcome(self._runtime, bound, have)
            self._presence.changed(bound.identity.dialogue)

    def command(self, *arguments: Any) -> Answer:
        bound = self._runtime.presence.bound(request.sid)  # type: ignore[attr-defined]
        if bound is None:
            return responses.refused("no_token")
        answer, _ = take_command(self._runtime, bound.identity, arguments[0] if len(arguments) == 1 else None)
        return answer

    def disconnect(self, sid: str, reason: str | None = None) -> None:
        self._coming.pop(sid, None)
        bound = self._runtime.presence.leave(sid)
        if bound is not None:
            metrics.sockets_left[str(reason).replace(" ", "_")] += 1
            self._presence.changed(bound.identity.dialogue)


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


def _admit(runtime: Runtime, sid: str, auth: Any) -> tuple[BoundSocket, Have]:
    try:
        message = msgspec.convert(auth, Connect)
    except (msgspec.ValidationError, RecursionError):
        raise _NotAdmitted("malformed") from None
    try:
        identity = runtime.tickets.take(message.ticket)
        if identity is None:
            raise _NotAdmitted("ticket", "no_token")
        if identity.seat and removed(runtime.broadcaster(identity.dialogue).state(), identity.seat):
            raise _NotAdmitted("removed")
    except SQLAlchemyError:
        raise _NotAdmitted("later") from None
    return BoundSocket(sid, identity), message.have


def _welcome(runtime: Runtime, bound: BoundSocket, have: Have) -> None:
    """After the socket was told that it is connected: its rooms and its documents."""
    ensure_pusher(runtime, bound.identity.dialogue)
    try:
        runtime.broadcaster(bound.identity.dialogue).welcome(bound, have, runtime.dismiss)
        if runtime.in_trouble and bound.doc == "desk":
            storage_health.tells(runtime, bound.sid)
    except Exception as error:
        if runtime.presence.bound(bound.sid) is None:
            return  # who left while the database was asked is in no room any more
        log.error("nobody could be welcomed", fault=error)
        metrics.shown_out["failed"] += 1
        runtime.dismiss(bound)


class PresenceAnnouncer:
    """The desks hear who is here a moment after it changed: a hall that comes in is told in a few messages."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._soon: set[str] = set()

    def changed(self, dialogue: str) -> None:
        if dialogue not in self._soon and dialogue in self._runtime.broadcasters:
            self._soon.add(dialogue)
            self._runtime.start(self._tell, dialogue)

    def _tell(self, dialogue: str) -> None:
        self._runtime.socketio.sleep(TOGETHER_SECONDS)
        self._soon.discard(dialogue)
        if dialogue in self._runtime.broadcasters:
            self._runtime.broadcasters[dialogue].tell_presence()
