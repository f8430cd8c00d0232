"""One client's line: a websocket with Engine.IO 4 on it, as far as our protocol goes. It stands where Engine.IO's own socket would.

It costs one task, the one that listens. What is said is written at once where nothing waits; what waits is counted and timed,
since whoever takes nothing in is cut (R10). Any loop serves: a line needs a socket that lets others go on while it waits, and the
bare one beneath it, which never waits.
"""

import socket
import struct
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log
from dialoog.websocket import frames
from dialoog.websocket.frames import CLOSE_FRAME, MessageReader, ProtocolError, text_frame
from dialoog.websocket.rate_limit import PACKETS, Clock, TokenBucket

PING_SECONDS = 5
"""How long after an answer the next ping goes, and how long its answer may take."""
READ_BYTES = 4096
MOST_WAITING = 200
MOST_WAITING_BYTES = 8 * 1024 * 1024
LONGEST_WAIT_SECONDS = 10.0
"""So many packets may wait to be written, and so long one of them (R10). In bytes it is six times what the desk of a full table gets
at once (200 seats with twenty sentences each: 1.3 MB), and a sixth of what one connection may cost; one packet alone may always wait."""
LOOK_SECONDS = 0.25
STOOD_STILL_SECONDS = 1.0
DISCARDING = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing discards what is unsent, and says so to the other side."""
CLOSE, PING, PONG, MESSAGE = "1", "2", "3", "4"
"""Packets of Engine.IO; the others are never said here."""


class Transport(NamedTuple):
    """One TCP connection as two objects: `cooperative` lets other tasks run while it waits, `raw` is the non-blocking socket
    beneath it."""

    cooperative: Any
    raw: Any


class Ends(Exception):
    """Nothing more is heard on this line."""


class WebSocketConnection:
    """`heard` gets each message of Socket.IO, and `left` is called once, with the reason, when the line has ended."""

    __slots__ = (
        "_bare", "_heard", "_held", "_left", "_lines", "_over", "_pace", "_taken", "_together", "_waiting", "closed",
        "pinged", "sid",
    )  # fmt: skip

    def __init__(
        self,
        sid: str,
        transport: Transport,
        lines: "ConnectionRegistry",
        heard: Callable[["WebSocketConnection", str], None],
        left: Callable[[str, str], None],
    ) -> None:
        self.sid = sid
        self.closed = False
        self.pinged: float | None = None
        """When it was pinged, where it has not answered yet."""
        if transport.raw.gettimeout() != 0:
            raise TypeError("a socket that waits would hold up every phone")
        self._taken, self._bare = transport
        self._lines = lines
        self._heard = heard
        self._left = left
        self._pace = TokenBucket(*PACKETS, lines.clock)
        self._waiting: list[tuple[float, bytes]] = []
        """What is still to be written, and since when; the first may be partly written."""
        self._held = 0
        """How many bytes wait."""
        self._together: list[bytes] | None = None
        self._over = False

    def listens(self) -> None:
        """Until the line has ended, in whichever way."""
        reader, why = MessageReader(), "transport close"
        self._taken.settimeout(None)  # `ConnectionRegistry` looks after who is silent
        try:
            while data := self._taken.recv(READ_BYTES):
                for opcode, body in reader.read(data):
                    if not self.closed:
                        self._hears(opcode, body)
                self.write(reader.replies())
        except Ends:
            why = "client disconnect"
        except ProtocolError:
            metrics.sockets_shown_out("not_ours").inc()
        except OSError:
            pass
        finally:
            self.write(reader.replies())
            reader.end()
            if self._waiting:
                self._reset()
            self._over = True
            self._lines.ends(self)
            self.close(abort=True, reason=why)

    def _hears(self, opcode: int, body: bytes) -> None:
        if not self._pace.take():
            self.cut("too_fast")
        if self._over or opcode == frames.CLOSE:
            raise Ends
        if opcode == frames.TEXT:
            self._hears_text(body)

    def _hears_text(self, body: bytes) -> None:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise ProtocolError from None
        if text[:1] == MESSAGE:
            self._heard(self, text[1:])
        elif text == PONG:
            if self.pinged is not None:
                self.pinged = None
                self._lines.ping_later(self)
        elif text == CLOSE:
            raise Ends
        else:
            raise ProtocolError

    def send(self, packet: Any) -> None:
        """A packet of Engine.IO's."""
        self.write(text_frame(packet.encode()))

    def write(self, framed: bytes) -> None:
        """Now where nothing waits, else in its turn. Nothing is kept for a line that has ended."""
        if self.closed or self._over or not framed:
            return
        if self._together is not None:
            self._together.append(framed)
        elif self._waiting:
            self._wait(framed)
        else:
            try:
                sent = self._bare.send(framed)
            except BlockingIOError:
                sent = 0
            except OSError:  # whoever listens hears of it too
                self._reset()
                return
            if sent < len(framed):
                self._wait(framed[sent:])
                self._lines.start(self._write_on)

    def together(self, act: Callable[[], object]) -> None:
        """What is said to this line meanwhile goes out as one."""
        if self._together is not None:
            act()
            return
        buffers: list[bytes] = []
        self._together = buffers
        try:
            act()
        finally:
            gone, self._together = self._together is None, None
            if buffers and not gone:
                self.write(b"".join(buffers))

    def _wait(self, framed: bytes) -> None:
        metrics.frames_queued.inc()
        self._waiting.append((self._lines.clock(), framed))
        self._held += len(framed)
        waiting = len(self._waiting)
        if waiting > MOST_WAITING or (self._held > MOST_WAITING_BYTES and waiting > 1):
            self.cut("slow")

    def _write_on(self) -> None:
        """A task for as long as anything waits."""
        with suppress(OSError):
            while self._waiting:
                framed = self._waiting[0][1]
                self._taken.sendall(framed)
                del self._waiting[:1]
                self._held -= len(framed)
            if not self.closed:
                return
        self._over = True
        self._waiting.clear()
        self._hang_up()

    def look(self) -> None:
        """Cuts the line where a packet has waited for too long."""
        if self._waiting and self._lines.clock() - self._waiting[0][0] > LONGEST_WAIT_SECONDS:
            self.cut("slow")

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """What waits is still written, and a goodbye, unless `abort`; Engine.IO's `wait` means nothing here."""
        if self.closed:
            return
        if not abort:
            said, self._together = self._together or [], None
            self.write(b"".join((*said, text_frame(CLOSE), CLOSE_FRAME)))
        self.closed = True
        self._left(self.sid, reason or "server disconnect")
        if abort or not self._waiting:
            self._hang_up()

    def cut(self, why: str) -> None:
        """Now, without a goodbye, whatever waits: for who would not answer one. What the kernel keeps for it goes too."""
        if not self._over:
            metrics.sockets_shown_out(why).inc()
            self._reset()

    def is_silent(self) -> None:
        """A ping was not answered; neither would a goodbye be."""
        self._reset()
        self.close(abort=True, reason="ping timeout")

    def _reset(self) -> None:
        self._over = True
        self._waiting.clear()
        with suppress(OSError):
            self._bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, DISCARDING)
        self._hang_up()

    def _hang_up(self) -> None:
        """Whoever listens or writes here is woken and finds the line ended."""
        try:
            self._bare.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            log.debug("a line was cut already", fault=error)


