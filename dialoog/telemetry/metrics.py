"""What this process has counted since its start: plain numbers, raised on the way and read when somebody asks.

Labels come from our own code alone (a kind of command, a reason, a desk), never from what somebody sent:
no words, names, codes, tokens, addresses or dialogues are counted by (R15). Raising costs well under a
microsecond; `inside.metrics` turns it all into what Prometheus reads, and `docs/metrics.md` explains each.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from types import TracebackType


class Histogram:
    """How often each size came by: `bounds` are the upper ends of its buckets, in rising order."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, *bounds: float) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, size: float) -> None:
        self.counts[bisect_left(self.bounds, size)] += 1
        self.total += size

    def timed(self) -> "Timer":
        """`with spread.timed():` adds the seconds that the block took, also where it failed."""
        return Timer(self)


class Timer:
    __slots__ = ("_began", "_spread")

    def __init__(self, spread: Histogram) -> None:
        self._spread = spread

    def __enter__(self) -> None:
        self._began = perf_counter()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._spread.add(perf_counter() - self._began)


def seconds() -> Histogram:
    """From a tenth of a millisecond, which one durable commit takes at best, to ten seconds."""
    return Histogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(slots=True)
class Metrics:
    commands: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By (kind, answer)."""
    command_seconds: Histogram = field(default_factory=seconds)
    refused: Counter[str] = field(default_factory=Counter)
    """By reason."""
    later: Counter[str] = field(default_factory=Counter)
    """By cause."""
    wrong_codes: int = 0
    commit_seconds: Histogram = field(default_factory=seconds)
    batch: Histogram = field(default_factory=lambda: Histogram(1, 2, 4, 8, 16, 32, 64, 128, 256, 500))
    entries: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    """Messages by name, each counted once however many sockets it went to."""
    push_seconds: Histogram = field(default_factory=seconds)
    frames: int = 0
    """To single sockets, and of those the ones that had to wait in a queue."""
    queued: int = 0
    bytes: int = 0
    sockets_refused: Counter[str] = field(default_factory=Counter)
    """Who was not let in, by reason."""
    sockets_left: Counter[str] = field(default_factory=Counter)
    """Sockets that were let in and ended, by what ended them."""
    shown_out: Counter[str] = field(default_factory=Counter)
    """Sockets that we closed ourselves, by reason."""
    faults: Counter[str] = field(default_factory=Counter)
    """Requests that ended in a fault of ours: database, unexpected."""
    signals: int = 0
    """What other processes rang for, and how often that line had to be laid anew."""
    reconnects: int = 0
    lag: Histogram = field(default_factory=seconds)
    gc_pauses: Histogram = field(default_factory=seconds)
    logged: Counter[str] = field(default_factory=Counter)
    """Lines in the log, by level."""


metrics = Metrics()
"""Of this process, as its log is."""
