"""Starts the server on eventlet, or on gevent where `DIALOOG_ASYNC_MODE` says so: the one module that chooses.

It must be imported before Flask, since it patches the standard library first. Every other module uses Socket.IO's own
`start_background_task` and `sleep`.
"""

import os
from collections.abc import Callable
from typing import Any

import dialoog.telemetry.metrics  # noqa: F401 - before the patch: decision 047

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

from flask import Flask  # noqa: E402

from dialoog.db import postgres  # noqa: E402
from dialoog.db.engine import is_shared  # noqa: E402
from dialoog.live.runtime import Runtime  # noqa: E402
from dialoog.server import systemd  # noqa: E402
from dialoog.server.first_requests import prepare_first_requests  # noqa: E402
from dialoog.server.listener import open_listener  # noqa: E402
from dialoog.server.process import collect_garbage, raise_file_limit, tune_garbage_collection  # noqa: E402
from dialoog.server.process_pool import ProcessPool  # noqa: E402
from dialoog.server.version import release  # noqa: E402
from dialoog.settings import Settings  # noqa: E402
from dialoog.telemetry import logging  # noqa: E402
from dialoog.telemetry.logging import log  # noqa: E402
from dialoog.web.blocking import BlockingCalls  # noqa: E402
from dialoog.websocket.handshake import WsgiApp  # noqa: E402

if ASYNC_MODE == "gevent":
    from dialoog.server import gevent_adapter as adapter
else:
    from dialoog.server import eventlet_adapter as adapter  # type: ignore[no-redef]

ListenerAndApp = tuple[Any, WsgiApp]


def run_server(
    settings: Settings,
    create_app: Callable[[Settings], Flask],
    start_work: Callable[[Runtime], object],
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serves the app that `create_app` makes until the process is told to stop. `start_work` starts the background tasks;
    `ready` is called once connections are accepted."""
    if is_shared(settings.database):
        postgres.set_wait_callback(adapter.wait_for_file)
    raise_file_limit()
    app = create_app(settings)
    runtime: Runtime = app.extensions["dialoog"]
    app.extensions["dialoog.blocking"].run = adapter.run_in_thread
    apart: BlockingCalls = app.extensions["dialoog.apart"]
    apart.run, apart.is_beside = ProcessPool().run, True
    prepare_first_requests(app)
    listener: Any = open_listener(settings.host, settings.port)
    metrics = _metrics(settings, runtime)
    start_work(runtime)
    tune_garbage_collection()
    runtime.start(collect_garbage, runtime.socketio.sleep, lambda: runtime.socketio_server.connection_count)
    ready()
    systemd.notify(systemd.READY)
    if deadline := systemd.watchdog_seconds():
        runtime.start(systemd.ping_watchdog, deadline, runtime.socketio.sleep)
    report_failed_tasks()
    database = runtime.engine.dialect.name
    log.info("started", version=release(), mode=ASYNC_MODE, database=database, address=settings.url)
    adapter.serve(listener, app.wsgi_app, runtime.close, metrics)


def _metrics(settings: Settings, runtime: Runtime) -> ListenerAndApp | None:
    """The listener and the app of `/metrics`, which no other machine can reach; None where no port is set."""
    if not settings.metrics_port:
        return None
    from dialoog.server import metrics_endpoint

    return open_listener("127.0.0.1", settings.metrics_port), metrics_endpoint.metrics_app(runtime)


def report_failed_tasks() -> None:
    """Logs each task that ends in an exception; the loop itself would print the exception with its content (R15)."""

    def report(fault: BaseException | None) -> None:
        log.error("background task failed", fault=fault)

    logging.report_uncaught(report)
    adapter.report_failed_tasks(report)
