"""The token bucket: how much one client may send, whatever it sends. Sockets have one each; `live.transport.rate_limits` keeps
those of seats and desks."""

import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds from some moment on, never backwards."""

PACKETS = (100.0, 30.0)
"""Size and rate for one socket, answered or not. No client of ours comes near; over it the socket is closed (R10)."""


class TokenBucket:
    """Holds `size` tokens at first and at most; `rate` come back each second."""

    __slots__ = ("_clock", "_rate", "_size", "_tokens", "_updated")

    def __init__(self, size: float, rate: float, clock: Clock = time.monotonic) -> None:
        self._size, self._rate, self._clock = size, rate, clock
        self._tokens, self._updated = size, clock()

    def take(self) -> bool:
        """Takes one token; False where none is left."""
        now = self._clock()
        self._tokens = min(self._size, self._tokens + (now - self._updated) * self._rate)
        self._updated = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
