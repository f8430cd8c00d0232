"""One frame to many sockets: the Socket.IO client manager that writes straight to sockets that wait for nothing.

The stock manager frames a message for each client anew. Here it is framed once, and each line writes it in its turn.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from engineio import packet as eio_packet
from socketio import packet
from socketio.manager import Manager

from dialoog.lines.frames import text_frame
from dialoog.lines.line import Line
from dialoog.tally import tally


class FanOut(Manager):  # type: ignore[misc]
    """Sockets that are no lines of ours are served as the stock manager does."""

    def __init__(self) -> None:
        super().__init__()
        self._gathered: dict[str, list[str]] | None = None
        """What each line was answered `together`."""

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
        if self._gathered is None:
            self._send(told, (eio_sid,))
        else:
            self._gathered.setdefault(eio_sid, []).append(told)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that one line is answered meanwhile it is told in one piece."""
        gathered = self._gathered = {}
        try:
            yield
        finally:
            self._gathered = None
            for eio_sid, answers in gathered.items():
                line = self.server.eio.sockets.get(eio_sid)
                say = partial(self._say_all, answers, eio_sid)
                if len(answers) > 1 and isinstance(line, Line):
                    line.together(say)
                else:
                    say()

    def _say_all(self, answers: list[str], eio_sid: str) -> None:
        for told in answers:
            self._send(told, (eio_sid,))

    def _send(self, told: str, eio_sids: Collection[str]) -> None:
        framed, sockets = text_frame("4" + told), 0
        known = self.server.eio.sockets
        for eio_sid in eio_sids:
            line = known.get(eio_sid)
            if line is None:
                continue
            sockets += 1
            if isinstance(line, Line):
                line.write(framed)
            else:
                self.server._send_eio_packet(eio_sid, eio_packet.Packet(eio_packet.MESSAGE, told))
        tally.frames += sockets
        tally.bytes += sockets * len(framed)
