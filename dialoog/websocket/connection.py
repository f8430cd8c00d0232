"""One client's websocket with Engine.IO 4 on it, as far as our protocol uses it. It takes the place of Engine.IO's own socket.

It costs one task, which reads. A frame is written at once where none is queued; the queue is bounded in frames, bytes and seconds, and
a client that does not read is cut (R10). It runs on any event loop: it needs a socket that lets other tasks run while it waits, and
the non-blocking socket below that one.
"""

import socket
import struct
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log
from dialoog.websocket import frames
from dialoog.websocket.frames import CLOSE_FRAME, MessageReader, ProtocolError, text_frame
from dialoog.websocket.rate_limit import PACKETS, Clock, TokenBucket

PING_SECONDS = 5
"""How long after a pong the next ping follows, and how long its pong may take."""
READ_BYTES = 4096
MAX_QUEUED_FRAMES = 200
MAX_QUEUED_BYTES = 8 * 1024 * 1024
MAX_QUEUED_SECONDS = 10.0
"""Bounds of the queue (R10). The bytes are six times what the desk of a full table gets at once (200 seats with twenty sentences each:
1.3 MB), and a sixth of what one connection may cost; a single frame is queued whatever its size."""
CHECK_SECONDS = 0.25
"""Between two checks, at most: earlier where a ping is due."""
MIN_CHECK_SECONDS = 0.02
"""Pings that go together are answered together: a quarter of a second's pongs of nine thousand sockets kept the loop for twenty milliseconds."""
STALL_SECONDS = 1.0
CHECKED_AT_ONCE = 200
"""Pings sent or looked at before other tasks run: about 2 ms."""
DISCARD_UNSENT = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing discards unsent bytes and resets the connection."""
CLOSE, PING, PONG, MESSAGE = "1", "2", "3", "4"
"""Types of Engine.IO packets; the other types are neither sent nor accepted."""


class Transport(NamedTuple):
    """One TCP connection as two objects: `cooperative` lets other tasks run while it waits, `raw` is the non-blocking socket
    below it."""

    cooperative: Any
    raw: Any


class ConnectionEnded(Exception):
    """The client closed the connection, or it was cut."""


class WebSocketConnection:
    """Calls `on_message` with each Socket.IO packet, and `on_close` once with its name and the reason, when it closes."""

    __slots__ = (
        "_batch", "_cooperative", "_ended", "_on_close", "_on_message", "_queue", "_queued_bytes", "_rate_limit",
        "_raw", "_registry", "closed", "pinged_at", "sid",
    )  # fmt: skip

    def __init__(
        self,
        sid: str,
        transport: Transport,
        registry: "ConnectionRegistry",
        on_message: Callable[["WebSocketConnection", str], None],
        on_close: Callable[[str, str], None],
    ) -> None:
        self.sid = sid
        self.closed = False
        self.pinged_at: float | None = None
        """When the ping was sent that is still to be answered; None where none is."""
        if transport.raw.gettimeout() != 0:
            raise TypeError("a blocking socket would block every phone")
        self._cooperative, self._raw = transport
        self._registry = registry
        self._on_message = on_message
        self._on_close = on_close
        self._rate_limit = TokenBucket(*PACKETS, registry.clock)
        self._queue: list[tuple[float, bytes]] = []
        """Frames to write, each with the time when it was queued; a part of the first may be written already."""
        self._queued_bytes = 0
        self._batch: list[bytes] | None = None
        """Frames to write as one; None outside `batch`."""
        self._ended = False

    def read_messages(self) -> None:
        """Reads until the connection ends, in whichever way. Invalid input closes it without a traceback."""
        reader, reason = MessageReader(), "transport close"
        self._cooperative.settimeout(None)  # `ConnectionRegistry` finds silent clients
        try:
            while data := self._cooperative.recv(READ_BYTES):
                for opcode, body in reader.read(data):
                    if not self.closed:
                        self._receive(opcode, body)
                self.write(reader.replies())
        except ConnectionEnded:
            reason = "client disconnect"
        except ProtocolError:
            metrics.sockets_shown_out("not_ours").inc()
        except OSError:
            pass
        finally:
            self.write(reader.replies())
            reader.end()
            if self._queue:
                self._reset()
            self._ended = True
            self._registry.remove(self)
            self.close(abort=True, reason=reason)

    def _receive(self, opcode: int, body: bytes) -> None:
        if not self._rate_limit.take():
            self.cut("too_fast")
        if self._ended or opcode == frames.CLOSE:
            raise ConnectionEnded
        if opcode == frames.TEXT:
            self._receive_text(body)

    def _receive_text(self, body: bytes) -> None:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise ProtocolError from None
        if text[:1] == MESSAGE:
            self._on_message(self, text[1:])
        elif text == PONG:
            if self.pinged_at is not None:
                self.pinged_at = None
                self._registry.schedule_ping(self)
        elif text == CLOSE:
            raise ConnectionEnded
        else:
            raise ProtocolError

    def send(self, packet: Any) -> None:
        """Writes an Engine.IO packet."""
        self.write(text_frame(packet.encode()))

    def write(self, frame: bytes) -> None:
        """Writes a frame at once where none is queued, else queues it. Does nothing once the connection has ended."""
        if self.closed or self._ended or not frame:
            return
        if self._batch is not None:
            self._batch.append(frame)
        elif self._queue:
            self._enqueue(frame)
        else:
            try:
                sent = self._raw.send(frame)
            except BlockingIOError:
                sent = 0
            except OSError:  # the reset ends the task that reads, too
                self._reset()
                return
            if sent < len(frame):
                self._enqueue(frame[sent:])
                self._registry.start(self._write_queue)

    def batch(self, act: Callable[[], object]) -> None:
        """Writes all frames that `act` writes to this connection in one piece."""
        if self._batch is not None:
            act()
            return
        buffers: list[bytes] = []
        self._batch = buffers
        try:
            act()
        finally:
            was_closed, self._batch = self._batch is None, None
            if buffers and not was_closed:
                self.write(b"".join(buffers))

    def _enqueue(self, frame: bytes) -> None:
        metrics.frames_queued.inc()
        self._registry.add_queued(self)
        self._queue.append((self._registry.clock(), frame))
        self._queued_bytes += len(frame)
        count = len(self._queue)
        if count > MAX_QUEUED_FRAMES or (self._queued_bytes > MAX_QUEUED_BYTES and count > 1):
            self.cut("slow")

    def _write_queue(self) -> None:
        """Writes the queue; a task of its own until the queue is empty."""
        with suppress(OSError):
            while self._queue:
                frame = self._queue[0][1]
                self._cooperative.sendall(frame)
                del self._queue[:1]
                self._queued_bytes -= len(frame)
            if not self.closed:
                return
        self._ended = True
        self._queue.clear()
        self._shut_down()

    @property
    def is_queued(self) -> bool:
        """Whether a frame waits to be written."""
        return bool(self._queue)

    def check(self) -> None:
        """Cuts the connection where a frame has been queued for too long."""
        if self._queue and self._registry.clock() - self._queue[0][0] > MAX_QUEUED_SECONDS:
            self.cut("slow")

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Writes the queue and a close frame first, unless `abort`. Engine.IO's `wait` has no meaning here."""
        if self.closed:
            return
        if not abort:
            batch, self._batch = self._batch or [], None
            self.write(b"".join((*batch, text_frame(CLOSE), CLOSE_FRAME)))
        self.closed = True
        self._on_close(self.sid, reason or "server disconnect")
        if abort or not self._queue:
            self._shut_down()

    def cut(self, reason: str) -> None:
        """Resets the connection at once: without a close frame, and without what is queued here or in the kernel."""
        if not self._ended:
            metrics.sockets_shown_out(reason).inc()
            self._reset()

    def time_out(self) -> None:
        """Resets a connection whose ping was not answered; a close frame would not be answered either."""
        self._reset()
        self.close(abort=True, reason="ping timeout")

    def _reset(self) -> None:
        self._ended = True
        self._queue.clear()
        with suppress(OSError):
            self._raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, DISCARD_UNSENT)
        self._shut_down()

    def _shut_down(self) -> None:
        """Wakes the tasks that read and write here, so that they end."""
        try:
            self._raw.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            log.debug("the connection was closed already", fault=error)


