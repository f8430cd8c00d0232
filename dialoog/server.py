"""The one file that knows which machinery serves the sockets: eventlet, and for the suite also gevent.

It has to be imported before Flask, since it makes the standard library cooperative first. Everything else
uses Socket.IO's own `start_background_task` and `sleep`.
"""

import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

ASYNC_MODE = os.environ.get("DIALOOG_ASYNC_MODE", "eventlet")

if ASYNC_MODE == "gevent":
    from gevent import monkey  # type: ignore[import-untyped]

    monkey.patch_all()
else:
    import warnings

    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # no name is ever looked up, and it loads slowly
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import eventlet
    eventlet.monkey_patch()

from dialoog import heads, logs, postgres, processes  # noqa: E402
from dialoog.app import create_app, start_work  # noqa: E402
from dialoog.database import is_shared  # noqa: E402
from dialoog.in_time import HEAD_SECONDS, IDLE_SECONDS, InTime, Read, Taken  # noqa: E402
from dialoog.inside.release import release  # noqa: E402
from dialoog.lines.gate import LINE, TAKEN, Site, noting_lines  # noqa: E402
from dialoog.live.house import House  # noqa: E402
from dialoog.logs import log  # noqa: E402
from dialoog.settings import Settings  # noqa: E402

AT_MOST = 20_000
TAKEN_IN_ONE_GO = 8
"""Connections; then those who are inside are heard first. Otherwise two thousand at once hold everybody up for half a second (R10)."""
WRITE_SECONDS = 10
"""How long one write may make no headway: whoever asks for pages and takes none in holds no place for it (R10)."""

Look = tuple[Any, Site] | None


def serve(
    settings: Settings, ready: Callable[[], None] = lambda: None, inherited: tuple[int, int] | None = None
) -> None:
    """Serves until it is told to stop; `ready` is called once connections are taken. `inherited` is the number of a
    listener and that of the parent who opened it."""
    if is_shared(settings.database):
        _let_postgres_wait()
    processes.open_many_files()
    app = create_app(settings)
    house: House = app.extensions["dialoog"]
    listener: Any = (
        processes.listener(settings.host, settings.port)
        if inherited is None
        else processes.inherited(inherited[0])
    )
    look = _look_inside(settings, house)
    start_work(house)
    if inherited is not None:
        house.start(processes.end_with_parent, inherited[1], house.socketio.sleep)
    processes.settle_memory()
    ready()
    site = app.wsgi_app
    _let_nothing_die_unsaid()
    database = house.engine.dialect.name
    log.info("started", version=release(), mode=ASYNC_MODE, database=database, address=settings.url)
    if ASYNC_MODE == "gevent":
        _serve_with_gevent(listener, site, house, look)
    else:
        _serve_with_eventlet(listener, site, house, look)


def _look_inside(settings: Settings, house: House) -> Look:
    """Where the metrics are had, and how: never from another machine."""
    if not settings.metrics_port:
        return None
    from dialoog.inside import metrics

    return processes.listener("127.0.0.1", settings.metrics_port), metrics.site(house)


def take_with_eventlet(listener: Any, site: Site) -> None:
    """Whoever comes, for as long as the listener is open."""
    from eventlet import wsgi

    listener.accept = processes.patient(listener.accept, eventlet.sleep)

    def nothing_more() -> None:
        wsgi.WSGI_LOCAL.already_handled = True

    class Pool(eventlet.GreenPool):  # type: ignore[misc]
        taken = 0

        def spawn(self, *task: Any, **named: Any) -> Any:
            self.taken += 1
            if self.taken % TAKEN_IN_ONE_GO == 0:
                eventlet.sleep(0)
            return super().spawn(*task, **named)

    wsgi.server(
        listener,
        noting_lines(site, nothing_more),
        log=logs.SILENT,
        environ={"wsgi.errors": logs.SILENT},
        protocol=heads.strict(_in_time_with_eventlet(wsgi.HttpProtocol)),
        custom_pool=Pool(AT_MOST),
        debug=False,
        log_output=False,
        socket_timeout=WRITE_SECONDS,
        keepalive=IDLE_SECONDS,
    )


def _serve_with_eventlet(listener: Any, site: Site, house: House, look: Look) -> None:
    stopping = eventlet.event.Event()

    def stop() -> None:
        if not stopping.ready():  # an impatient second Ctrl-C
            stopping.send()

    processes.when_told_to_stop(lambda: eventlet.hubs.get_hub().schedule_call_global(0, stop))
    eventlet.spawn(take_with_eventlet, listener, site)
    if look:
        eventlet.spawn(take_with_eventlet, *look)
    stopping.wait()
    _leave(listener, house)


