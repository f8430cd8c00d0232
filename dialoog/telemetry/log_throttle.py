"""The throttle of the log: a kind of event that can come often gets one line a minute, with how many there were."""

import time
from collections.abc import Callable

QUIET_SECONDS = 60.0


class LogThrottle:
    """Kinds are counted apart. They come from our own code alone, so there are few."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: dict[str, int] = {}
        self._last_lines: dict[str, float] = {}

    def count(self, kind: str) -> int:
        """Counts one more event. Returns how many the line is about that is due now; 0 where none is."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        now = self._clock()
        if now - self._last_lines.get(kind, float("-inf")) < QUIET_SECONDS:
            return 0
        self._last_lines[kind] = now
        return self._counts.pop(kind)
