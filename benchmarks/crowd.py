"""Simulated phones for measuring: one epoll loop over raw sockets that looks for bytes and reads no JSON.

A phone here speaks just enough of Socket.IO 4 to come in, to answer pings and to send commands, and offers to
compress as browsers do. Receiving costs it a few microseconds, so that what is measured is the server and the wire;
`rooms.next_to_the_last_phone` measures a server of raw sockets beside it to show how far that is true.
"""

import base64
import json
import os
import select
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

PING, PONG = b"\x81\x012", b"\x81\x81\0\0\0\x003"
PATIENCE = 30.0
LONGEST_MARK = 40

Step = tuple[bytes, tuple[bytes, ...]]
"""What a phone sends, and what it must have heard before it goes on."""


def framed(packet: str) -> bytes:
    """A masked text frame, as a client must send it; the mask is zero, which is a mask too."""
    body = packet.encode()
    head = bytes([0x81, 0x80 | len(body)]) if len(body) < 126 else b"\x81\xfe" + len(body).to_bytes(2)
    return head + bytes(4) + body


def coming_in(port: int, auth: dict[str, Any] | None = None, until: tuple[bytes, ...] = ()) -> list[Step]:
    """Upgrade, open, connect; then whatever else it waits for."""
    key = base64.b64encode(os.urandom(16)).decode()
    upgrade = (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Origin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
    )
    connect = framed("40" + (json.dumps(auth) if auth else ""))
    return [(upgrade.encode(), (b'0{"sid"',)), (connect, (b'40{"sid"', *until))]


def command(number: int, event: str, message: Any) -> bytes:
    return framed(f"42{number}" + json.dumps([event, message], ensure_ascii=False))


class Line:
    """One open socket of a crowd."""

    __slots__ = ("at", "missing", "number", "said", "socket", "steps", "tail")

    def __init__(self, number: int, steps: list[Step]) -> None:
        self.number = number
        self.steps = steps
        self.missing: set[bytes] = set()
        self.tail = b""
        self.at = 0.0
        self.said = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)


class Crowd:
    """Many lines to one port. Everything that waits gives up after `PATIENCE` seconds."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.lines: list[Line] = []
        self.bytes = 0
        """What was received since it was last set to nothing."""
        self._by_fd: dict[int, Line] = {}
        self._epoll = select.epoll()
        self._heard: Callable[[Line, bytes, float], None] = lambda line, data, at: None

    def open(self, phones: Iterable[list[Step]], at_once: int = 50) -> list[float]:
        """Lets them all in, so many at the same time; the milliseconds from the first try to each one's last step."""
        coming = [Line(len(self.lines) + n, steps) for n, steps in enumerate(phones)]
        waiting, inside = iter(coming), 0
        began = time.perf_counter()
        self._heard = self._steps_on
        for _, line in zip(range(at_once), waiting, strict=False):
            self._connect(line)
        until = began + PATIENCE
        while inside < len(coming):
            self._listen(until, f"{len(coming) - inside} of {len(coming)} phones did not come in")
            now = sum(1 for line in coming if line.at)
            for _, line in zip(range(now - inside), waiting, strict=False):
                self._connect(line)
            inside = now
        self.lines += coming
        return [(line.at - began) * 1000 for line in coming]

    def hear(self, mark: bytes, act: Callable[[], object], times: int = 1) -> list[float]:
        """Milliseconds from `act` until each line heard `mark` for so many times."""
        for line in self.lines:
            line.said, line.at, line.tail = 0, 0.0, b""
        missing = len(self.lines)

        def heard(line: Line, data: bytes, at: float) -> None:
            nonlocal missing
            data = line.tail + data
            line.said += data.count(mark)
            line.tail = data[1 - len(mark) :]
            if line.said >= times and not line.at:
                line.at = at
                missing -= 1

        self._heard = heard
        began = time.perf_counter()
        act()
        while missing:
            self._listen(began + PATIENCE, f"{missing} of {len(self.lines)} phones never heard {mark!r}")
        return [(line.at - began) * 1000 for line in self.lines]

    def rest(
        self, seconds: float, heard: "Callable[[Line, bytes, float], None]" = lambda line, data, at: None
    ) -> None:
        """Answers pings and gives `heard` what still comes."""
        self._heard = heard
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._take(self._epoll.poll(left))

    def close(self) -> None:
        for line in self._by_fd.values():
            line.socket.close()
        self._by_fd.clear()
        self.lines.clear()
        self._epoll.close()

    def _connect(self, line: Line) -> None:
        line.socket.connect_ex(("127.0.0.1", self.port))
        self._by_fd[line.socket.fileno()] = line
        self._epoll.register(line.socket.fileno(), select.EPOLLIN | select.EPOLLOUT)

    def _steps_on(self, line: Line, data: bytes, at: float) -> None:
        """What was heard may be the last thing that this step waits for."""
        if line.at:
            return
        data = line.tail + data
        line.missing -= {mark for mark in line.missing if mark in data}
        line.tail = data[-LONGEST_MARK:]
        if not line.missing:
            self._say_next(line, at)

    def _say_next(self, line: Line, at: float) -> None:
        if not line.steps:
            line.at, line.tail = at, b""
            return
        say, wanted = line.steps.pop(0)
        line.missing = set(wanted)
        line.socket.send(say)

    def _listen(self, until: float, otherwise: str) -> None:
        left = until - time.perf_counter()
        if left <= 0:
            raise TimeoutError(otherwise)
        self._take(self._epoll.poll(left))

    def _take(self, ready: Sequence[tuple[int, int]]) -> None:
        now = time.perf_counter
        for fd, happened in ready:
            line = self._by_fd[fd]
            if happened & select.EPOLLOUT:  # connected just now
                self._epoll.modify(fd, select.EPOLLIN)
                self._say_next(line, now())
            if happened & select.EPOLLIN:
                data = line.socket.recv(65536)
                at = now()
                if not data:
                    raise ConnectionError(f"the server closed phone {line.number}")
                self.bytes += len(data)
                if PING in data:
                    line.socket.send(PONG)
                self._heard(line, data, at)


def rest(seconds: float, *crowds: Crowd) -> None:
    """All of them, so that none is cut for its silence."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for crowd in crowds:
            crowd.rest(0.01)
