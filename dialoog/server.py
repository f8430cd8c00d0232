"""The one file that knows which machinery serves the sockets: eventlet, and for the suite also gevent.

It has to be imported before Flask, since it makes the standard library cooperative first. Everything else
uses Socket.IO's own `start_background_task` and `sleep`.
"""

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

from dialoog import logs, one_request, postgres, processes  # noqa: E402
from dialoog.app import create_app, start_work  # noqa: E402
from dialoog.database import is_shared  # noqa: E402
from dialoog.in_time import IDLE_SECONDS, WRITE_SECONDS  # noqa: E402
from dialoog.inside.release import release  # noqa: E402
from dialoog.lines.gate import Site, noting_lines  # noqa: E402
from dialoog.live.house import House  # noqa: E402
from dialoog.logs import log  # noqa: E402
from dialoog.settings import Settings  # noqa: E402

MOST_CONNECTIONS = 20_000
TAKEN_IN_ONE_GO = 8
"""So many are taken, then those who are inside are heard. Two thousand at once would hold everybody up for half a second (R10)."""

Look = tuple[Any, Site] | None


def serve(
    settings: Settings, ready: Callable[[], None] = lambda: None, inherited: tuple[int, int] | None = None
) -> None:
    """Serves until it is told to stop; `ready` is called once connections are taken. `inherited` is the number of a
    listener and that of the parent who opened it."""
    if is_shared(settings.database):
        postgres.let_wait(_wait_for)
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


def take_with_eventlet(
    listener: Any, site: Site, ended: Callable[[BaseException | None], object] = lambda _: None
) -> None:
    """Whoever comes, for as long as the listener is open; `ended` is called once nobody is taken in any more."""
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

        def waitall(self) -> None:
            """Where taking failed eventlet comes here, and stays for as long as anybody is connected."""
            ended(sys.exc_info()[1])
            super().waitall()

    try:
        wsgi.server(
            listener,
            noting_lines(site, nothing_more),
            log=logs.SILENT,
            environ={"wsgi.errors": logs.SILENT},
            protocol=one_request.by_protocol(
                wsgi.HttpProtocol, eventlet.Timeout, eventlet.hubs.notify_opened
            ),
            custom_pool=Pool(MOST_CONNECTIONS),
            debug=False,
            log_output=False,
            socket_timeout=WRITE_SECONDS,
            keepalive=IDLE_SECONDS,
        )
    except Exception as fault:
        ended(fault)
        raise


def _serve_with_eventlet(listener: Any, site: Site, house: House, look: Look) -> None:
    ended = eventlet.event.Event()

    def end(code: int = 0) -> None:
        if not ended.ready():  # an impatient second Ctrl-C
            ended.send(code)

    def takes_nobody(fault: BaseException | None) -> None:
        if not ended.ready():
            end(processes.nobody_is_taken_in(fault))
        raise eventlet.greenlet.GreenletExit  # all is said

    processes.when_told_to_stop(lambda: eventlet.hubs.get_hub().schedule_call_global(0, end))
    eventlet.spawn(take_with_eventlet, listener, site, takes_nobody)
    eventlet.spawn(lambda: takes_nobody(processes.no_longer_listens(listener, eventlet.sleep)))
    if look:
        eventlet.spawn(take_with_eventlet, *look)
    processes.leave(listener, house.ends, ended.wait())


def _serve_with_gevent(listener: Any, site: Site, house: House, look: Look) -> None:
    import gevent
    from gevent.event import AsyncResult  # type: ignore[import-untyped]
    from gevent.pool import Pool  # type: ignore[import-untyped]
    from gevent.pywsgi import WSGIHandler, WSGIServer  # type: ignore[import-untyped]

    settings: dict[str, Any] = {
        "log": None,
        "error_log": None,
        "environ": {"SERVER_NAME": "dialoog", "wsgi.errors": logs.SILENT},
    }
    settings["handler_class"] = one_request.by_handler(WSGIHandler, gevent.Timeout)
    ended = AsyncResult()

    def takes_nobody(fault: BaseException) -> None:
        if not ended.ready():
            ended.set(processes.nobody_is_taken_in(fault))

    class Server(WSGIServer):  # type: ignore[misc]
        def is_fatal_error(self, fault: BaseException) -> bool:
            fatal: bool = super().is_fatal_error(fault)
            if fatal:
                takes_nobody(fault)
            return fatal

    gevent.signal_handler(signal.SIGTERM, ended.set, 0)
    gevent.signal_handler(signal.SIGINT, ended.set, 0)
    Server(listener, noting_lines(site), spawn=Pool(MOST_CONNECTIONS), **settings).start()
    gevent.spawn(lambda: takes_nobody(processes.no_longer_listens(listener, gevent.sleep)))
    if look:
        WSGIServer(*look, **settings).start()
    processes.leave(listener, house.ends, ended.get())


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


def _wait_for(file: int, read: bool, seconds: float, silent: Exception) -> None:
    """Until a file can be read, or else written; raises `silent` where that takes longer."""
    if ASYNC_MODE == "gevent":
        from gevent.socket import wait_read, wait_write  # type: ignore[import-untyped]

        (wait_read if read else wait_write)(file, seconds, silent)
    else:
        from eventlet.hubs import trampoline

        trampoline(file, read=read, write=not read, timeout=seconds, timeout_exc=silent)
