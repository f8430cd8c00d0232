"""Nothing that a stranger sends reaches a traceback: what is no packet of ours closes its socket, quietly.

Three doors, from the outside in: the websocket hands on text frames of the four kinds that a client may
send; a Socket.IO packet is decoded only as what the protocol has; whatever still goes wrong ends that
one socket. Who says nothing for five seconds is shown out.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet

from dialoog.live.fanout import FanOut
from dialoog.live.limits import Pace
from dialoog.live.messages import Json
from dialoog.live.presence import Present
from dialoog.live.simple_line import hang_up, line_of
from dialoog.live.unsent import Lines, Unsent
from dialoog.logs import log
from dialoog.tally import tally

PACKET_BYTES = 32 * 1024
READ_BYTES = 4096
CONNECT_SECONDS = 5
DOOR_SECONDS = 0.5
AT_THE_DOOR = 200
"""Sockets that did not say yet who they are: a whole hall that returns at once says so within a moment. More than these
cost memory for nobody, so the one that is silent longest goes (R10)."""
FRAMES = ("1", "3", "4")
"""What a client sends in Engine.IO: close, pong, message."""

OF_THE_SERVER = ("connect", "disconnect", "*")
"""Names of events that run the server's own handlers; after `*` the next argument would be taken for the sender."""


class NotOurs(ValueError):
    """A packet that no client of ours sends."""


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


class StrictFrames:
    """A websocket of which only our kind of frames is heard; at any other it counts as closed. What is written to it
    does not wait any more."""

    def __init__(self, websocket: Any, waiting: Unsent) -> None:
        self._websocket = websocket
        self._waiting = waiting
        whole = getattr(websocket, "Message", None)
        if whole is not None:
            websocket.Message = capped(whole)
        if hasattr(websocket, "_apply_mask"):
            websocket._apply_mask = unmasked
            websocket.socket = ReadsAhead(websocket.socket)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._websocket, name)

    def send(self, told: Any) -> None:
        self._websocket.send(told)
        self._waiting.written()

    def close(self) -> None:
        hang_up(self._websocket)

    def wait(self) -> str | None:
        try:
            told = self._websocket.wait()
        except UnicodeDecodeError:
            told = b""
        if told is None or ours(told):
            heard: str | None = told
            return heard
        tally.shown_out["not_ours"] += 1
        return None


