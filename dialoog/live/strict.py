"""Nothing that a stranger sends reaches a traceback: what is no packet of ours closes its socket, quietly.

Four doors, from the outside in: a request is a websocket from one of our own origins or is refused; a line hears only the kinds
of packets that a client may send; a Socket.IO packet is decoded only as what the protocol has; whatever still goes wrong ends
that one socket. Who says nothing for five seconds is shown out.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import msgspec
from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet

from dialoog.live.frames import PACKET_BYTES, NotOurs, accepted, text_frame
from dialoog.live.line import PING_SECONDS, Line, Lines
from dialoog.live.messages import Json
from dialoog.live.presence import Present
from dialoog.logs import log
from dialoog.tally import tally

LINE, TAKEN = "dialoog.line", "dialoog.taken"
"""Where a request has its socket, put there by who serves, and then the line that it became."""
Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
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
DOOR_SECONDS = 0.5
AT_THE_DOOR = 1_000
"""Sockets that did not say yet who they are: a whole hall may return in the same instant, and each costs some 10 KB. More than
these cost memory for nobody, so the one that is silent longest goes (R10)."""

OF_THE_SERVER = ("connect", "disconnect", "*")
"""Names of events that run the server's own handlers; after `*` the next argument would be taken for the sender."""


class StrictPacket(Packet):  # type: ignore[misc]
    """Only text, only our one namespace, only what a client may send; decoding refuses the rest."""

    uses_binary_events = False
    json = Json

    def decode(self, encoded_packet: Any) -> int:
        if not isinstance(encoded_packet, str) or encoded_packet[:1] not in "012":
            raise NotOurs
        attachments = super().decode(encoded_packet)
        if attachments or self.namespace is not None:
            raise NotOurs
        if self.packet_type == EVENT:
            told = self.data
            if not isinstance(told, list) or not told or not isinstance(told[0], str):
                raise NotOurs
            if told[0] in OF_THE_SERVER or self.id is None:
                raise NotOurs
        elif self.packet_type not in (CONNECT, DISCONNECT):
            raise NotOurs
        return 0


class TakenOver:
    """The answer to a request whose socket became a line: there is nothing more to say to it. Who serves is to let the line
    listen."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def __iter__(self) -> Iterator[bytes]:
        return iter(())


def noting_lines(site: Site, nothing_more: Callable[[], object] = lambda: None) -> Site:
    """The site, of which is noted where it took over the socket of a request: to that nothing more is said."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = site(environ, start_response)
        if isinstance(told, TakenOver):
            environ[TAKEN] = told.line
            nothing_more()
        return told

    return answer


def guard(
    socketio: Any,
    present: Present,
    lines: Lines,
    short_way: Callable[[str, str], bool],
    welcome: Callable[[str], None],
) -> None:
    """Puts the doors in; to be called once, before the server serves. `short_way` takes care of the packets that it
    says it does, before Socket.IO sees them; `welcome` is for each socket that was told that it is connected."""
    server = socketio.server
    eio = server.eio
    lines.start = socketio.start_background_task
    at_the_door: dict[str, float] = {}
    """Open and not bound yet, the oldest first, and since when."""
    watched = False

    def comes(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        upgraded = _let_near(environ, eio.cors_allowed_origins)
        if upgraded is None:
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"Bad Request"]
        line = Line(eio.generate_id(), environ[LINE], lines, message, left)
        eio.sockets[line.sid] = line
        server._handle_eio_connect(
            line.sid, {name: environ[name] for name in OF_THE_READER if name in environ}
        )
        lines.begins(line)
        line.write(upgraded + _opened(line.sid))
        stands_at_the_door(line.sid)
        return TakenOver(line)

    def stands_at_the_door(eio_sid: str) -> None:
        nonlocal watched
        at_the_door[eio_sid] = time.monotonic()
        if not watched:
            watched = True
            socketio.start_background_task(watch_the_door)
        if len(at_the_door) > AT_THE_DOOR:
            shown_out(next(iter(at_the_door)), "crowded")

    def watch_the_door() -> None:
        """One task for all who wait there, for as long as anybody does."""
        nonlocal watched
        while at_the_door:
            socketio.sleep(DOOR_SECONDS)
            long_ago = time.monotonic() - CONNECT_SECONDS
            for eio_sid in [sid for sid, since in at_the_door.items() if since < long_ago]:
                shown_out(eio_sid, "no_connect")
                socketio.sleep(0)  # a thousand of them hold up nobody
        watched = False

    def shown_out(eio_sid: str, why: str) -> None:
        line = eio.sockets.get(eio_sid)
        if at_the_door.pop(eio_sid, None) is not None and line is not None:
            line.cut(why)

    def message(line: Line, told: str) -> None:
        try:
            if told[:1] == "0":
                line.together(lambda: comes_in(line, told))
            elif server.manager.sid_from_eio_sid(line.sid, "/") is None:
                raise NotOurs
            elif (
                told[:1] == "1"
            ):  # it leaves; a line without it would stay for as long as it answers pings (R10)
                line.close(reason=eio.reason.CLIENT_DISCONNECT)
            elif not short_way(line.sid, told):
                server._handle_eio_message(line.sid, told)
        except (ValueError, TypeError, RecursionError, msgspec.MsgspecError):
            raise NotOurs from None
        except Exception as error:
            log.error("a packet failed", fault=error)
            tally.shown_out["failed"] += 1
            line.close(abort=True)

    def comes_in(line: Line, told: str) -> None:
        since = at_the_door.pop(
            line.sid, None
        )  # it said who it is: how long that is looked up is not its fault
        server._handle_eio_message(line.sid, told)
        sid = server.manager.sid_from_eio_sid(line.sid, "/")
        if sid is None or present.bound(sid) is None:
            if since is not None and not line.closed:
                at_the_door[line.sid] = since
        elif line.closed:  # while its ticket was looked up
            left(line.sid, eio.reason.TRANSPORT_CLOSE)
        else:
            welcome(sid)

    def left(eio_sid: str, reason: str) -> None:
        at_the_door.pop(eio_sid, None)
        eio.sockets.pop(eio_sid, None)
        server._handle_eio_disconnect(eio_sid, reason)

    server.handle_request = comes


def _let_near(environ: Mapping[str, Any], origins: Iterable[str]) -> bytes | None:
    """The answer to who asks for a websocket in our way, from a page of ours or from no page at all; else None."""
    origin = environ.get("HTTP_ORIGIN")
    if origin and origin not in origins:
        return None
    query = environ.get("QUERY_STRING", "")
    if query != USUAL:
        asked = parse_qs(query)
        if asked.get("EIO") != ["4"] or asked.get("transport") != ["websocket"] or "sid" in asked:
            return None
    return accepted(environ)


def _opened(eio_sid: str) -> bytes:
    """What Engine.IO says first."""
    told = {
        "sid": eio_sid,
        "upgrades": [],
        "pingTimeout": PING_SECONDS * 1000,
        "pingInterval": PING_SECONDS * 1000,
        "maxPayload": PACKET_BYTES,
    }
    return text_frame("0" + Json.dumps(told))
