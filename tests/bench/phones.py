"""Simulated phones for measuring: raw websockets on asyncio, as little work per packet as possible.

A phone here speaks just enough of Socket.IO 4 to connect, to answer pings, to send a message with an
acknowledgement, and to note when the first byte of each push was read. It renders nothing, so that
what is measured is the server and the wire, not a browser.
"""

import asyncio
import base64
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

OnMessage = Callable[["Phone", str, str, float], None]


@dataclass
class Phone:
    """One open socket. `told` is called with (phone, event name, raw packet, moment)."""

    host: str
    port: int
    told: OnMessage
    auth: dict[str, Any] = field(default_factory=dict)
    acks: dict[int, "asyncio.Future[Any]"] = field(default_factory=dict)
    received: int = 0
    _writer: asyncio.StreamWriter | None = None
    _task: "asyncio.Task[None] | None" = None

    async def open(self) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
        self._writer = writer
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Origin: http://{self.host}:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(head.split(b"\r\n", 1)[0].decode())
        connected: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.acks[-1] = connected
        self._task = asyncio.create_task(self._read(reader))
        self._send("40" + json.dumps(self.auth))
        await asyncio.wait_for(connected, 30)

    async def ask(self, event: str, message: Any, number: int) -> Any:
        """Sends one message and waits for its acknowledgement."""
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.acks[number] = answered
        self._send(f"42{number}" + json.dumps([event, message], ensure_ascii=False))
        return await asyncio.wait_for(answered, 30)

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
        if self._writer:
            self._writer.close()

    def _send(self, packet: str) -> None:
        assert self._writer is not None
        self._writer.write(_frame(packet.encode()))

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
                if head[0] & 0x0F == 1:
                    self._take(body.decode(), time.perf_counter())
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return

    def _take(self, packet: str, at: float) -> None:
        self.received += len(packet)
        if packet == "2":
            self._send("3")
        elif packet.startswith("40"):
            self.acks.pop(-1).set_result(packet)
        elif packet.startswith("43"):
            number, _, _ = packet[2:].partition("[")
            waiting = self.acks.pop(int(number), None)
            if waiting and not waiting.done():
                waiting.set_result(json.loads(packet[2 + len(number) :])[0])
        elif packet.startswith("42"):
            name = packet[4 : packet.index('"', 4)]
            self.told(self, name, packet, at)


def _frame(body: bytes) -> bytes:
    """A masked text frame, as a client must send it; the mask is zero, which is a mask too."""
    if len(body) < 126:
        return bytes([0x81, 0x80 | len(body)]) + bytes(4) + body
    return bytes([0x81, 0x80 | 126]) + len(body).to_bytes(2) + bytes(4) + body
