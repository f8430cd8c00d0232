"""Nothing that a stranger sends reaches a traceback: what is no packet of ours closes its socket, quietly.

From the outside in: a request is a websocket from one of our own origins or is refused; a `line` hears only the kinds of
messages that a client may send; its `packets` are decoded only as what the protocol has; whatever still goes wrong ends that one
socket. Who does not say within five seconds who they are is shown out.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
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

TRANSPORT, TAKEN = "dialoog.transport", "dialoog.taken"
"""Where a request has its socket, a `Transport` put there by who serves, and then the line that it became."""
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
OF_THE_READER = (
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
"""What is kept of a request: a sentence to its reader needs no more."""
USUAL = "EIO=4&transport=websocket"
CONNECT_SECONDS = 5
LOOK_SECONDS = 0.5
AT_THE_GATE = 1_000
"""Lines of which nobody said yet whose they are: a whole hall may return in the same instant, and each costs some 10 KB. More than
these cost memory for nobody, so the one that is silent longest goes (R10)."""


class UpgradedResponse:
    """The answer to a request whose socket became a line: there is nothing more to say to it. Who serves is to let the line
    listen."""

    def __init__(self, line: WebSocketConnection) -> None:
        self.line = line

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


def mark_upgrades(site: WsgiApp, nothing_more: Callable[[], object] = lambda: None) -> WsgiApp:
    """The site, of which is noted where it took over the socket of a request: to that nothing more is said."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = site(environ, start_response)
        if isinstance(body, UpgradedResponse):
            environ[TAKEN] = body.line
            nothing_more()
        return body

    return answer


class Handshake:
    """Stands where the server of Socket.IO takes requests, and hears each line before that does.

    `is_bound` says of Socket.IO's name for a client whether it was let in; `welcome` is called with that name once the client was
    told so. `short_way` is given each later packet, with Engine.IO's name for its line, and says whether it has seen to it:
    then Socket.IO never hears of it.
    """

    def __init__(
        self,
        socketio: Any,
        lines: ConnectionRegistry,
        is_bound: Callable[[str], bool],
        short_way: Callable[[str, str], bool],
        welcome: Callable[[str], None],
    ) -> None:
        self._server = SocketIOServer(socketio.server)
        self._start = lines.start = socketio.start_background_task
        self._sleep = socketio.sleep
        self._lines = lines
        self._is_bound = is_bound
        self._short_way = short_way
        self._welcome = welcome
        self._unknown: dict[str, float] = {}
        """Lines that did not say yet who they are, and since when; the oldest first."""
        self._watching = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        upgraded = _let_near(environ, self._server.allowed_origins)
        if upgraded is None:
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"Bad Request"]
        line = WebSocketConnection(
            self._server.new_eio_sid(), environ[TRANSPORT], self._lines, self._hears, self._left
        )
        reader_environ = {name: environ[name] for name in OF_THE_READER if name in environ}
        self._server.add(line, reader_environ)
        self._lines.begins(line)
        line.write(upgraded + _opened(line.sid))
        self._waits_for(line.sid, time.monotonic())
        return UpgradedResponse(line)

    def _waits_for(self, eio_sid: str, since: float) -> None:
        self._unknown[eio_sid] = since
        if not self._watching:
            self._watching = True
            self._start(self._watch)
        if len(self._unknown) > AT_THE_GATE:
            self._show_out(next(iter(self._unknown)), "crowded")

    def _watch(self) -> None:
        """One task for all who stand here, for as long as anybody does."""
        while self._unknown:
            self._sleep(LOOK_SECONDS)
            long_ago = time.monotonic() - CONNECT_SECONDS
            for eio_sid in [sid for sid, since in self._unknown.items() if since < long_ago]:
                self._show_out(eio_sid, "no_connect")
                self._sleep(0)  # a thousand of them hold up nobody
        self._watching = False

    def _show_out(self, eio_sid: str, why: str) -> None:
        line = self._server.connection(eio_sid)
        if self._unknown.pop(eio_sid, None) is not None and line is not None:
            line.cut(why)

    def _hears(self, line: WebSocketConnection, packet: str) -> None:
        """One packet of Socket.IO's. Raises `ProtocolError` for what no client of ours says."""
        try:
            if packet[:1] == "0":
                line.together(lambda: self._comes_in(line, packet))
            elif self._server.sid_of(line.sid) is None:
                raise ProtocolError
            elif packet[:1] == "1":
                # It leaves. A line without anybody would stay for as long as it answers pings (R10).
                line.close(reason=CLIENT_DISCONNECT)
            elif not self._short_way(line.sid, packet):
                self._server.receive(line.sid, packet)
        except (ValueError, TypeError, RecursionError, msgspec.MsgspecError):
            raise ProtocolError from None
        except Exception as error:
            self._fails(line, error)

    def _fails(self, line: WebSocketConnection, error: Exception) -> None:
        log.error("a packet failed", fault=error)
        metrics.sockets_shown_out("failed").inc()
        line.close(abort=True)

    def _comes_in(self, line: WebSocketConnection, packet: str) -> None:
        since = self._unknown.pop(line.sid, None)  # how long it is looked up who they are is not their fault
        try:
            self._server.receive(line.sid, packet)
        except Exception as error:
            if not self._server.finish_connecting(line.sid):
                raise
            self._left(line.sid, SERVER_DISCONNECT)
            self._fails(line, error)
        sid = self._server.sid_of(line.sid)
        if sid is None or not self._is_bound(sid):
            if since is not None and not line.closed:
                self._waits_for(line.sid, since)
        elif line.closed:  # while the ticket was looked up
            self._left(line.sid, TRANSPORT_CLOSE)
        else:
            self._welcome(sid)

    def _left(self, eio_sid: str, reason: str) -> None:
        self._unknown.pop(eio_sid, None)
        self._server.remove(eio_sid, reason)


def _let_near(environ: Mapping[str, Any], origins: Iterable[str]) -> bytes | None:
    """The answer to who asks for a websocket in our way, from a page of ours or from no page at all; else None."""
    origin = environ.get("HTTP_ORIGIN")
    if origin and origin not in origins:
        return None
    query = environ.get("QUERY_STRING", "")
    if query != USUAL:
        parameters = parse_qs(query)
        if (
            parameters.get("EIO") != ["4"]
            or parameters.get("transport") != ["websocket"]
            or "sid" in parameters
        ):
            return None
    return accept_upgrade(environ)


def _opened(eio_sid: str) -> bytes:
    """What Engine.IO says first."""
    message = {
        "sid": eio_sid,
        "upgrades": [],
        "pingTimeout": PING_SECONDS * 1000,
        "pingInterval": PING_SECONDS * 1000,
        "maxPayload": PACKET_BYTES,
    }
    return text_frame("0" + Json.dumps(message))
