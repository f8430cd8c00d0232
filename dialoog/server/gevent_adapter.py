"""All contact with gevent and the internals of its WSGI server; it has the functions of `eventlet_adapter`.

`main` patches the standard library before it imports this module.
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
from dialoog.server.listener import MAX_CONNECTIONS, wait_until_closed
from dialoog.server.process import exit_process, report_closed_listener
from dialoog.server.timeouts import HEAD_SECONDS, IDLE_SECONDS, WRITE_SECONDS, RequestDeadlines
from dialoog.telemetry import logging
from dialoog.websocket.connection import Transport
from dialoog.websocket.handshake import CONNECTION, TRANSPORT, WsgiApp, mark_upgrades


class _ReadBody:
    """Replaces gevent's body, which would read on to find the end: the body has been read, or is refused."""

    def _discard(self) -> None:
        pass


class _RequestHandler(RequestDeadlines, WSGIHandler):  # type: ignore[misc]
    """Handles the requests of one connection, with deadlines, until it closes or becomes a websocket."""

    timeout = gevent.Timeout
    ignored_socket_errors = (*WSGIHandler.ignored_socket_errors, "timed out")

    def __init__(self, connection: Any, *more: Any, **named: Any) -> None:
        connection.settimeout(WRITE_SECONDS)
        self.client_socket = connection
        super().__init__(connection, *more, **named)

    def read_requestline(self) -> str:
        return self.within(IDLE_SECONDS, super().read_requestline) or ""

    def read_request(self, line: str) -> bool:
        http_parser.check_request_line(line.encode("latin-1"))
        read = super().read_request
        return bool(self.within(HEAD_SECONDS, lambda: read(line)))

    def MessageClass(self, file: Any, *more: Any) -> Any:  # noqa: N802 - gevent's name
        headers = super().MessageClass(http_parser.FieldLines(file), *more)
        if http_parser.is_ambiguous(headers):
            raise http_parser.AmbiguousRequest
        return headers

    def handle_one_response(self) -> None:
        self.respond_in_turn(super().handle_one_response)
        websocket = self.environ.pop(CONNECTION, None)
        if websocket is not None:
            websocket.read_messages()

    def _handle_client_error(self, _error: Exception) -> Any:
        """Hides the error from gevent, which would print it with its content (R15)."""
        return super()._handle_client_error(ValueError())

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        self.read_body(environ)
        environ[TRANSPORT] = Transport(self.socket, self.socket._sock)
        self.wsgi_input = _ReadBody()
        if self._connection_upgrade_requested():
            self.close_connection = True  # no request follows a websocket
        return environ


def serve(
    listener: Any, app: WsgiApp, shut_down: Callable[[], object], metrics: tuple[Any, WsgiApp] | None
) -> None:
    """Serves `app` on the listener until the process is told to stop, and the metrics on a listener of their own; then calls
    `shut_down` and exits."""
    settings: dict[str, Any] = {
        "log": None,
        "error_log": None,
        "environ": {"SERVER_NAME": "dialoog", "wsgi.errors": logging.NULL_STREAM},
        "handler_class": _RequestHandler,
    }
    stop_event = AsyncResult()

    def on_closed(fault: BaseException) -> None:
        if not stop_event.ready():
            stop_event.set(report_closed_listener(fault))

    class Server(WSGIServer):  # type: ignore[misc]
        def is_fatal_error(self, fault: BaseException) -> bool:
            fatal: bool = super().is_fatal_error(fault)
            if fatal:
                on_closed(fault)
            return fatal

    gevent.signal_handler(signal.SIGTERM, stop_event.set, 0)
    gevent.signal_handler(signal.SIGINT, stop_event.set, 0)
    Server(listener, mark_upgrades(app), spawn=Pool(MAX_CONNECTIONS), **settings).start()
    gevent.spawn(lambda: on_closed(wait_until_closed(listener, gevent.sleep)))
    if metrics:
        WSGIServer(*metrics, **settings).start()
    exit_process(listener, shut_down, stop_event.get())


def report_failed_tasks(report: Callable[[BaseException | None], None]) -> None:
    """Calls `report` for each task that ends in an exception; the hub would print a traceback."""
    gevent.get_hub().print_exception = lambda _context, _kind, fault, _trace: report(fault)


def wait_for_file(file: int, read: bool, seconds: float, timeout_error: Exception) -> None:
    """Waits until a file can be read, or else written; raises `timeout_error` where that takes longer."""
    (wait_read if read else wait_write)(file, seconds, timeout_error)


def run_in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls the function in a thread of the system and returns what it returns; everything else goes on meanwhile."""
    return gevent.get_hub().threadpool.apply(function, arguments)
