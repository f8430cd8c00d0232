"""Measures the event loop: how late it wakes a task, and how long Python's collector pauses it.

All phones of a process wait for one loop. Whatever blocks it (a disk, folding a long journal, a machine with too much to do)
shows in these two metrics, and nowhere else.
"""

import gc
import time
from collections import deque
from collections.abc import Callable

from dialoog.telemetry import metrics
from dialoog.telemetry.log_throttle import LogThrottle
from dialoog.telemetry.logging import log

INTERVAL_SECONDS = 0.25
RECENT_SAMPLES = 20
"""Five seconds of them."""
LOG_SECONDS = 0.5
"""A lag of this size is worth a line."""

_pauses: deque[float] = deque()
"""Pauses of the collector that are not counted yet, in seconds."""


class EventLoopLag:
    """All in seconds."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque([0.0], maxlen=RECENT_SAMPLES)
        self._throttle = LogThrottle()

    @property
    def recent(self) -> float:
        """The largest lag of the last five seconds."""
        return max(self._recent)

    def watch(self, sleep: Callable[[float], object]) -> None:
        """The background task; it never ends."""
        while True:
            due = time.monotonic() + INTERVAL_SECONDS
            sleep(INTERVAL_SECONDS)
            self.record(max(0.0, time.monotonic() - due))
            count_collections()

    def record(self, lag: float) -> None:
        self._recent.append(lag)
        metrics.loop_lag_seconds.observe(lag)
        if lag >= LOG_SECONDS and (times := self._throttle.count("lag")):
            log.warning("event loop late", seconds=round(lag, 2), times=times)


def watch_collections() -> None:
    """Times the collector's pauses from now on; called once per process."""
    started = 0.0

    def time_pause(phase: str, _info: dict[str, int]) -> None:
        nonlocal started
        if phase == "start":
            started = time.perf_counter()
        else:
            _pauses.append(time.perf_counter() - started)

    gc.callbacks.append(time_pause)


def count_collections() -> None:
    """Counts the pauses since the last call. The collector may begin anywhere, also while the lock of a metric is held, so its
    own callback must not wait for one."""
    while _pauses:
        metrics.gc_pause_seconds.observe(_pauses.popleft())
