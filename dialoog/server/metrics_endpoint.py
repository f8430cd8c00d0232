"""`/metrics` for Prometheus, on a listener of its own that only this machine can reach.

Everything is read from what is there when somebody asks: the tally, and what the parts of the house know about
themselves. `docs/metrics.md` explains each; a test holds the two together.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import make_wsgi_app
from prometheus_client.registry import Collector

from dialoog.live.runtime import Runtime
from dialoog.server.version import release
from dialoog.telemetry.metrics import Histogram, Metrics, metrics

Labels = tuple[str, ...]
Counted = Mapping[Any, float] | float

COUNTERS: tuple[tuple[str, Labels, Callable[[Metrics], Counted], str], ...] = (
    ("commands", ("kind", "answer"), lambda t: t.commands, "Commands, by kind and by what was answered."),
    ("refusals", ("reason",), lambda t: t.refused, "Commands that were refused, by reason."),
    ("later", ("cause",), lambda t: t.later, "Commands that were told to come again, by cause."),
    ("wrong_codes", (), lambda t: t.wrong_codes, "Join codes that nobody knows."),
    ("journal_entries", (), lambda t: t.entries, "Entries that were written."),
    ("messages", ("message",), lambda t: t.sent, "Messages, each once however many sockets it went to."),
    ("frames", (), lambda t: t.frames, "Frames to single sockets."),
    ("frames_queued", (), lambda t: t.queued, "Frames that had to wait for their socket."),
    ("frame_bytes", (), lambda t: t.bytes, "Bytes of all frames."),
    ("sockets_refused", ("reason",), lambda t: t.sockets_refused, "Sockets that were not let in."),
    ("sockets_left", ("reason",), lambda t: t.sockets_left, "Sockets that ended, by what ended them."),
    ("sockets_shown_out", ("reason",), lambda t: t.shown_out, "Sockets that the server closed, and why."),
    ("faults", ("kind",), lambda t: t.faults, "Requests that ended in a fault of the server."),
    ("signals", (), lambda t: t.signals, "Signals of other processes."),
    ("signal_reconnects", (), lambda t: t.reconnects, "How often the line for signals was laid anew."),
    ("log_lines", ("level",), lambda t: t.logged, "Lines in the log."),
)
SPREADS: tuple[tuple[str, Callable[[Metrics], Histogram], str], ...] = (
    ("command_seconds", lambda t: t.command_seconds, "From a command to its answer."),
    ("commit_seconds", lambda t: t.commit_seconds, "One transaction of the writer, to the disk."),
    ("batch_commands", lambda t: t.batch, "Commands in one transaction."),
    ("push_seconds", lambda t: t.push_seconds, "Making and sending what changed in one dialogue."),
    ("loop_lag_seconds", lambda t: t.lag, "How late a task woke that looks every 250 ms."),
    ("gc_pause_seconds", lambda t: t.gc_pauses, "Pauses of Python's collector."),
)


class RuntimeCollector(Collector):
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def collect(self) -> Iterable[Metric]:
        yield self._build()
        for name, labels, get, explained in COUNTERS:
            yield counter(name, labels, get(metrics), explained)
        for name, spread_of, explained in SPREADS:
            yield histogram(name, spread_of(metrics), explained)
        yield from self._now()

    def _build(self) -> Metric:
        runtime = self._runtime
        labels = {
            "version": release(),
            "python": sys.version.split()[0],
            "async_mode": runtime.settings.async_mode,
            "database": runtime.engine.dialect.name,
        }
        build = GaugeMetricFamily("dialoog_build_info", "What runs here.", labels=list(labels))
        build.add_metric(list(labels.values()), 1)
        return build

    def _now(self) -> Iterator[Metric]:
        runtime = self._runtime
        desks = GaugeMetricFamily("dialoog_sockets", "Sockets that were let in, by desk.", labels=["desk"])
        for desk, many in runtime.presence.desks().items():
            desks.add_metric([desk], many)
        yield desks
        pool: Any = runtime.engine.pool
        for name, value, explained in (
            ("sockets_open", runtime.socketio_server.connection_count, "All sockets, let in or not yet."),
            ("dialogues", len(runtime.presence.dialogues()), "Dialogues with somebody connected here."),
            ("dialogues_folded", len(runtime.state_cache), "Dialogues that this process has at hand."),
            ("writer_waiting", runtime.writer.waiting, "Commands that nobody has begun."),
            ("writer_busy_seconds", runtime.writer.busy, "How long the writer is at its batch; 0 where it waits."),
            ("loop_lag_recent_seconds", runtime.event_loop_lag.now, "The worst of the last five seconds."),
            ("database_connections", pool.checkedout(), "Connections of the pool that are in use."),
            ("database_connections_idle", pool.checkedin(), "Connections of the pool that wait."),
        ):  # fmt: skip
            yield GaugeMetricFamily(f"dialoog_{name}", explained, value)


def counter(name: str, labels: Labels, counted: Counted, explained: str) -> Metric:
    if not isinstance(counted, Mapping):
        return CounterMetricFamily(f"dialoog_{name}", explained, counted)
    family = CounterMetricFamily(f"dialoog_{name}", explained, labels=labels)
    for key, many in sorted(counted.items()):
        family.add_metric([key] if isinstance(key, str) else list(key), many)
    return family


def histogram(name: str, spread: Histogram, explained: str) -> Metric:
    ends = [*(str(float(bound)) for bound in spread.bounds), "+Inf"]
    buckets = list(zip(ends, accumulate(spread.counts), strict=True))
    return HistogramMetricFamily(f"dialoog_{name}", explained, buckets=buckets, sum_value=spread.total)


def metrics_app(runtime: Runtime) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """What the listener serves: `/metrics`, and nothing else."""
    registry = CollectorRegistry()
    registry.register(RuntimeCollector(runtime))
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    prometheus_app = make_wsgi_app(registry, disable_compression=True)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != "/metrics":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Only /metrics is here.\n"]
        body: Iterable[bytes] = prometheus_app(environ, start_response)
        return body

    return answer