def _in_time_with_eventlet(protocol: Any) -> Any:
    class Protocol(InTime, protocol):  # type: ignore[misc]
        rbufsize = wbufsize = (
            2048  # kept for as long as a socket is open, a phone's too: 24 KB each otherwise
        )

        timeout = eventlet.Timeout

        def setup(self) -> None:
            super().setup()
            self.wfile: Any = Taken(self.wfile, self.connection)

        def handle(self) -> None:
            super().handle()
            environ: dict[str, Any] = getattr(self, "environ", {})
            line = environ.pop(TAKEN, None)
            if line is None:
                return
            environ.clear()
            self.headers = None  # of all that a request needs nothing is kept for as long as a phone is there
            self.rfile.close()
            self.wfile.close()
            line.listens()
            eventlet.hubs.notify_opened(self.connection.fileno())  # whoever still writes there is woken

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

    return Protocol


def _serve_with_gevent(listener: Any, site: Site, house: House, look: Look) -> None:
    import gevent
    from gevent.pool import Pool  # type: ignore[import-untyped]
    from gevent.pywsgi import WSGIHandler, WSGIServer  # type: ignore[import-untyped]

    settings: dict[str, Any] = {
        "log": None,
        "error_log": None,
        "environ": {"SERVER_NAME": "dialoog", "wsgi.errors": logs.SILENT},
    }
    settings["handler_class"] = _in_time_with_gevent(WSGIHandler)
    taking = WSGIServer(listener, noting_lines(site), spawn=Pool(AT_MOST), **settings)
    stopping = gevent.event.Event()
    gevent.signal_handler(signal.SIGTERM, stopping.set)
    gevent.signal_handler(signal.SIGINT, stopping.set)
    taking.start()
    if look:
        WSGIServer(*look, **settings).start()
    stopping.wait()
    _leave(listener, house)


def _in_time_with_gevent(handler: Any) -> Any:
    from gevent import Timeout

    class Handler(InTime, handler):  # type: ignore[misc]
        timeout = Timeout
        ignored_socket_errors = (*handler.ignored_socket_errors, "timed out")

        def __init__(self, taken: Any, *more: Any, **named: Any) -> None:
            taken.settimeout(WRITE_SECONDS)
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
            return super()._handle_client_error(
                ValueError()
            )  # whatever it was is printed with all that it held

        def get_environ(self) -> dict[str, Any]:
            environ = super().get_environ()
            environ[LINE] = self.socket
            self.wsgi_input = Read()
            if self._connection_upgrade_requested():
                self.close_connection = True  # after a websocket comes no other request
            return environ

    return Handler


def _let_nothing_die_unsaid() -> None:
    """A task that ends in a fault is a line of the log, where the loop itself would print what it held (R15)."""

    def died(fault: BaseException | None) -> None:
        log.error("a task died", fault=fault)

    logs.speak_for_python(died)
    if ASYNC_MODE == "gevent":
        import gevent

        gevent.get_hub().print_exception = lambda _context, _kind, fault, _trace: died(fault)
        return
    hub = eventlet.hubs.get_hub()

    def let_go(file: int, fault: tuple[Any, BaseException, Any]) -> None:
        died(fault[1])
        hub.remove_descriptor(file)

    hub.squelch_exception = let_go
    hub.squelch_generic_exception = lambda fault: died(fault[1])
    hub.squelch_timer_exception = lambda _timer, fault: died(fault[1])


def _let_postgres_wait() -> None:
    """psycopg2 waits within C, and every phone with it, unless it is told how to wait. A database that says nothing at
    all any more is given up, and its connection with it."""
    from psycopg2 import OperationalError, extensions

    def until_ready(connection: Any) -> None:
        while (state := connection.poll()) != extensions.POLL_OK:
            begins = connection.status == extensions.STATUS_SETUP
            seconds = postgres.CONNECT_SECONDS if begins else postgres.SILENCE_SECONDS
            silent = OperationalError("the database does not answer")
            _wait_for(connection.fileno(), state == extensions.POLL_READ, seconds, silent)

    extensions.set_wait_callback(until_ready)


def _wait_for(file: int, read: bool, seconds: float, silent: Exception) -> None:
    if ASYNC_MODE == "gevent":
        from gevent.socket import wait_read, wait_write  # type: ignore[import-untyped]

        (wait_read if read else wait_write)(file, seconds, silent)
    else:
        from eventlet.hubs import trampoline

        trampoline(file, read=read, write=not read, timeout=seconds, timeout_exc=silent)


def _leave(listener: Any, house: House) -> None:
    """Takes nobody in any more, writes what waits, and goes; phones come back by themselves."""
    listener.close()
    house.writer.stop()
    house.engine.dispose()
    log.info("stopped")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # open sockets would hold us up for as long as they live
