"""Validates the handshake and every packet; invalid input closes the socket without a traceback.

A request that names another host, or is no websocket from one of our own origins, is refused. Of an open connection only the packets that a client may send
reach Socket.IO, decoded as our protocol has them. An unforeseen error ends that one connection. A client that does not say within five
seconds who it is is cut.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs

import msgspec

from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log
from dialoog.websocket.connection import PING_SECONDS, ConnectionRegistry, WebSocketConnection
from dialoog.websocket.frames import PACKET_BYTES, ProtocolError, text_frame
from dialoog.websocket.packets import Json
from dialoog.websocket.socketio_adapter import (
    CLIENT_DISCONNECT,
    SERVER_DISCONNECT,
    TRANSPORT_CLOSE,
    SocketIOServer,
)
from dialoog.websocket.websockets_adapter import accept_upgrade

TRANSPORT, CONNECTION = "dialoog.transport", "dialoog.connection"
"""Keys in a WSGI environ: the `Transport` of the request, put there by the server adapter, and the connection that it became."""
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
READER_ENVIRON = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "REMOTE_ADDR",
    "HTTP_HOST",
    "HTTP_COOKIE",
    "HTTP_ACCEPT_LANGUAGE",
    "wsgi.url_scheme",
    "flask.app",
)
"""What is kept of a request for as long as the websocket is open: enough to answer its reader in their language."""
USUAL_QUERY = "EIO=4&transport=websocket"
CONNECT_SECONDS = 5
CHECK_SECONDS = 0.5
MAX_UNIDENTIFIED = 1_000
"""Connections whose client did not say yet who it is. A whole hall may return in the same instant, and each costs some 10 KB; beyond the
limit the oldest is cut (R10)."""
MAX_UNIDENTIFIED_PER_ADDRESS = 300
"""Of one address, since a hall shares one: so many may join it at once, and one device in it must not keep the others out."""


class UpgradedResponse:
    """The empty response to a request that became a websocket. The server adapter then calls `connection.read_messages`."""

    def __init__(self, connection: WebSocketConnection) -> None:
        self.connection = connection

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


def mark_upgrades(app: WsgiApp, skip_response: Callable[[], object] = lambda: None) -> WsgiApp:
    """Wraps the application: after an upgrade the connection stands in the environ, and `skip_response` is called."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = app(environ, start_response)
        if isinstance(body, UpgradedResponse):
            environ[CONNECTION] = body.connection
            skip_response()
        return body

    return answer


