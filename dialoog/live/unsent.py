"""What a socket was sent and did not take: how many packets, and for how long. Over either bound it is cut (R10).

The queue of an Engine.IO socket is emptied in one go by the task that writes, so its length says little: here a
packet counts from when it was put until it was written. Cutting means the line itself, since whoever takes
nothing in does not hear a goodbye either, and what the kernel still holds for it goes with it.
"""

import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from dialoog.live.simple_line import AT_ONCE
from dialoog.logs import log
from dialoog.tally import tally

AT_MOST = 200
SECONDS = 10.0
LOOK_SECONDS = 1.0
Clock = Callable[[], float]


class Unsent:
    """The queue of one socket, and beside it since when each packet waits; `cut` is called once, when it is too much."""

    ATTRIBUTE = "dialoog_unsent"

    def __init__(self, queue: Any, cut: Callable[[], object], clock: Clock = time.monotonic) -> None:
        self._queue = queue
        self._clock = clock
        self._cut = cut
        self._since = deque([clock()] * queue.qsize())
        self._over = False

    def put(self, packet: Any) -> None:
        """None tells the writing task to end; it is no packet."""
        if packet is not None:
            if self._over:
                return
            self._since.append(self._clock())
        self._queue.put(packet)
        if len(self._since) > AT_MOST:
            self._give_up()

    def empty(self) -> bool:
        empty: bool = self._queue.empty()
        return empty

    def written(self) -> None:
        """The oldest is with the kernel now."""
        if self._since:
            self._since.popleft()

    def look(self) -> None:
        if self._since and self._clock() - self._since[0] > SECONDS:
            self._give_up()

    def _give_up(self) -> None:
        if not self._over:
            tally.shown_out["slow"] += 1
            self.cut()

    def cut(self) -> None:
        """Now, without a goodbye, whatever waits: for who would not answer one."""
        self._over = True
        self._cut()

    def is_over(self) -> None:
        """The line is gone; what Engine.IO still holds for some seconds is to hold nothing of it."""
        self._over, self._cut = True, _nothing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)


def _nothing() -> None:
    pass


class Lines:
    """Every line of this process from its first packet to its last, also one that Engine.IO has already given up."""

    def __init__(self) -> None:
        self._all: set[Unsent] = set()

    def begins(self, eio_socket: Any, websocket: Any, start: Callable[..., object]) -> Unsent:
        """Puts the count where the queue was."""

        def cut() -> None:
            cut_line(websocket)
            start(eio_socket.close, wait=False, abort=True)

        unsent = Unsent(eio_socket.queue, cut)
        eio_socket.queue = unsent
        self._all.add(unsent)
        return unsent

    def ends(self, unsent: Unsent) -> None:
        self._all.discard(unsent)
        unsent.is_over()

    def watch(self, sleep: Callable[[float], object]) -> None:
        """For as long as the server serves: who took nothing in for too long is cut."""
        while True:
            sleep(LOOK_SECONDS)
            for unsent in list(self._all):
                unsent.look()


def cut_line(websocket: Any) -> None:
    """Ends the connection under a websocket: whoever waits to read or write on it is woken with an error."""
    line: Any = getattr(websocket, "socket", None) or getattr(getattr(websocket, "ws", None), "sock", None)
    bare: Any = getattr(line, "fd", line)
    try:
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        bare.shutdown(socket.SHUT_RDWR)
    except (OSError, AttributeError) as error:
        log.debug("a line was cut already", fault=error)