class ConnectionRegistry:
    """All websockets of this process. Pings them, and cuts those that do not answer or do not read."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        self.start: Callable[..., object] = _run_now
        """Starts a task; the handshake sets it to the server's own way."""
        self.pause: Callable[[], object] = lambda: None
        """Lets other tasks run, many times during one check; `watch` sets it."""
        self._queued: set[WebSocketConnection] = set()
        """Those for which a frame was queued since they were last checked."""
        self._pings: deque[tuple[float, WebSocketConnection, float | None]] = deque()
        """Times of checks, the earliest first: of each the connection, and the ping whose answer to check, or None to send a ping."""

    def add(self, connection: WebSocketConnection) -> None:
        self.schedule_ping(connection)

    def remove(self, connection: WebSocketConnection) -> None:
        self._queued.discard(connection)

    def add_queued(self, connection: WebSocketConnection) -> None:
        self._queued.add(connection)

    def schedule_ping(self, connection: WebSocketConnection) -> None:
        self._pings.append((self.clock() + PING_SECONDS, connection, None))

    def watch(self, sleep: Callable[[float], object]) -> None:
        """Checks all connections until the process ends."""
        self.pause = partial(sleep, 0)
        seconds = CHECK_SECONDS
        while True:
            checked_at = self.clock()
            sleep(seconds)
            if self.clock() - checked_at > seconds + STALL_SECONDS:
                seconds = CHECK_SECONDS
                continue  # the process stalled: it reads what arrived meanwhile before it calls anybody silent
            try:
                self.check()
            except Exception as error:
                log.error("the connections could not be checked", fault=error)
            seconds = self._seconds_until_due()

    def _seconds_until_due(self) -> float:
        due = self._pings[0][0] - self.clock() if self._pings else CHECK_SECONDS
        return max(MIN_CHECK_SECONDS, min(CHECK_SECONDS, due))

    def check(self) -> None:
        """Cuts slow clients, sends the pings that are due, and resets those whose ping was not answered."""
        for connection in list(self._queued):
            connection.check()
            if not connection.is_queued:
                self._queued.discard(connection)
        now = self.clock()
        checked = 0
        while self._pings and self._pings[0][0] <= now:
            checked += 1
            if checked % CHECKED_AT_ONCE == 0:
                self.pause()
            _, connection, pinged_at = self._pings.popleft()
            if connection.closed:
                continue
            if pinged_at is None:
                connection.pinged_at = now
                connection.write(text_frame(PING))
                self._pings.append((now + PING_SECONDS, connection, now))
            elif connection.pinged_at == pinged_at:
                connection.time_out()


def _run_now(task: Callable[..., object], *arguments: object) -> None:
    task(*arguments)
