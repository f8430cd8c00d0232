"""One frame to many sockets: a Socket.IO client manager that writes straight to the lines.

The stock manager frames a message for each client anew. Here it is framed once, and each line writes it in its turn.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from socketio.manager import Manager
from socketio.packet import ACK, EVENT

from dialoog.lines.frames import text_frame
from dialoog.lines.line import MESSAGE
from dialoog.tally import tally


class FanOut(Manager):  # type: ignore[misc]
    """What it does not do itself (callbacks, leaving somebody out) the stock manager does."""

    def __init__(self) -> None:
        super().__init__()
        self._gathered: dict[str, list[str]] | None = None
        """Engine.IO's name of a line → what it was answered `together`."""

    def emit(
        self, event: str, data: Any, namespace: str, room: Any = None, skip_sid: Any = None,
        callback: Any = None, to: Any = None, **more: Any,
    ) -> None:  # fmt: skip
        to = to or room
        plain = callback is None and skip_sid is None and isinstance(to, str | None)
        if not plain or namespace not in self.rooms:
            super().emit(event, data, namespace, None, skip_sid, callback, to, **more)
            return
        told = self.server.packet_class(EVENT, data=[event, data], namespace=namespace).encode()
        here = self.rooms[namespace].get(to)
        self._send([told], list(here.values()) if here else ())

    def acknowledge(self, eio_sid: str, number: int, answer: Any) -> None:
        """Answers the packet with this number; nothing happens where the line has gone."""
        told = self.server.packet_class(ACK, data=[answer], id=number).encode()
        if self._gathered is None:
            self._send([told], [eio_sid])
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
                self._send(answers, [eio_sid])

    def _send(self, packets: Sequence[str], eio_sids: Collection[str]) -> None:
        framed = b"".join([text_frame(MESSAGE + told) for told in packets])
        known = self.server.eio.sockets
        lines = [known[eio_sid] for eio_sid in eio_sids if eio_sid in known]
        for line in lines:
            line.write(framed)
        tally.frames += len(lines) * len(packets)
        tally.bytes += len(lines) * len(framed)
