"""The metrics of this process: counters and histograms of prometheus_client, raised by the code that knows the event.

Labels come from our own code alone (a kind of command, a reason, a desk), never from what somebody sent: no words, names,
codes, tokens, addresses or dialogues are counted by (R15). `server.metrics_endpoint` adds the gauges and serves all of them;
docs/metrics.md explains each.
"""

from collections.abc import Callable
from functools import cache

from prometheus_client import Counter, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call] # `_created` beside each says no more than the start of the process

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""From half a millisecond, which one durable commit takes at best, to ten seconds."""


def by_labels(name: str, documentation: str, *labels: str) -> Callable[..., Counter]:
    """The counters of one metric, by the values of its labels in order. Each is bound once: `labels` alone costs four times as
    much as counting does."""
    return cache(Counter(name, documentation, labels).labels)


commands = by_labels("dialoog_commands", "Commands, by kind and by what was answered.", "kind", "answer")
command_seconds = Histogram("dialoog_command_seconds", "From a command to its answer.", buckets=SECONDS)
refusals = by_labels("dialoog_refusals", "Commands that were refused, by reason.", "reason")
later = by_labels("dialoog_later", "Commands that were told to come again, by cause.", "cause")
wrong_codes = Counter("dialoog_wrong_codes", "Join codes that nobody knows.")
commit_seconds = Histogram(
    "dialoog_commit_seconds", "One transaction of the writer, to the disk.", buckets=SECONDS
)
batch_commands = Histogram(
    "dialoog_batch_commands", "Commands in one transaction.", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 500)
)
journal_entries = Counter("dialoog_journal_entries", "Entries that were written.")
push_seconds = Histogram(
    "dialoog_push_seconds", "Making and sending what changed in one dialogue.", buckets=SECONDS
)
messages = by_labels("dialoog_messages", "Messages, each once however many sockets it went to.", "message")
frames = Counter("dialoog_frames", "Frames to single sockets.")
frames_queued = Counter("dialoog_frames_queued", "Frames that had to wait for their socket.")
frame_bytes = Counter("dialoog_frame_bytes", "Bytes of all frames.")
sockets_refused = by_labels("dialoog_sockets_refused", "Sockets that were not let in.", "reason")
sockets_left = by_labels("dialoog_sockets_left", "Sockets that ended, by what ended them.", "reason")
sockets_shown_out = by_labels(
    "dialoog_sockets_shown_out", "Sockets that the server closed, and why.", "reason"
)
faults = by_labels("dialoog_faults", "Requests that ended in a fault of the server.", "kind")
signals = Counter("dialoog_signals", "Signals of other processes.")
signal_reconnects = Counter("dialoog_signal_reconnects", "How often the line for signals was laid anew.")
loop_lag_seconds = Histogram(
    "dialoog_loop_lag_seconds", "How late a task woke that looks every 250 ms.", buckets=SECONDS
)
gc_pause_seconds = Histogram("dialoog_gc_pause_seconds", "Pauses of Python's collector.", buckets=SECONDS)
log_lines = by_labels("dialoog_log_lines", "Lines in the log.", "level")
for level in ("debug", "info", "warning", "error", "critical"):
    log_lines(level)  # a line may be logged anywhere, also while a counter is being made
