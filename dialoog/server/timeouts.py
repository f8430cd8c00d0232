"""Deadlines for whole requests, and their turn, whichever machinery serves.

Each machinery counts the seconds of one read; these count for the whole of a head and the whole of a body, so that nobody holds a
place by sending a sign now and then (R10).
"""

import io
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

IDLE_SECONDS = 3
"""Short, so that a browser keeps no connection for later: one that dies silently would swallow what it asks first (R6)."""
HEAD_SECONDS = 5
BODY_SECONDS = 10
WRITE_SECONDS = 10
"""How long one write may make no headway: whoever asks for pages and takes none in holds no place for it (R10)."""
BODY_BYTES = 64 * 1024
AT_ONCE_BYTES = 2048
"""What is read or written in one go. Kept for as long as a socket is open, a phone's too: 24 KB each otherwise."""
_one_by_one = threading.Lock()


def take_turn() -> None:
    """One request at a time has its turn, when the loop has been around: a page takes milliseconds, and where hundreds are asked
    for at once a command would wait for several of them at each of its steps (R10)."""
    with _one_by_one:
        time.sleep(0)


class RequestDeadlines:
    """Comes first among the bases of the machinery's class that handles requests, and gives its reading a deadline."""

    timeout: Any
    """The machinery's own, which ends what runs within it."""
    close_connection: Any
    taken: Any
    rfile: Any
    """The socket, and the file that reads from it."""

    def read_body(self, environ: dict[str, Any]) -> None:
        """Puts the whole body in its place; one that is too long, or does not say how long it is, is refused unread."""
        length, body = environ.get("CONTENT_LENGTH"), environ["wsgi.input"]
        if length and length.isdigit() and int(length) <= BODY_BYTES:
            environ["wsgi.input"] = io.BytesIO(self.within(BODY_SECONDS, body.read) or b"")
        elif length or environ.get("HTTP_TRANSFER_ENCODING"):
            self.close_connection = True

    def in_turn(self, respond: Callable[[], object]) -> None:
        """What is there is read without waiting, so whoever sends one request after another would keep everybody waiting: one
        that was there before this answer comes after a rest as long as this took (R10)."""
        began = time.perf_counter()
        respond()
        if not self.close_connection and self.asks_on():
            time.sleep(time.perf_counter() - began)

    def asks_on(self) -> bool:
        """Whether the next request, or a part of it, is there already."""
        self.taken.settimeout(0)
        try:
            return bool(self.rfile.peek())
        except OSError:
            return False
        finally:
            self.taken.settimeout(WRITE_SECONDS)

    def within(self, seconds: int, read: Callable[[], Any]) -> Any:
        """What was read, or None where it took longer."""
        try:
            with self.timeout(seconds):
                return read()
        except self.timeout:
            self.close_connection = True
            return None


class ResponseWriter:
    """What an answer is written to. Who takes none of it in for too long is cut at once: eventlet would try to say so first,
    and wait as long again (R10)."""

    def __init__(self, file: Any, connection: Any) -> None:
        self._file = file
        self._connection = connection

    def write(self, data: bytes) -> None:
        self._or_cut(lambda: self._file.write(data))

    def writelines(self, lines: Iterable[bytes]) -> None:
        self._or_cut(lambda: self._file.writelines(lines))

    def flush(self) -> None:
        self._or_cut(self._file.flush)

    def _or_cut(self, act: Callable[[], object]) -> None:
        try:
            act()
        except TimeoutError:
            self._connection.shutdown(socket.SHUT_RDWR)
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
