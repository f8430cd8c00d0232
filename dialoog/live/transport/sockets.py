"""Sockets: binds each to a place when it connects, welcomes it with its documents, and announces who is present.

A one-use ticket binds a socket to one dialogue, one desk and one seat; nothing that it sends later can change that. Its
commands go to `command_intake`; any other event is refused, and any other packet closes the socket.
"""

import logging
from functools import partial
from typing import Any

import msgspec
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError
from sqlalchemy.exc import SQLAlchemyError

from dialoog.live.protocol.messages import Connect, Have
from dialoog.live.protocol.reasons import say
from dialoog.live.push.broadcaster import is_removed
from dialoog.live.push.presence import BoundSocket
from dialoog.live.runtime import Runtime
from dialoog.live.tasks import storage_health
from dialoog.live.tasks.push import ensure_pusher
from dialoog.live.transport.command_intake import SocketCommandIntake
from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log
from dialoog.web.trusted_host import is_trusted_host
from dialoog.websocket.broadcast import BroadcastManager
from dialoog.websocket.connection import PING_SECONDS
from dialoog.websocket.frames import PACKET_BYTES
from dialoog.websocket.handshake import Handshake
from dialoog.websocket.socketio_adapter import StrictPacket

quiet = logging.getLogger("dialoog.sockets")
quiet.setLevel(logging.CRITICAL)

SOCKETS_PER_TOKEN = 10
"""The tabs of one browser, and connections that are lost but not noticed yet; with one more the oldest is closed (R10)."""
PRESENCE_DELAY_SECONDS = 0.05


def make_socketio(async_mode: str, origins: tuple[str, ...]) -> Any:
    """Flask-SocketIO's server: websocket only, our own broadcast, no logging."""
    make: Any = SocketIO  # its stubs lag behind what it can do
    return make(
        async_mode=async_mode,
        client_manager=BroadcastManager(),
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
    """Registers the handlers of the protocol with the Socket.IO server."""
    socketio = runtime.socketio
    manager: BroadcastManager = runtime.socketio_server.client_manager
    intake, handlers = SocketCommandIntake(runtime, manager), SocketHandlers(runtime)
    runtime.writer.batch_answers = manager.together
    handshake = Handshake(
        socketio,
        runtime.connections,
        handlers.is_bound,
        intake,
        handlers.welcome,
        partial(is_trusted_host, settings=runtime.settings),
    )
    runtime.socketio_server.handle_requests_with(handshake)
    socketio.server.on("connect", handlers.connect)  # not Flask-SocketIO's: these two need no request context
    socketio.server.on("disconnect", handlers.disconnect)


class SocketHandlers:
    """Handles a socket from CONNECT, which holds its ticket, to its end. `sid` is Socket.IO's id of the client."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._presence = PresenceAnnouncer(runtime)
        self._welcomes: dict[str, Have] = {}
        """sid → the versions that its client has, of those that are bound and not welcomed yet."""

    def is_bound(self, sid: str) -> bool:
        return self._runtime.presence.bound(sid) is not None

    def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        runtime = self._runtime
        try:
            bound, self._welcomes[sid] = _admit(runtime, sid, auth)
        except _NotAdmitted as refusal:
            metrics.sockets_refused(refusal.word).inc()
            with environ["flask.app"].request_context(environ):
                raise ConnectionRefusedError(
                    refusal.word, {"say": say(refusal.reason or refusal.word)}
                ) from None
        runtime.presence.enter(bound)
        for oldest in runtime.presence.sockets_of_token(bound)[:-SOCKETS_PER_TOKEN]:
            metrics.sockets_shown_out("crowded").inc()
            runtime.disconnect_soon(oldest)

    def welcome(self, sid: str) -> None:
        bound, have = self._runtime.presence.bound(sid), self._welcomes.pop(sid, None)
        if bound is not None and have is not None:
            _welcome(self._runtime, bound, have)
            self._presence.changed(bound.identity.dialogue)

    def disconnect(self, sid: str, reason: str | None = None) -> None:
        self._welcomes.pop(sid, None)
        bound = self._runtime.presence.leave(sid)
        if bound is not None:
            metrics.sockets_left(str(reason).replace(" ", "_")).inc()
            self._presence.changed(bound.identity.dialogue)


class _NotAdmitted(Exception):
    """`word` is for the client's program, the sentence of `reason` for its reader."""

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
        state = runtime.broadcaster(identity.dialogue).state()
        if not state.version:  # erased since the ticket was given
            raise _NotAdmitted("ticket", "no_token")
        if identity.seat and is_removed(state, identity.seat):
            raise _NotAdmitted("removed")
    except SQLAlchemyError:
        raise _NotAdmitted("later") from None
    return BoundSocket(sid, identity), message.have


def _welcome(runtime: Runtime, bound: BoundSocket, have: Have) -> None:
    """Joins the socket's rooms and sends its documents, once its client knows that it is connected."""
    ensure_pusher(runtime, bound.identity.dialogue)
    try:
        runtime.broadcaster(bound.identity.dialogue).subscribe(bound, have, runtime.disconnect_soon)
        if runtime.storage_failing and bound.doc == "desk":
            storage_health.send_trouble(runtime, bound.sid)
    except Exception as error:
        if runtime.presence.bound(bound.sid) is None:
            return  # it left during the query, and is in no room any more
        log.error("nobody could be welcomed", fault=error)
        metrics.sockets_shown_out("failed").inc()
        runtime.disconnect_soon(bound)


class PresenceAnnouncer:
    """Tells the desks who is present, a moment after that changed: a hall that comes in makes a few messages."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._scheduled: set[str] = set()

    def changed(self, dialogue: str) -> None:
        if dialogue not in self._scheduled and dialogue in self._runtime.broadcasters:
            self._scheduled.add(dialogue)
            self._runtime.start(self._announce, dialogue)

    def _announce(self, dialogue: str) -> None:
        self._runtime.socketio.sleep(PRESENCE_DELAY_SECONDS)
        self._scheduled.discard(dialogue)
        if dialogue in self._runtime.broadcasters:
            self._runtime.broadcasters[dialogue].send_presence()
