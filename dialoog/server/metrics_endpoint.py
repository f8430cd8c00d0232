"""`/metrics` for Prometheus, on a listener of its own that only this machine can reach.

The counters and histograms are those of `telemetry.metrics`. The gauges here read the runtime when somebody asks.
docs/metrics.md explains each; a test compares it with the page.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from prometheus_client import REGISTRY, Gauge, Info
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import make_wsgi_app
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dialoog.accounts.tokens import DESKS
from dialoog.db.engine import connect_for_query
from dialoog.jobs import queries
from dialoog.live.runtime import Runtime
from dialoog.server.version import release
from dialoog.web.trusted_host import is_trusted_host


def metrics_app(runtime: Runtime) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The WSGI application of the listener: it serves `/metrics`, and nothing else, and only at a name of this server: a website
    whose own name points here would else read it through a browser on this machine. Registers the gauges, so it is called once in a
    process."""
    register_gauges(runtime)
    prometheus_app = make_wsgi_app(REGISTRY, disable_compression=True)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_trusted_host(environ.get("HTTP_HOST", ""), runtime.settings):
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"This server has another name.\n"]
        if environ.get("PATH_INFO") != "/metrics":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Only /metrics is here.\n"]
        body: Iterable[bytes] = prometheus_app(environ, start_response)
        return body

    return application


def register_gauges(runtime: Runtime) -> None:
    """Raises ValueError where the gauges are registered already."""
    build = {
        "version": release(),
        "python": sys.version.split()[0],
        "async_mode": runtime.settings.async_mode,
        "database": runtime.engine.dialect.name,
    }
    Info("dialoog_build", "What runs here.").info(build)
    sockets = Gauge("dialoog_sockets", "Sockets that were let in, by desk.", ["desk"])
    for desk in DESKS:
        sockets.labels(desk).set_function(partial(sockets_at, runtime, desk))
    pool: Any = runtime.engine.pool
    gauges: tuple[tuple[str, str, Callable[[], float]], ...] = (
        ("sockets_open", "All sockets, let in or not yet.", lambda: runtime.socketio_server.connection_count),
        ("dialogues", "Dialogues with somebody connected here.", lambda: len(runtime.presence.dialogues())),
        ("dialogues_folded", "Dialogues that this process has at hand.", lambda: len(runtime.state_cache)),
        ("writer_waiting", "Commands that nobody has begun.", lambda: runtime.writer.waiting),
        ("writer_busy_seconds", "How long the writer is at its batch; 0 where it waits.", lambda: runtime.writer.busy),
        ("loop_lag_recent_seconds", "The worst of the last five seconds.", lambda: runtime.event_loop_lag.recent),
        ("database_connections", "Connections of the pool that are in use.", pool.checkedout),
        ("database_connections_idle", "Connections of the pool that wait.", pool.checkedin),
    )  # fmt: skip
    for name, documentation, value in gauges:
        Gauge(f"dialoog_{name}", documentation).set_function(value)
    REGISTRY.register(JobsCollector(runtime.engine))


class JobsCollector(Collector):
    """The jobs and mails of the whole installation, so the same at every process; left out while the database cannot be asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked of the database to register it."""
        yield GaugeMetricFamily("dialoog_jobs", "")
        yield GaugeMetricFamily("dialoog_jobs_overdue_seconds", "")
        yield GaugeMetricFamily("dialoog_mails", "")

    def collect(self) -> Iterator[Metric]:
        try:
            with connect_for_query(self._engine) as connection:
                counts = queries.count_open(connection)
                mail_counts = queries.count_open_mails(connection)
                overdue = queries.overdue_seconds(connection, time.time_ns() // 1_000_000)
        except SQLAlchemyError:
            return
        jobs = GaugeMetricFamily("dialoog_jobs", "Jobs that are not done, by state.", labels=["state"])
        for state, count in counts.items():
            jobs.add_metric([state], count)
        yield jobs
        mails = GaugeMetricFamily("dialoog_mails", "Mails that are not sent, by state.", labels=["state"])
        for state, count in mail_counts.items():
            mails.add_metric([state], count)
        yield mails
        documentation = "For how long the earliest job that waits should have been done."
        yield GaugeMetricFamily("dialoog_jobs_overdue_seconds", documentation, overdue)


def sockets_at(runtime: Runtime, desk: str) -> int:
    return runtime.presence.desks().get(desk, 0)
