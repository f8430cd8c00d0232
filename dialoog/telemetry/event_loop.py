"""How late the loop is: everybody's phones wait on one loop, so what holds it up holds up the room.

A task sleeps a quarter of a second and looks how much later it woke. What blocked meanwhile (a disk, a large
fold, a machine that has too much to do) shows here and nowhere else.
"""

import gc
import time
from collections import deque
from collections.abc import Callable

from dialoog.telemetry import metrics
from dialoog.telemetry.log_throttle import LogThrottle
from dialoog.telemetry.logging import log

EVERY_SECONDS = 0.25
RECENT = 20
"""Looks that count as now: five seconds of them."""
WORTH_A_LINE = 0.5

_pauses: deque[float] = deque()


class EventLoopLag:
    """In seconds."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque([0.0], maxlen=RECENT)
        self._throttle = LogThrottle()

    @property
    def now(self) -> float:
        """The worst of the last five seconds."""
        return max(self._recent)

    def watch(self, sleep: Callable[[float], object]) -> None:
        """The background task; it never ends."""
        while True:
            due = time.monotonic() + EVERY_SECONDS
            sleep(EVERY_SECONDS)
            self.saw(max(0.0, time.monotonic() - due))
            count_collections()

    def saw(self, late: float) -> None:
        self._recent.append(late)
        metrics.loop_lag_seconds.observe(late)
        if late >= WORTH_A_LINE and (times := self._throttle.count("late")):
            log.warning("event loop late", seconds=round(late, 2), times=times)


def watch_collections() -> None:
    """Times what Python's collector holds up; to be called once per process."""
    began = 0.0

    def told(phase: str, _about: dict[str, int]) -> None:
        nonlocal began
        if phase == "start":
            began = time.perf_counter()
        else:
            _pauses.append(time.perf_counter() - began)

    gc.callbacks.append(told)


def count_collections() -> None:
    """Counts the pauses since the last call. The collector may begin anywhere, also while the lock of a metric is held, so its
    own callback must not wait for one."""
    while _pauses:
        metrics.gc_pause_seconds.observe(_pauses.popleft())
