"""Counting: cheap where commands pass, right at the edges of the buckets, and never in the way of the collector."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY

from dialoog.telemetry import event_loop, metrics
from tests.server.scraped_metrics import counted_here


def test_a_size_falls_into_the_first_bucket_that_holds_it() -> None:
    edges = ("1.0", "2.0", "500.0", "+Inf")
    before = [counted_here("dialoog_batch_commands_bucket", le=edge) for edge in edges]
    total = counted_here("dialoog_batch_commands_sum")
    for size in (1, 2, 2, 500, 501):
        metrics.batch_commands.observe(size)
    after = [counted_here("dialoog_batch_commands_bucket", le=edge) for edge in edges]
    assert [there - then for there, then in zip(after, before, strict=True)] == [1, 3, 4, 5]
    assert counted_here("dialoog_batch_commands_sum") - total == 1006


def test_what_fails_is_timed_too() -> None:
    before = counted_here("dialoog_commit_seconds_count")
    with pytest.raises(ValueError, match="no"), metrics.commit_seconds.time():
        raise ValueError("no")
    assert counted_here("dialoog_commit_seconds_count") == before + 1


def test_the_counter_of_the_same_labels_is_bound_once() -> None:
    assert metrics.commands("pass_turn", "ok") is metrics.commands("pass_turn", "ok")
    assert metrics.commands("pass_turn", "ok") is not metrics.commands("pass_turn", "late")


def test_no_counter_has_a_second_series_of_when_it_was_made() -> None:
    metrics.commands("pass_turn", "ok").inc()
    ours = [family for family in REGISTRY.collect() if family.name.startswith("dialoog_")]
    assert ours
    assert [
        sample.name for family in ours for sample in family.samples if sample.name.endswith("_created")
    ] == []


@pytest.fixture
def collections_timed() -> Iterator[None]:
    event_loop.watch_collections()
    yield
    gc.callbacks.pop()


@pytest.mark.usefixtures("collections_timed")
def test_a_pause_of_the_collector_is_counted_by_the_loop_and_not_within_it() -> None:
    event_loop.count_collections()
    before = counted_here("dialoog_gc_pause_seconds_count")
    gc.collect()
    assert counted_here("dialoog_gc_pause_seconds_count") == before
    event_loop.count_collections()
    assert counted_here("dialoog_gc_pause_seconds_count") >= before + 1


@pytest.mark.parametrize("mode", ["eventlet", "gevent"])
def test_the_locks_of_a_server_s_counters_are_made_before_the_patch(mode: str) -> None:
    """Nothing waits while it counts; the collector may begin within a cooperative lock, which is Python."""
    script = "import dialoog.server.main, prometheus_client.values as v; print(type(v.Lock()))"
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={"DIALOOG_ASYNC_MODE": mode},
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout == "<class '_thread.lock'>\n"
