"""The wire as a simulated phone speaks it: one HTTP request, one raw websocket with Socket.IO 4 on it, on asyncio.

Nothing of ours and no client library is used, so that 150 phones cost little. What the messages mean is in `phones`.
"""

import asyncio
import base64
import itertools
import json
import os
from collections.abc import Callable
from typing import Any

ANSWER_WITHIN = 8.0
OPEN_WITHIN = 5.0


class Unwelcome(Exception):
    """The server answered, but with something other than what was asked."""

    def __init__(self, status: int, body: str = "") -> None:
        super().__init__(f"HTTP {status} {body[:200]}")
        self.status = status


async def asks(port: int, method: str, path: str, token: str, body: Any = None, within: float = 8.0) -> Any:
    """One request with its own connection; the answer's JSON. Raises `Unwelcome`, OSError, TimeoutError."""
    status, body = await asyncio.wait_for(_exchange(port, method, path, token, body), within)
    if status != 200:
        raise Unwelcome(status, body.decode("utf-8", "replace"))
    return json.loads(body)


async def _exchange(port: int, method: str, path: str, token: str, body: Any) -> tuple[int, bytes]:
    payload = b"" if body is None else json.dumps(body).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
            f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n".encode()
            + payload
        )
        answer = await reader.read()
        while piece := await reader.read():
            answer += piece
    finally:
        writer.close()
    head, _, rest = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 ") or (length := _length(head)) is None or len(rest) < length:
        raise ConnectionResetError("the answer was cut off")
    return int(head[9:12]), rest[:length]


def _length(head: bytes) -> int | None:
    for one in head.split(b"\r\n"):
        name, _, value = one.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return None


class WebSocketClient:
    """One open socket. `on_event` is called with each event packet, as text; `ended` is set when it is over."""

    def __init__(self, on_event: Callable[[str], None]) -> None:
        self.ended = asyncio.Event()
        self._on_event = on_event
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)
        self._connected: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None

    async def opens(self, port: int, auth: dict[str, Any]) -> None:
        """Up to the server's CONNECT. Raises OSError, TimeoutError, `Unwelcome` where it is refused."""
        try:
            await asyncio.wait_for(self._open(port, auth), OPEN_WITHIN)
        except BaseException:
            self.ends()
            raise

    async def _open(self, port: int, auth: dict[str, Any]) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            raise ConnectionResetError("closed before it was open") from None
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise Unwelcome(int(head[9:12]))
        self._reading = asyncio.create_task(self._read(reader))
        self.says("40" + json.dumps(auth))
        answer = await self._connected
        if not answer.startswith("40"):
            raise Unwelcome(403, answer)

    async def asks(self, command: dict[str, Any], within: float = ANSWER_WITHIN) -> dict[str, Any]:
        """A command and its answer. Raises OSError where the line ended first, TimeoutError where nothing came."""
        number = next(self._numbers)
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._acks[number] = answered
        try:
            self.says(f"42{number}" + json.dumps(["command", command]))
            answer: dict[str, Any] = await asyncio.wait_for(answered, within)
            return answer
        finally:
            self._acks.pop(number, None)

    def says(self, packet: str) -> None:
        if self._writer is None or self.ended.is_set():
            raise ConnectionResetError("no line")
        self._writer.write(masked(packet.encode()))

    def ends(self) -> None:
        """Leaves at once, as a phone that goes out of reach: without a word."""
        if self._reading is not None:
            self._reading.cancel()
        self._over()

    def _over(self) -> None:
        self.ended.set()
        if self._writer is not None:
            self._writer.transport.abort()
        for waiting in (*self._acks.values(), self._connected):
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("the line ended"))
        if self._connected.done() and not self._connected.cancelled():
            self._connected.exception()  # seen, also where nobody waits for it any more

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                head = await reader.readexactly(2)
                length = head[1] & 0x7F
                if length == 126:
                    length = int.from_bytes(await reader.readexactly(2))
                elif length == 127:
                    length = int.from_bytes(await reader.readexactly(8))
                body = await reader.readexactly(length)
                if head[0] & 0x0F == 8:
                    break
                if head[0] & 0x0F == 1 and self._take(body.decode()):
                    break
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._over()

    def _take(self, packet: str) -> bool:
        """One packet; True where it says that this is the end."""
        if packet == "2":
            self.says("3")
        elif packet.startswith(("40", "44")) and not self._connected.done():
            self._connected.set_result(packet)
        elif packet.startswith("43"):
            number, _, _ = packet[2:].partition("[")
            waiting = self._acks.get(int(number))
            if waiting is not None and not waiting.done():
                waiting.set_result(json.loads(packet[2 + len(number) :])[0])
        elif packet.startswith("42"):
            self._on_event(packet[2:])
        return packet in ("1", "41")


def masked(body: bytes) -> bytes:
    """A text frame as a client must send it; the mask is zero, which is a mask too."""
    if len(body) < 126:
        return bytes([0x81, 0x80 | len(body)]) + bytes(4) + body
    return bytes([0x81, 0x80 | 126]) + len(body).to_bytes(2) + bytes(4) + body
