"""One frame to many sockets: the Socket.IO client manager that writes straight to sockets that wait for nothing.

The stock manager frames a message and wakes a task for each client anew, which costs three to five times what
the sending costs. Here a message is framed once, and written at once to every socket whose queue is empty and
whose line is free; wherever anything waits it goes into that socket's own queue, so that the order stays. It
touches internals of Engine.IO and of the websockets beneath it, so it looks first whether they are as it knows them,
and leaves everything to the stock manager where they are not.
"""

import time
from collections.abc import Callable, Collection
from typing import Any

from engineio import packet as eio_packet
from socketio import packet
from socketio.manager import Manager

from dialoog.logs import log
from dialoog.tally import tally

Spawn = Callable[..., object]


class FanOut(Manager):  # type: ignore[misc]
    """`attach` tells it the line of a socket; sockets without one are served as the stock manager does."""

    LINE = "dialoog_line"

    def attach(self, eio_socket: Any, websocket: Any) -> None:
        if knows(websocket) and hasattr(eio_socket, "queue"):
            setattr(eio_socket, self.LINE, Line(eio_socket, websocket))
        else:
            log.warning("websockets are not as fanout knows them, so it sends the slower way")

    def emit(
        self, event: str, data: Any, namespace: str, room: Any = None, skip_sid: Any = None,
        callback: Any = None, to: Any = None, **more: Any,
    ) -> None:  # fmt: skip
        to = to or room
        plain = callback is None and skip_sid is None and isinstance(to, str | None)
        if not plain or namespace not in self.rooms:
            super().emit(event, data, namespace, None, skip_sid, callback, to, **more)
            return
        told = packet.Packet.encode(
            self.server.packet_class(packet.EVENT, data=[event, data], namespace=namespace)
        )
        here = self.rooms[namespace].get(to)
        self._send(told, list(here.values()) if here else ())

    def acknowledge(self, eio_sid: str, number: int, answer: Any) -> None:
        """Answers the packet with this number; nothing happens where the socket has gone."""
        told = packet.Packet.encode(self.server.packet_class(packet.ACK, data=[answer], id=number))
        self._send(told, (eio_sid,))

    def _send(self, told: str, eio_sids: Collection[str]) -> None:
        framed, queued, sockets, now = text_frame("4" + told), None, 0, time.time()
        known, spawn = self.server.eio.sockets, self.server.start_background_task
        for eio_sid in eio_sids:
            eio_socket = known.get(eio_sid)
            if eio_socket is None:
                continue
            sockets += 1
            line: Line | None = getattr(eio_socket, self.LINE, None)
            if line is None or not line.write(framed, now, spawn):
                queued = queued or eio_packet.Packet(eio_packet.MESSAGE, told)
                tally.queued += 1
                self.server._send_eio_packet(eio_sid, queued)
        tally.frames += sockets
        tally.bytes += sockets * len(framed)


def knows(websocket: Any) -> bool:
    """Whether this is a line as eventlet 0.40 and 0.41 have it: uncompressed, with its lock and its bare socket."""
    return (
        getattr(websocket, "version", None) == 13
        and not getattr(websocket, "extensions", None)
        and hasattr(getattr(websocket, "_sendlock", None), "locked")
        and hasattr(getattr(getattr(websocket, "socket", None), "fd", None), "send")
    )


class Line:
    """One socket, with what is asked of it for every frame at hand."""

    __slots__ = ("_lock", "_send", "_socket", "_websocket")

    def __init__(self, eio_socket: Any, websocket: Any) -> None:
        self._socket = eio_socket
        self._websocket = websocket
        self._lock = websocket._sendlock
        self._send = websocket.socket.fd.send

    def waits(self, now: float) -> bool:
        """Whether something is still to be written, or the client has stopped answering."""
        socket = self._socket
        if socket.closed or socket.closing or not socket.queue.empty() or self._lock.locked():
            return True
        pinged = socket.last_ping
        return bool(pinged and now - pinged > socket.server.ping_timeout)

    def write(self, framed: bytes, now: float, spawn: Spawn) -> bool:
        """Whether the frame is on its way; False when nothing of it was written and the queue has to take it.

        What did not fit is written by a task that already holds the line's lock, so nothing gets in between.
        """
        if self.waits(now):
            return False
        try:
            sent: int = self._send(framed)
        except OSError:
            return False
        if 0 < sent < len(framed):
            self._lock.acquire()
            spawn(self._finish, framed[sent:])
        return sent > 0

    def _finish(self, rest: bytes) -> None:
        try:
            self._websocket.socket.sendall(rest)
        except OSError:
            self._websocket.socket.close()  # half a frame is no frame: this client starts anew
        finally:
            self._lock.release()


def text_frame(text: str) -> bytes:
    """A websocket text frame as a server sends it: final, not masked (RFC 6455, 5.2)."""
    told = text.encode()
    length = len(told)
    if length < 126:
        head = bytes((0x81, length))
    elif length < 65536:
        head = bytes((0x81, 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x81, 127)) + length.to_bytes(8, "big")
    return head + told