class ConnectionRegistry:
    """Every line of this process, looked after: who is silent, and who takes nothing in."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        self.start: Callable[..., object] = _at_once
        """How a task is begun; set by who serves."""
        self._all: set[WebSocketConnection] = set()
        self._due: deque[tuple[float, WebSocketConnection, float | None]] = deque()
        """When to look at which line, the earliest first: whether it answered the ping of then, or else to ping it."""

    def begins(self, line: WebSocketConnection) -> None:
        self._all.add(line)
        self.ping_later(line)

    def ends(self, line: WebSocketConnection) -> None:
        self._all.discard(line)

    def ping_later(self, line: WebSocketConnection) -> None:
        self._due.append((self.clock() + PING_SECONDS, line, None))

    def watch(self, sleep: Callable[[float], object]) -> None:
        """For as long as the server serves."""
        while True:
            asleep = self.clock()
            sleep(LOOK_SECONDS)
            if self.clock() - asleep > LOOK_SECONDS + STOOD_STILL_SECONDS:
                continue  # the process stood still: what was sent to it meanwhile is read before anybody is called silent
            try:
                self.look()
            except Exception as error:
                log.error("the lines could not be looked after", fault=error)

    def look(self) -> None:
        """Cuts who takes nothing in, pings whose time it is, and lets go who did not answer."""
        for line in list(self._all):
            line.look()
        now = self.clock()
        while self._due and self._due[0][0] <= now:
            _, line, asked_at = self._due.popleft()
            if line.closed:
                continue
            if asked_at is None:
                line.pinged = now
                line.write(text_frame(PING))
                self._due.append((now + PING_SECONDS, line, now))
            elif line.pinged == asked_at:
                line.is_silent()


def _at_once(task: Callable[..., object], *arguments: object) -> None:
    task(*arguments)
