"""All contact with eventlet and the internals of its WSGI server: connections, request handlers, waiting, failed tasks.

`main` patches the standard library before it imports this module; importing this module alone changes nothing. No other module
uses eventlet's internals; tests/server/test_library_contracts.py names each that is used here. `gevent_adapter` has the same
functions.
"""

import sys
from collections.abc import Callable
from typing import Any

import eventlet
import eventlet.event
from eventlet import hubs, tpool, wsgi

from dialoog.server import http_parser
from dialoog.server.listener import MAX_CONNECTIONS, retry_accept, wait_until_closed
from dialoog.server.process import exit_process, on_stop_signal, report_closed_listener
from dialoog.server.timeouts import (
    BUFFER_BYTES,
    HEAD_SECONDS,
    IDLE_SECONDS,
    WRITE_SECONDS,
    RequestDeadlines,
    ResponseWriter,
)
from dialoog.telemetry import logging
from dialoog.websocket.connection import Transport
from dialoog.websocket.handshake import CONNECTION, TRANSPORT, WsgiApp, mark_upgrades

ACCEPTS_PER_ROUND = 8
"""Connections accepted before other tasks run. Two thousand at once would block the loop for half a second (R10)."""


class _RequestHandler(RequestDeadlines, wsgi.HttpProtocol):  # type: ignore[misc]
    """Handles the requests of one connection, with deadlines, until it closes or becomes a websocket."""

    timeout = eventlet.Timeout
    rbufsize = wbufsize = BUFFER_BYTES
    _head_is_complete = False
    """Whether the whole head had arrived when its first line was read: no deadline is needed then, and no timer for it."""

    def setup(self) -> None:
        super().setup()
        self.client_socket = self.connection
        self.wfile: Any = ResponseWriter(self.wfile, self.connection)

    def handle(self) -> None:
        super().handle()
        environ: dict[str, Any] = getattr(self, "environ", {})
        websocket = environ.pop(CONNECTION, None)
        environ.clear()  # it refers to this handler: only the collector would free the handler and its socket
        if websocket is None:
            return
        self.headers = None  # a websocket needs nothing of its request
        self.rfile.close()
        self.wfile.close()
        websocket.read_messages()
        hubs.notify_opened(self.connection.fileno())  # wakes whoever still writes to it

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        self.read_body(environ)
        environ[TRANSPORT] = Transport(self.connection, self.connection.fd)
        return environ

    def handle_one_response(self) -> None:
        self.respond_in_turn(super().handle_one_response)

    def _read_request_line(self) -> Any:
        ahead = self.peek()
        if not ahead:
            return b""
        self._head_is_complete = http_parser.END in ahead
        if self._head_is_complete:
            return super()._read_request_line()
        return self.within(IDLE_SECONDS, super()._read_request_line) or b""

    def peek(self) -> bytes:
        """The bytes that arrived, unread; waits for the first of them."""
        self.connection.settimeout(IDLE_SECONDS)
        try:
            ahead: bytes = self.rfile.peek()
        except OSError:
            return b""
        return ahead

    def parse_request(self) -> bool:
        if self._head_is_complete:
            return bool(super().parse_request())
        return bool(self.within(HEAD_SECONDS, super().parse_request))


class _Pool(eventlet.GreenPool):  # type: ignore[misc]
    """The tasks of all connections. Calls `on_closed` with the fault, if any, once no connection is accepted any more."""

    def __init__(self, on_closed: Callable[[BaseException | None], object]) -> None:
        super().__init__(MAX_CONNECTIONS)
        self._on_closed = on_closed
        self._accepted = 0

    def spawn(self, *task: Any, **named: Any) -> Any:
        self._accepted += 1
        if self._accepted % ACCEPTS_PER_ROUND == 0:
            eventlet.sleep(0)
        return super().spawn(*task, **named)

    def waitall(self) -> None:
        """eventlet comes here when it can accept no more, and would stay until the last client is gone."""
        self._on_closed(sys.exc_info()[1])
        super().waitall()


def accept_connections(
    listener: Any, app: WsgiApp, on_closed: Callable[[BaseException | None], object] = lambda _: None
) -> None:
    """Serves `app` for as long as the listener is open; calls `on_closed` once no connection is accepted any more."""
    listener.accept = retry_accept(listener.accept, eventlet.sleep)

    def skip_response() -> None:
        wsgi.WSGI_LOCAL.already_handled = True

    try:
        wsgi.server(
            listener,
            mark_upgrades(app, skip_response),
            log=logging.NULL_STREAM,
            environ={"wsgi.errors": logging.NULL_STREAM},
            protocol=http_parser.strict_handler(_RequestHandler),
            custom_pool=_Pool(on_closed),
            debug=False,
            log_output=False,
            socket_timeout=WRITE_SECONDS,
            keepalive=IDLE_SECONDS,
        )
    except Exception as fault:
        on_closed(fault)
        raise


def serve(
    listener: Any, app: WsgiApp, shut_down: Callable[[], object], metrics: tuple[Any, WsgiApp] | None
) -> None:
    """Serves `app` on the listener until the process is told to stop, and the metrics on a listener of their own; then calls
    `shut_down` and exits."""
    stop_event = eventlet.event.Event()

    def stop(code: int = 0) -> None:
        if not stop_event.ready():  # a second Ctrl-C changes nothing
            stop_event.send(code)

    def on_closed(fault: BaseException | None) -> None:
        if not stop_event.ready():
            stop(report_closed_listener(fault))
        raise eventlet.greenlet.GreenletExit  # the fault is in the log

    on_stop_signal(lambda: hubs.get_hub().schedule_call_global(0, stop))
    eventlet.spawn(accept_connections, listener, app, on_closed)
    eventlet.spawn(lambda: on_closed(wait_until_closed(listener, eventlet.sleep)))
    if metrics:
        eventlet.spawn(accept_connections, *metrics)
    exit_process(listener, shut_down, stop_event.wait())


def report_failed_tasks(report: Callable[[BaseException | None], None]) -> None:
    """Calls `report` for each task that ends in an exception; the hub would print a traceback."""
    hub = hubs.get_hub()

    def report_and_remove(file: int, fault: tuple[Any, BaseException, Any]) -> None:
        report(fault[1])
        hub.remove_descriptor(file)

    hub.squelch_exception = report_and_remove
    hub.squelch_generic_exception = lambda fault: report(fault[1])
    hub.squelch_timer_exception = lambda _timer, fault: report(fault[1])


def wait_for_file(file: int, read: bool, seconds: float, timeout_error: Exception) -> None:
    """Waits until a file can be read, or else written; raises `timeout_error` where that takes longer."""
    hubs.trampoline(file, read=read, write=not read, timeout=seconds, timeout_exc=timeout_error)


def run_in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls the function in a thread of the system and returns what it returns; everything else goes on meanwhile."""
    return tpool.execute(function, *arguments)