class ReadsAhead:
    """A socket that is asked for a frame in four pieces and asks the kernel once."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._ahead = b""

    def recv(self, size: int) -> bytes:
        ahead: bytes = self._ahead or self._socket.recv(READ_BYTES)
        self._ahead = ahead[size:]
        return ahead[:size]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


def ours(told: Any) -> bool:
    if not isinstance(told, str) or len(told) > PACKET_BYTES:
        return False
    return told in FRAMES[:2] or told[:1] == FRAMES[2]


def unmasked(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """What eventlet does sign by sign, at once: a long message must not cost more than it says."""
    size = len(data)
    turned = bytes(mask[(offset + n) % 4] for n in range(4))
    key = (turned * (size // 4 + 1))[:size]
    return (int.from_bytes(data) ^ int.from_bytes(key)).to_bytes(size)


def capped(whole: Any) -> Any:
    """eventlet caps a frame but not a message of many fragments; this caps the sum."""

    class Capped(whole):  # type: ignore[misc]
        size = 0

        def push(self, data: bytes, final: bool = False) -> None:
            self.size += len(data)
            if self.size > PACKET_BYTES:
                raise ValueError
            super().push(data, final=final)

    return Capped


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
    attach = getattr(server.manager, "attach", lambda eio_socket, websocket: None)

    def begins(eio_socket: Any, websocket: Any) -> Unsent:
        attach(eio_socket, line_of(websocket))
        return lines.begins(eio_socket, websocket, socketio.start_background_task)

    eio._async = {**eio._async, "websocket": _strict(eio._async["websocket"], begins, lines.ends)}

    def close(eio_sid: str, why: str) -> None:
        socket = eio.sockets.get(eio_sid)
        if socket is not None:
            tally.shown_out[why] += 1
            socketio.start_background_task(socket.close, wait=False, abort=True)

    def cut(eio_sid: str, why: str) -> None:
        """Its line at once, with what is kept for it: a goodbye would wait for an answer."""
        socket = eio.sockets.get(eio_sid)
        if socket is None or not isinstance(socket.queue, Unsent):
            close(eio_sid, why)
        else:
            tally.shown_out[why] += 1
            socket.queue.cut()

    paces: dict[str, Pace] = {}
    at_the_door: dict[str, float] = {}
    """Open and not bound yet, the oldest first, and since when."""
    watched = False

    def bound(eio_sid: str) -> str | None:
        """Socket.IO's name for it, where it said who it is."""
        sid: str | None = server.manager.sid_from_eio_sid(eio_sid, "/")
        return sid if sid is not None and present.bound(sid) is not None else None

    def watch_the_door() -> None:
        """One task for all who wait there, for as long as anybody does."""
        nonlocal watched
        while at_the_door:
            socketio.sleep(DOOR_SECONDS)
            long_ago = time.monotonic() - CONNECT_SECONDS
            for eio_sid, since in list(at_the_door.items()):
                if since < long_ago:
                    del at_the_door[eio_sid]
                    if bound(eio_sid) is None:
                        cut(eio_sid, "no_connect")
        watched = False

    def opened(eio_sid: str, environ: dict[str, Any]) -> None:
        nonlocal watched
        server._handle_eio_connect(eio_sid, environ)
        paces[eio_sid], at_the_door[eio_sid] = Pace(), time.monotonic()
        if not watched:
            watched = True
            socketio.start_background_task(watch_the_door)
        if len(at_the_door) > AT_THE_DOOR:
            oldest = next(iter(at_the_door))
            del at_the_door[oldest]
            cut(oldest, "crowded")

    def came_in(eio_sid: str, sid: str) -> None:
        del at_the_door[eio_sid]
        socket = eio.sockets.get(eio_sid)
        if socket is None or socket.closed:  # while its ticket was looked up
            left(eio_sid, eio.reason.TRANSPORT_CLOSE)
        else:
            welcome(sid)

    def left(eio_sid: str, reason: str) -> None:
        paces.pop(eio_sid, None)
        server._handle_eio_disconnect(eio_sid, reason)

    def message(eio_sid: str, told: Any) -> None:
        pace = paces.get(eio_sid)
        if pace is None:
            return
        if not pace.allows():
            del paces[eio_sid]
            cut(eio_sid, "too_fast")
            return
        try:
            if told[:1] != "0" and server.manager.sid_from_eio_sid(eio_sid, "/") is None:
                raise NotOurs
            if not short_way(eio_sid, told):
                server._handle_eio_message(eio_sid, told)
                if eio_sid in at_the_door and (sid := bound(eio_sid)):
                    came_in(eio_sid, sid)
        except (ValueError, TypeError, RecursionError, msgspec.MsgspecError):
            close(eio_sid, "not_ours")
        except Exception as error:
            log.error("a packet failed", fault=error)
            close(eio_sid, "failed")

    eio.on("connect", opened)
    eio.on("message", message)
    eio.on("disconnect", left)


def _strict(
    websocket_class: Any, begins: Callable[[Any, Any], Unsent], ends: Callable[[Unsent], None]
) -> Any:
    """Engine.IO gives its websocket a method of its socket to run: that is how the two find each other."""

    class StrictWebSocket(websocket_class):  # type: ignore[misc]
        def __init__(self, handler: Any, *more: Any, **named: Any) -> None:
            def heard(websocket: Any) -> Any:
                waiting = begins(handler.__self__, websocket)
                try:
                    return handler(StrictFrames(websocket, waiting))
                finally:
                    ends(waiting)
                    vars(handler.__self__).pop(FanOut.LINE, None)

            super().__init__(heard, *more, **named)
            if isinstance(settings := getattr(self, "server_args", None), dict):
                settings["max_message_size"] = PACKET_BYTES  # simple-websocket, under gevent

    return StrictWebSocket
