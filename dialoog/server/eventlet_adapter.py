"""All contact with eventlet and the internals of its WSGI server: connections and requests, waiting, and tasks that fail.

`server` makes the standard library cooperative before it imports this; importing it alone changes nothing. No other module
reads eventlet's internals; tests/server/test_library_contracts.py names each that is used here. `gevent_adapter` offers the same.
"""

import sys
from collections.abc import Callable
from typing import Any

import eventlet
import eventlet.event
from eventlet import hubs, wsgi

from dialoog.server import http_parser
from dialoog.server.listener import MOST_CONNECTIONS, retry_accept, wait_until_closed
from dialoog.server.process import leave, on_stop_signal, report_closed_listener
from dialoog.server.timeouts import (
    AT_ONCE_BYTES,
    HEAD_SECONDS,
    IDLE_SECONDS,
    WRITE_SECONDS,
    RequestDeadlines,
    ResponseWriter,
)
from dialoog.telemetry import logging
from dialoog.websocket.connection import Transport
from dialoog.websocket.handshake import TAKEN, TRANSPORT, WsgiApp, mark_upgrades

TAKEN_IN_ONE_GO = 8
"""So many are taken, then those who are inside are heard. Two thousand at once would hold everybody up for half a second (R10)."""


class _RequestHandler(RequestDeadlines, wsgi.HttpProtocol):  # type: ignore[misc]
    """The requests of one connection, with deadlines, until it closes or becomes a line."""

    timeout = eventlet.Timeout
    rbufsize = wbufsize = AT_ONCE_BYTES

    def setup(self) -> None:
        super().setup()
        self.taken = self.connection
        self.wfile: Any = ResponseWriter(self.wfile, self.connection)

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
        hubs.notify_opened(self.connection.fileno())  # whoever still writes there is woken

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        self.read_body(environ)
        environ[TRANSPORT] = Transport(self.connection, self.connection.fd)
        return environ

    def handle_one_response(self) -> None:
        self.in_turn(super().handle_one_response)

    def _read_request_line(self) -> Any:
        ahead = self.peek()
        if not ahead:
            return b""
        self.is_whole = http_parser.END in ahead
        if self.is_whole:  # it needs no deadline any more
            return super()._read_request_line()
        return self.within(IDLE_SECONDS, super()._read_request_line) or b""

    def peek(self) -> bytes:
        """What came in, waiting for something where there is nothing yet."""
        self.connection.settimeout(IDLE_SECONDS)
        try:
            ahead: bytes = self.rfile.peek()
        except OSError:
            return b""
        return ahead

    @property
    def head_file(self) -> Any:
        """The buffered file beneath the one with which eventlet counts how long a head is."""
        return self.rfile.fp

    def parse_request(self) -> bool:
        return bool(self.within(HEAD_SECONDS, super().parse_request))


class _Pool(eventlet.GreenPool):  # type: ignore[misc]
    """The tasks of all connections. `ended` is called with the fault, if any, once nobody is taken in any more."""

    def __init__(self, ended: Callable[[BaseException | None], object]) -> None:
        super().__init__(MOST_CONNECTIONS)
        self._ended = ended
        self._accepted = 0

    def spawn(self, *task: Any, **named: Any) -> Any:
        self._accepted += 1
        if self._accepted % TAKEN_IN_ONE_GO == 0:
            eventlet.sleep(0)
        return super().spawn(*task, **named)

    def waitall(self) -> None:
        """Where taking failed eventlet comes here, and stays for as long as anybody is connected."""
        self._ended(sys.exc_info()[1])
        super().waitall()


def accept_connections(
    listener: Any, site: WsgiApp, ended: Callable[[BaseException | None], object] = lambda _: None
) -> None:
    """Whoever comes, for as long as the listener is open; `ended` is called once nobody is taken in any more."""
    listener.accept = retry_accept(listener.accept, eventlet.sleep)

    def nothing_more() -> None:
        wsgi.WSGI_LOCAL.already_handled = True

    try:
        wsgi.server(
            listener,
            mark_upgrades(site, nothing_more),
            log=logging.NULL_STREAM,
            environ={"wsgi.errors": logging.NULL_STREAM},
            protocol=http_parser.strict(_RequestHandler),
            custom_pool=_Pool(ended),
            debug=False,
            log_output=False,
            socket_timeout=WRITE_SECONDS,
            keepalive=IDLE_SECONDS,
        )
    except Exception as fault:
        ended(fault)
        raise


def serve(listener: Any, site: WsgiApp, end: Callable[[], object], look: tuple[Any, WsgiApp] | None) -> None:
    """Serves `site` on the listener, and what `look` has on its own, until the process is told to stop; then calls `end` and
    leaves."""
    ended = eventlet.event.Event()

    def stop(code: int = 0) -> None:
        if not ended.ready():  # an impatient second Ctrl-C
            ended.send(code)

    def takes_nobody(fault: BaseException | None) -> None:
        if not ended.ready():
            stop(report_closed_listener(fault))
        raise eventlet.greenlet.GreenletExit  # all is said

    on_stop_signal(lambda: hubs.get_hub().schedule_call_global(0, stop))
    eventlet.spawn(accept_connections, listener, site, takes_nobody)
    eventlet.spawn(lambda: takes_nobody(wait_until_closed(listener, eventlet.sleep)))
    if look:
        eventlet.spawn(accept_connections, *look)
    leave(listener, end, ended.wait())


def report_failed_tasks(report: Callable[[BaseException | None], None]) -> None:
    """Calls `report` for each task that ends in a fault, where the hub would print a traceback."""
    hub = hubs.get_hub()

    def let_go(file: int, fault: tuple[Any, BaseException, Any]) -> None:
        report(fault[1])
        hub.remove_descriptor(file)

    hub.squelch_exception = let_go
    hub.squelch_generic_exception = lambda fault: report(fault[1])
    hub.squelch_timer_exception = lambda _timer, fault: report(fault[1])


def wait_for_file(file: int, read: bool, seconds: float, silent: Exception) -> None:
    """Until a file can be read, or else written; raises `silent` where that takes longer."""
    hubs.trampoline(file, read=read, write=not read, timeout=seconds, timeout_exc=silent)
