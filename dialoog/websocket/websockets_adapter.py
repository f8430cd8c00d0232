"""All contact with the library `websockets`: the handshake, the protocol of one connection, and the encoding of a frame.

Only its modules without I/O are imported: they bring no asyncio into a process that eventlet has patched. No other module
reads an undocumented attribute of the library; tests/server/test_library_contracts.py names each that is used here.
"""

from collections.abc import Mapping
from typing import Any

from websockets.datastructures import Headers
from websockets.exceptions import ProtocolError
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import Protocol, Side
from websockets.server import ServerProtocol

HANDSHAKE_HEADERS = {
    "HTTP_CONNECTION": "Connection",
    "HTTP_UPGRADE": "Upgrade",
    "HTTP_SEC_WEBSOCKET_KEY": "Sec-WebSocket-Key",
    "HTTP_SEC_WEBSOCKET_VERSION": "Sec-WebSocket-Version",
}
"""Names in a WSGI environ and in a request. Extensions and subprotocols are not among them, so none is ever agreed on: no
compression."""
MASKED_HEAD_BYTES = 6
"""The first two bytes of a client's frame and its mask, without what a longer length adds."""
_HANDSHAKE = ServerProtocol()
"""Checks every handshake, since nothing of one stays on it. One made for each is a cycle that only the garbage collector would free, and
took a third of the time."""


def accept_upgrade(environ: Mapping[str, Any]) -> bytes | None:
    """The response that turns this request into a websocket, as bytes to send; None where it does not ask for one (RFC 6455, 4.2)."""
    headers = Headers()
    for key, name in HANDSHAKE_HEADERS.items():
        if key in environ:
            headers[name] = environ[key]
    # The version is left out: eventlet calls every request HTTP/1.0.
    response = _HANDSHAKE.accept(Request("/", headers, environ.get("REQUEST_METHOD", "")))
    if _HANDSHAKE.handshake_exc is not None:
        _HANDSHAKE.handshake_exc = None
        return None
    return response.serialize()


def encode_frame(opcode: Opcode, payload: bytes) -> bytes:
    """One final frame as a server sends it: not masked (5.2)."""
    return Frame(opcode, payload).serialize(mask=False)


class ServerFrames(Protocol):
    """The frames of one open connection, without extensions. Refuses also a length that is written in more bytes than it needs (5.2),
    which the library accepts."""

    def __init__(self, max_message_bytes: int) -> None:
        super().__init__(Side.SERVER, max_size=max_message_bytes)
        self._unparsed_bytes = 0

    def receive_data(self, data: bytes | bytearray) -> None:
        self._unparsed_bytes += len(data)
        super().receive_data(data)

    def recv_frame(self, frame: Frame) -> None:
        rest = len(self.reader.buffer)
        frame_bytes, self._unparsed_bytes = self._unparsed_bytes - rest, rest
        if frame_bytes != masked_frame_bytes(len(frame.data)):
            raise ProtocolError("length in more bytes than it needs")
        super().recv_frame(frame)

    def end(self) -> None:
        """Lets go of the parser, which holds this object: only the garbage collector would free either."""
        self.parser.close()


def masked_frame_bytes(payload_bytes: int) -> int:
    """How long a client's frame with so long a payload is."""
    if payload_bytes < 126:
        return MASKED_HEAD_BYTES + payload_bytes
    return MASKED_HEAD_BYTES + (2 if payload_bytes < 65536 else 8) + payload_bytes
