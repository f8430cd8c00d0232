"""How fast one client may speak, whatever it says."""

import time
from collections.abc import Callable

Clock = Callable[[], float]


class RateLimit:
    """What one socket may say: a hundred packets at once, then thirty a second, answered or not. No client of ours comes
    near; over it the socket is closed (R10)."""

    SIZE, RATE = 100.0, 30.0

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._left, self._seen = self.SIZE, clock()

    def allows(self) -> bool:
        now = self._clock()
        self._left = min(self.SIZE, self._left + (now - self._seen) * self.RATE) - 1
        self._seen = now
        return self._left >= 0
