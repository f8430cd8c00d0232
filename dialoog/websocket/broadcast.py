"""One frame to many connections: a Socket.IO client manager that encodes a frame once and writes it to each of them.

The library's own manager encodes a message again for each client.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dialoog.telemetry import metrics
from dialoog.websocket.connection import MESSAGE
from dialoog.websocket.frames import text_frame
from dialoog.websocket.socketio_adapter import RoomManager, encode_ack


class BroadcastManager(RoomManager):
    """Broadcasts and acknowledges; the library does the rest (callbacks, leaving somebody out)."""

    def __init__(self) -> None:
        super().__init__()
        self._batches: dict[str, list[str]] | None = None
        """Name of a connection → its acknowledgements; None outside `together`."""

    def acknowledge(self, eio_sid: str, number: int, answer: Any) -> None:
        """Acknowledges the packet with this number; does nothing where the connection has ended."""
        packet = encode_ack(number, answer)
        if self._batches is None:
            self.send_packets([packet], [eio_sid])
        else:
            self._batches.setdefault(eio_sid, []).append(packet)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Writes all acknowledgements of one connection in one piece, at the end."""
        batches = self._batches = {}
        try:
            yield
        finally:
            self._batches = None
            for eio_sid, packets in batches.items():
                self.send_packets(packets, [eio_sid])

    def send_packets(self, packets: Sequence[str], eio_sids: Collection[str]) -> None:
        frames = b"".join([text_frame(MESSAGE + packet) for packet in packets])
        connections = self.connections(eio_sids)
        for connection in connections:
            connection.write(frames)
        metrics.frames.inc(len(connections) * len(packets))
        metrics.frame_bytes.inc(len(connections) * len(frames))
