"""One request on a machinery's own classes, whichever that is: a head that can be read in one way only, deadlines for the whole
of it, and the socket that may become a line.

`server` brings the classes; nothing here imports them.
"""

from collections.abc import Callable
from typing import Any

from dialoog import heads
from dialoog.in_time import HEAD_SECONDS, IDLE_SECONDS, WRITE_SECONDS, InTime, Read, Taken
from dialoog.lines.gate import LINE, TAKEN

AT_ONCE_BYTES = 2048
"""What is read or written in one go. Kept for as long as a socket is open, a phone's too: 24 KB each otherwise."""


def by_protocol(protocol: Any, timeout: Any, woken: Callable[[int], object]) -> Any:
    """Eventlet's class for it, with its own time-out; `woken` wakes whoever still waits for a file of this number."""

    class Protocol(InTime, protocol):  # type: ignore[misc]
        rbufsize = wbufsize = AT_ONCE_BYTES

        def setup(self) -> None:
            super().setup()
            self.taken = self.connection
            self.wfile: Any = Taken(self.wfile, self.connection)

        def handle(self) -> None:
            super().handle()
            environ: dict[str, Any] = getattr(self, "environ", {})
            line = environ.pop(TAKEN, None)
            environ.clear()  # it knows us: only the collector would let go of us, and of our socket
            if line is None:
                return
            self.headers = None  # of all that a request needs nothing is kept for as long as a phone is there
            self.rfile.close()
            self.wfile.close()
            line.listens()
            woken(self.connection.fileno())  # whoever still writes there is woken

        def get_environ(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environ()
            environ[LINE] = self.connection
            return environ

        def _read_request_line(self) -> Any:
            ahead = self.peek()
            if not ahead:
                return b""
            self.is_whole = heads.END in ahead
            if self.is_whole:  # it needs no deadline any more
                return super()._read_request_line()
            return self.within(IDLE_SECONDS, super()._read_request_line) or b""

        def peek(self) -> bytes:
            """What came in, waiting for something where there is nothing yet."""
            self.connection.settimeout(IDLE_SECONDS)
            try:
                told: bytes = self.rfile.peek()
            except OSError:
                return b""
            return told

        def parse_request(self) -> bool:
            return bool(self.within(HEAD_SECONDS, super().parse_request))

    Protocol.timeout = timeout
    return heads.strict(Protocol)


def by_handler(handler: Any, timeout: Any) -> Any:
    """Gevent's class for it, with its own time-out."""

    class Handler(InTime, handler):  # type: ignore[misc]
        ignored_socket_errors = (*handler.ignored_socket_errors, "timed out")

        def __init__(self, taken: Any, *more: Any, **named: Any) -> None:
            taken.settimeout(WRITE_SECONDS)
            self.taken = taken
            super().__init__(taken, *more, **named)

        def read_requestline(self) -> str:
            return self.within(IDLE_SECONDS, super().read_requestline) or ""

        def read_request(self, line: str) -> bool:
            heads.asks(line.encode("latin-1"))
            read = super().read_request
            return bool(self.within(HEAD_SECONDS, lambda: read(line)))

        def MessageClass(self, file: Any, *told: Any) -> Any:  # noqa: N802 - gevent's name
            headers = super().MessageClass(heads.LineByLine(file), *told)
            if heads.ambiguous(headers):
                raise heads.Odd
            return headers

        def handle_one_response(self) -> None:
            super().handle_one_response()
            line = self.environ.pop(TAKEN, None)
            if line is not None:
                line.listens()

        def _handle_client_error(self, _error: Exception) -> Any:
            """Whatever it was would be printed with all that it held (R15)."""
            return super()._handle_client_error(ValueError())

        def get_environ(self) -> dict[str, Any]:
            environ = super().get_environ()
            environ[LINE] = self.socket
            self.wsgi_input = Read()
            if self._connection_upgrade_requested():
                self.close_connection = True  # after a websocket comes no other request
            return environ

    Handler.timeout = timeout
    return Handler
