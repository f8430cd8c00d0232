"""Deadlines for whole requests, and the order in which requests are served, for eventlet and gevent alike.

eventlet and gevent limit a single read; the deadlines here hold for a whole head and a whole body, so that a client that sends a
byte now and then is cut (R10).
"""

import io
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

IDLE_SECONDS = 3
"""Short, so that browsers keep no connection open: the first request over one that died silently would be lost (R6)."""
HEAD_SECONDS = 5
BODY_SECONDS = 10
WRITE_SECONDS = 10
"""How long one write may block: a client that requests pages and does not read them is cut (R10)."""
BODY_BYTES = 64 * 1024
BUFFER_BYTES = 2048
"""The buffers of a connection. They live as long as the socket, a phone's too: 24 KB each otherwise."""
_turn = threading.Lock()


def take_turn() -> None:
    """Lets one request start per round of the event loop: a page takes milliseconds, and among hundreds of simultaneous requests a
    command would wait for several pages at each of its steps (R10)."""
    with _turn:
        time.sleep(0)


class RequestDeadlines:
    """Gives the reads of a request handler deadlines; it comes first among the bases of the adapter's handler."""

    timeout: Any
    """The timeout of eventlet or gevent: a context manager and the exception that it raises."""
    close_connection: Any
    client_socket: Any
    rfile: Any
    """Reads from the socket."""

    def read_body(self, environ: dict[str, Any]) -> None:
        """Reads the whole body into `wsgi.input`. A body that is too long, or has no length, is not read and the connection closes."""
        length, body = environ.get("CONTENT_LENGTH"), environ["wsgi.input"]
        if length and length.isdigit() and int(length) <= BODY_BYTES:
            environ["wsgi.input"] = io.BytesIO(self.within(BODY_SECONDS, body.read) or b"")
        elif length or environ.get("HTTP_TRANSFER_ENCODING"):
            self.close_connection = True

    def respond_in_turn(self, respond: Callable[[], object]) -> None:
        """Responds, and then sleeps for as long as that took where the next request of this client has arrived already. Its read
        would not yield, so a client that pipelines requests would keep everybody waiting (R10)."""
        began = time.perf_counter()
        respond()
        if not self.close_connection and self.has_next_request():
            time.sleep(time.perf_counter() - began)

    def has_next_request(self) -> bool:
        """Whether the next request, or a part of it, has arrived."""
        self.client_socket.settimeout(0)
        try:
            return bool(self.rfile.peek())
        except OSError:
            return False
        finally:
            self.client_socket.settimeout(WRITE_SECONDS)

    def within(self, seconds: int, read: Callable[[], Any]) -> Any:
        """The result of `read`, or None where it takes longer; the connection then closes."""
        try:
            with self.timeout(seconds):
                return read()
        except self.timeout:
            self.close_connection = True
            return None


class ResponseWriter:
    """The file that a response is written to. A client that does not read it within the deadline is cut at once; eventlet would
    send an error first and wait as long again (R10)."""

    def __init__(self, file: Any, connection: Any) -> None:
        self._file = file
        self._connection = connection

    def write(self, data: bytes) -> None:
        self._cut_on_timeout(lambda: self._file.write(data))

    def writelines(self, lines: Iterable[bytes]) -> None:
        self._cut_on_timeout(lambda: self._file.writelines(lines))

    def flush(self) -> None:
        self._cut_on_timeout(self._file.flush)

    def _cut_on_timeout(self, write: Callable[[], object]) -> None:
        try:
            write()
        except TimeoutError:
            self._connection.shutdown(socket.SHUT_RDWR)
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