class Handshake:
    """Handles requests in place of the Socket.IO server, and checks each packet before that receives it.

    `is_bound(sid)` says whether the connect handler accepted this client; `welcome(sid)` is called once the client has its answer.
    `handle_packet(eio_sid, packet)` gets each later packet; where it returns True, Socket.IO does not receive the packet.
    `is_trusted_host` tells whether the value of a header Host names this server.
    """

    def __init__(
        self,
        socketio: Any,
        registry: ConnectionRegistry,
        is_bound: Callable[[str], bool],
        handle_packet: Callable[[str, str], bool],
        welcome: Callable[[str], None],
        is_trusted_host: Callable[[str], bool],
    ) -> None:
        self._server = SocketIOServer(socketio.server)
        self._start = registry.start = socketio.start_background_task
        self._sleep = socketio.sleep
        self._registry = registry
        self._is_bound = is_bound
        self._handle_packet = handle_packet
        self._welcome = welcome
        self._is_trusted_host = is_trusted_host
        self._addresses: dict[str, str] = {}
        """Names of those connections → the network address that they come from."""
        self._unidentified: dict[str, float] = {}
        """Names of connections whose client did not say yet who it is, with the time of their handshake; the oldest first."""
        self._watching = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        upgraded = _accept(environ, self._server.allowed_origins, self._is_trusted_host)
        if upgraded is None:
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"Bad Request"]
        connection = WebSocketConnection(
            self._server.new_eio_sid(), environ[TRANSPORT], self._registry, self._receive, self._on_close
        )
        reader_environ = {name: environ[name] for name in READER_ENVIRON if name in environ}
        self._server.add(connection, reader_environ)
        self._registry.add(connection)
        connection.write(upgraded + _open_packet(connection.sid))
        self._addresses[connection.sid] = environ.get("REMOTE_ADDR", "")
        self._await_identity(connection.sid, time.monotonic())
        return UpgradedResponse(connection)

    def _await_identity(self, eio_sid: str, since: float) -> None:
        self._unidentified[eio_sid] = since
        if not self._watching:
            self._watching = True
            self._start(self._watch)
        if len(self._unidentified) > MAX_UNIDENTIFIED:
            self._cut_unidentified(next(iter(self._unidentified)), "crowded")
        if len(self._unidentified) > MAX_UNIDENTIFIED_PER_ADDRESS:
            address = self._addresses.get(eio_sid)
            of_address = [sid for sid in self._unidentified if self._addresses.get(sid) == address]
            if len(of_address) > MAX_UNIDENTIFIED_PER_ADDRESS:
                self._cut_unidentified(of_address[0], "crowded")

    def _watch(self) -> None:
        """Cuts connections that stay unidentified for too long; one task, for as long as there are any."""
        while self._unidentified:
            self._sleep(CHECK_SECONDS)
            long_ago = time.monotonic() - CONNECT_SECONDS
            for eio_sid in [sid for sid, since in self._unidentified.items() if since < long_ago]:
                self._cut_unidentified(eio_sid, "no_connect")
                self._sleep(0)  # a thousand of them do not block the loop
        self._watching = False

    def _cut_unidentified(self, eio_sid: str, reason: str) -> None:
        connection = self._server.connection(eio_sid)
        if self._unidentified.pop(eio_sid, None) is not None and connection is not None:
            connection.cut(reason)

    def _receive(self, connection: WebSocketConnection, packet: str) -> None:
        """Handles one Socket.IO packet. Raises `ProtocolError` where no client of ours sends it."""
        try:
            if packet[:1] == "0":
                connection.batch(lambda: self._connect(connection, packet))
            elif self._server.sid_of(connection.sid) is None:
                raise ProtocolError
            elif packet[:1] == "1":
                # The client leaves; without this its connection would stay open for as long as it answers pings (R10).
                connection.close(reason=CLIENT_DISCONNECT)
            elif not self._handle_packet(connection.sid, packet):
                self._server.receive(connection.sid, packet)
        except (ValueError, TypeError, RecursionError, msgspec.MsgspecError):
            raise ProtocolError from None
        except Exception as error:
            self._fail(connection, error)

    def _fail(self, connection: WebSocketConnection, error: Exception) -> None:
        log.error("a packet failed", fault=error)
        metrics.sockets_shown_out("failed").inc()
        connection.close(abort=True)

    def _connect(self, connection: WebSocketConnection, packet: str) -> None:
        since = self._unidentified.pop(connection.sid, None)  # the time of the lookup does not count
        try:
            self._server.receive(connection.sid, packet)
        except Exception as error:
            if not self._server.finish_connecting(connection.sid):
                raise
            self._on_close(connection.sid, SERVER_DISCONNECT)
            self._fail(connection, error)
        sid = self._server.sid_of(connection.sid)
        if sid is None or not self._is_bound(sid):
            if since is not None and not connection.closed:
                self._await_identity(connection.sid, since)
        elif connection.closed:  # during the lookup of the ticket
            self._on_close(connection.sid, TRANSPORT_CLOSE)
        else:
            self._welcome(sid)

    def _on_close(self, eio_sid: str, reason: str) -> None:
        self._unidentified.pop(eio_sid, None)
        self._addresses.pop(eio_sid, None)
        self._server.remove(eio_sid, reason)


def _accept(
    environ: dict[str, Any], origins: Iterable[str], is_trusted_host: Callable[[str], bool]
) -> bytes | None:
    """The response to a request for a websocket with our parameters, at a host of ours, from a page of ours or from no page at all;
    else None. A page at another host is refused too."""
    origin = environ.get("HTTP_ORIGIN")
    if origin and origin not in origins:
        return None
    if not is_trusted_host(environ.get("HTTP_HOST", "")):
        return None
    query = environ.get("QUERY_STRING", "")
    if query != USUAL_QUERY:
        parameters = parse_qs(query)
        if (
            parameters.get("EIO") != ["4"]
            or parameters.get("transport") != ["websocket"]
            or "sid" in parameters
        ):
            return None
    return accept_upgrade(environ)


def _open_packet(eio_sid: str) -> bytes:
    """The first packet of Engine.IO, as a frame."""
    message = {
        "sid": eio_sid,
        "upgrades": [],
        "pingTimeout": PING_SECONDS * 1000,
        "pingInterval": PING_SECONDS * 1000,
        "maxPayload": PACKET_BYTES,
    }
    return text_frame("0" + Json.dumps(message))
