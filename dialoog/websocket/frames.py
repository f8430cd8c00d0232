"""Messages and frames of a server of short texts (RFC 6455): uncompressed, of a bounded size. `websockets` decodes and encodes them.

Nothing here reads or writes a socket. What no client of ours sends raises `ProtocolError`.
"""

from collections.abc import Iterator

from websockets.frames import Frame, Opcode

from dialoog.websocket.websockets_adapter import ServerFrames, encode_frame

PACKET_BYTES = 32 * 1024
CONTINUATION, TEXT, BINARY = Opcode.CONT, Opcode.TEXT, Opcode.BINARY
CLOSE, PING, PONG = Opcode.CLOSE, Opcode.PING, Opcode.PONG
CLOSE_FRAME = encode_frame(CLOSE, b"")


class ProtocolError(ValueError):
    """What no client of ours sends."""


def text_frame(text: str) -> bytes:
    """The bytes of one frame with this text, the same for every client."""
    return encode_frame(TEXT, text.encode())


class MessageReader:
    """Turns the bytes that one client sends into messages, and collects what the protocol answers to them."""

    __slots__ = ("_fragments", "_frames")

    def __init__(self) -> None:
        self._frames = ServerFrames(PACKET_BYTES)
        self._fragments = b""
        """The beginning of a text of which more fragments follow."""

    def read(self, data: bytes) -> Iterator[tuple[Opcode, bytes]]:
        """The messages that are complete now, as (opcode, body): TEXT, CLOSE, PING or PONG; and CONTINUATION, without a body, for
        each fragment of one that is not. Nothing comes after CLOSE."""
        self._frames.receive_data(data)
        opcode: Opcode | None = None
        for frame in self._frames.events_received():
            assert isinstance(frame, Frame)  # the handshake is over
            opcode, body = frame.opcode, bytes(frame.data)
            if opcode is BINARY:
                raise ProtocolError
            if opcode is TEXT or opcode is CONTINUATION:
                body = self._fragments + body
                self._fragments = b"" if frame.fin else body
                yield (TEXT, body) if frame.fin else (CONTINUATION, b"")
            else:
                yield opcode, body
        if opcode is not CLOSE and self._frames.close_expected():
            raise ProtocolError

    def replies(self) -> bytes:
        """What is to be sent back since the last call: a pong for each ping, and the frame that closes the connection."""
        return b"".join(self._frames.data_to_send())

    def end(self) -> None:
        """Frees what this holds; nothing is read afterwards."""
        self._frames.end()
