"""Websocket frames as a server of short texts needs them (RFC 6455): uncompressed, whole messages of a bounded size.

Nothing here reads or writes: bytes go in and messages come out. Whatever our clients never send raises `ProtocolError`.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

PACKET_BYTES = 32 * 1024
MORE, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10
GOODBYE = b"\x88\x00"
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class ProtocolError(ValueError):
    """What no client of ours sends."""


def accepted(environ: Mapping[str, Any]) -> bytes | None:
    """The answer to a request that asks for a websocket; None for any other request."""
    header = environ.get
    upgrades = [one.strip() for one in header("HTTP_CONNECTION", "").lower().split(",")]
    key: str = header("HTTP_SEC_WEBSOCKET_KEY", "")
    if (
        header("REQUEST_METHOD") != "GET"
        or "upgrade" not in upgrades
        or header("HTTP_UPGRADE", "").lower() != "websocket"
        or header("HTTP_SEC_WEBSOCKET_VERSION") != "13"
        or not _is_a_key(key)
    ):
        return None
    proof = base64.b64encode(hashlib.sha1(key.encode() + _GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
    )


def _is_a_key(key: str) -> bool:
    try:
        return len(key) == 24 and len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def text_frame(text: str) -> bytes:
    """A text frame as a server sends it: final, not masked (5.2)."""
    payload = text.encode()
    length = len(payload)
    if length < 126:
        head = bytes((0x81, length))
    elif length < 65536:
        head = bytes((0x81, 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x81, 127)) + length.to_bytes(8, "big")
    return head + payload


def pong_frame(payload: bytes) -> bytes:
    """The answer to a ping of so many bytes, at most 125."""
    return bytes((0x80 | PONG, len(payload))) + payload


def unmasked(payload: bytes, mask: bytes) -> bytes:
    """All at once: a long message must not cost more than it says."""
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(key)).to_bytes(size)


class Frames:
    """What came in on one line and is no whole message yet."""

    __slots__ = ("_ahead", "_pieces")

    def __init__(self) -> None:
        self._ahead = b""
        self._pieces: bytes | None = None
        """A text of which more fragments follow."""

    def take(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The messages that are whole now, as (kind, body): TEXT, CLOSE, PING or PONG; and MORE, without a body, for each
        fragment of one that is not."""
        ahead = self._ahead + data if self._ahead else data
        while (found := self._first_of(ahead)) is not None:
            final, kind, body, ends = found
            ahead = ahead[ends:]
            if kind >= CLOSE:
                yield kind, body
                continue
            if self._pieces is not None:
                body = self._pieces + body
            self._pieces = None if final else body
            yield (TEXT, body) if final else (MORE, b"")
        self._ahead = ahead

    def _first_of(self, ahead: bytes) -> tuple[bool, int, bytes, int] | None:
        """Whether it is final, its kind, its body and where it ends; None where it is not all there."""
        if len(ahead) < 2:
            return None
        first, second = ahead[0], ahead[1]
        final, kind, length, begins = first >= 0x80, first & 0x0F, second & 0x7F, 2
        if length == 126:
            if len(ahead) < 4:
                return None
            length, begins = int.from_bytes(ahead[2:4]), 4
            if length < 126:  # said in more bytes than it needs (5.2)
                raise ProtocolError
        elif length == 127:  # 64 KiB and more
            raise ProtocolError
        if first & 0x70 or second < 0x80 or not self._follows(final, kind, length):
            raise ProtocolError
        body, ends = begins + 4, begins + 4 + length
        if len(ahead) < ends:
            return None
        return final, kind, unmasked(ahead[body:ends], ahead[begins:body]), ends

    def _follows(self, final: bool, kind: int, length: int) -> bool:
        """Whether a frame like this may come now."""
        if kind >= CLOSE:
            return final and kind <= PONG and length < 126
        had = self._pieces
        return kind == (TEXT if had is None else MORE) and length + len(had or b"") <= PACKET_BYTES
