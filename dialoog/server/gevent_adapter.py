"""All contact with gevent and the internals of its WSGI server; it offers what `eventlet_adapter` does.

`server` makes the standard library cooperative before it imports this.
"""

import signal
from collections.abc import Callable
from typing import Any

import gevent  # type: ignore[import-untyped]
from gevent.event import AsyncResult  # type: ignore[import-untyped]
from gevent.pool import Pool  # type: ignore[import-untyped]
from gevent.pywsgi import WSGIHandler, WSGIServer  # type: ignore[import-untyped]
from gevent.socket import wait_read, wait_write  # type: ignore[import-untyped]

from dialoog.server import http_parser
from dialoog.server.listener import MOST_CONNECTIONS, wait_until_closed
from dialoog.server.process import leave, report_closed_listener
from dialoog.server.timeouts import HEAD_SECONDS, IDLE_SECONDS, WRITE_SECONDS, RequestDeadlines
from dialoog.telemetry import logging
from dialoog.websocket.connection import Transport
from dialoog.websocket.handshake import TAKEN, TRANSPORT, WsgiApp, mark_upgrades


class _ReadBody:
    """Stands where a body was: it is read, or never will be."""

    def _discard(self) -> None:
        pass


class _RequestHandler(RequestDeadlines, WSGIHandler):  # type: ignore[misc]
    """The requests of one connection, with deadlines, until it closes or becomes a line."""

    timeout = gevent.Timeout
    ignored_socket_errors = (*WSGIHandler.ignored_socket_errors, "timed out")

    def __init__(self, connection: Any, *more: Any, **named: Any) -> None:
        connection.settimeout(WRITE_SECONDS)
        self.taken = connection
        super().__init__(connection, *more, **named)

    def read_requestline(self) -> str:
        return self.within(IDLE_SECONDS, super().read_requestline) or ""

    def read_request(self, line: str) -> bool:
        http_parser.asks(line.encode("latin-1"))
        read = super().read_request
        return bool(self.within(HEAD_SECONDS, lambda: read(line)))

    def MessageClass(self, file: Any, *more: Any) -> Any:  # noqa: N802 - gevent's name
        headers = super().MessageClass(http_parser.LineByLine(file), *more)
        if http_parser.ambiguous(headers):
            raise http_parser.AmbiguousRequest
        return headers

    def handle_one_response(self) -> None:
        self.in_turn(super().handle_one_response)
        line = self.environ.pop(TAKEN, None)
        if line is not None:
            line.listens()

    def _handle_client_error(self, _error: Exception) -> Any:
        """Whatever it was would be printed with all that it held (R15)."""
        return super()._handle_client_error(ValueError())

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        self.read_body(environ)
        environ[TRANSPORT] = Transport(self.socket, self.socket._sock)
        self.wsgi_input = _ReadBody()
        if self._connection_upgrade_requested():
            self.close_connection = True  # after a websocket comes no other request
        return environ


def serve(listener: Any, site: WsgiApp, end: Callable[[], object], look: tuple[Any, WsgiApp] | None) -> None:
    """Serves `site` on the listener, and what `look` has on its own, until the process is told to stop; then calls `end` and
    leaves."""
    settings: dict[str, Any] = {
        "log": None,
        "error_log": None,
        "environ": {"SERVER_NAME": "dialoog", "wsgi.errors": logging.NULL_STREAM},
        "handler_class": _RequestHandler,
    }
    ended = AsyncResult()

    def takes_nobody(fault: BaseException) -> None:
        if not ended.ready():
            ended.set(report_closed_listener(fault))

    class Server(WSGIServer):  # type: ignore[misc]
        def is_fatal_error(self, fault: BaseException) -> bool:
            fatal: bool = super().is_fatal_error(fault)
            if fatal:
                takes_nobody(fault)
            return fatal

    gevent.signal_handler(signal.SIGTERM, ended.set, 0)
    gevent.signal_handler(signal.SIGINT, ended.set, 0)
    Server(listener, mark_upgrades(site), spawn=Pool(MOST_CONNECTIONS), **settings).start()
    gevent.spawn(lambda: takes_nobody(wait_until_closed(listener, gevent.sleep)))
    if look:
        WSGIServer(*look, **settings).start()
    leave(listener, end, ended.get())


def report_failed_tasks(report: Callable[[BaseException | None], None]) -> None:
    """Calls `report` for each task that ends in a fault, where the hub would print a traceback."""
    gevent.get_hub().print_exception = lambda _context, _kind, fault, _trace: report(fault)


def wait_for_file(file: int, read: bool, seconds: float, silent: Exception) -> None:
    """Until a file can be read, or else written; raises `silent` where that takes longer."""
    (wait_read if read else wait_write)(file, seconds, silent)
