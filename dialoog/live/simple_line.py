"""The line under a simple-websocket, for loops that have no websocket of their own: whole frames, one after the other.

simple-websocket writes with `send`, which on a cooperative socket may take half a frame and forget the rest, and it writes
from two tasks. Here a frame is written whole, under a lock; and what fanout asks of a line is there to be had.
"""

import socket
import struct
import threading
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

AT_ONCE = struct.pack("ii", 1, 0)
"""Closing with this discards what is unsent and says so to the other side."""


class Whole:
    """A socket whose `send` sends everything, in its turn."""

    def __init__(self, bare: Any) -> None:
        self.bare = bare
        self.turn = threading.Lock()

    def send(self, told: bytes) -> int:
        with self.turn:
            self.bare.sendall(told)
        return len(told)

    def close(self) -> None:
        """Who does not take the frame that is being written takes no goodbye either: a reset, and the kernel lets go (R10)."""
        if self.turn.locked():
            with suppress(OSError):
                self.bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.bare.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)


def line_of(websocket: Any) -> Any:
    """What frames can be written to: the websocket itself where it has its own line."""
    simple: Any = getattr(websocket, "ws", None)
    bare = getattr(simple, "sock", None)
    if bare is None:
        return websocket
    simple.sock = whole = Whole(bare)
    at_once = getattr(bare, "_sock", None)
    if at_once is None or at_once.gettimeout() != 0:  # it would wait, and every phone with it
        return websocket
    line = SimpleNamespace(fd=at_once, sendall=bare.sendall, close=bare.close)
    return SimpleNamespace(version=13, extensions=(), _sendlock=whole.turn, socket=line)


def hang_up(websocket: Any) -> None:
    """simple-websocket says goodbye and then goes on waiting for the other side; here the line ends at once."""
    websocket.close()
    simple: Any = getattr(websocket, "ws", None)
    if isinstance(getattr(simple, "sock", None), Whole):
        simple.event.set()
        with suppress(OSError):  # it may have gone already
            simple.sock.shutdown(socket.SHUT_WR)
