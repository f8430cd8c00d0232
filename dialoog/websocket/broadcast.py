"""One frame to many sockets: a Socket.IO client manager that writes straight to the lines.

The stock manager frames a message for each client anew. Here it is framed once, and each line writes it in its turn.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dialoog.telemetry import metrics
from dialoog.websocket.connection import MESSAGE
from dialoog.websocket.frames import text_frame
from dialoog.websocket.socketio_adapter import RoomManager, encode_ack


class BroadcastManager(RoomManager):
    """What it does not do itself (callbacks, leaving somebody out) the stock manager does."""

    def __init__(self) -> None:
        super().__init__()
        self._gathered: dict[str, list[str]] | None = None
        """Engine.IO's name of a line → what it was answered `together`."""

    def acknowledge(self, eio_sid: str, number: int, answer: Any) -> None:
        """Answers the packet with this number; nothing happens where the line has gone."""
        packet = encode_ack(number, answer)
        if self._gathered is None:
            self.send_packets([packet], [eio_sid])
        else:
            self._gathered.setdefault(eio_sid, []).append(packet)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that one line is answered meanwhile it is told in one piece."""
        gathered = self._gathered = {}
        try:
            yield
        finally:
            self._gathered = None
            for eio_sid, answers in gathered.items():
                self.send_packets(answers, [eio_sid])

    def send_packets(self, packets: Sequence[str], eio_sids: Collection[str]) -> None:
        framed = b"".join([text_frame(MESSAGE + packet) for packet in packets])
        lines = self.connections(eio_sids)
        for line in lines:
            line.write(framed)
        metrics.frames.inc(len(lines) * len(packets))
        metrics.frame_bytes.inc(len(lines) * len(framed))
