"""What happens at the doors, for the log: that a link or key was shown and whether it opened, never whose and never by whom.

Of each kind at most one line a minute, with how many there were since the one before, so that nobody can fill the log.
"""

import time
from collections.abc import Callable

from dialoog.telemetry.logging import log

QUIET_SECONDS = 60.0


class SecurityLog:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._untold: dict[str, int] = {}
        self._told: dict[str, float] = {}

    def link_opened(self, desk: str) -> None:
        if times := self._due(f"link of a {desk}"):
            log.info("a link was opened", desk=desk, times=times)

    def link_refused(self) -> None:
        if times := self._due("link that opens nothing"):
            log.warning("a link that opens nothing was tried", times=times)

    def key_opened(self) -> None:
        if times := self._due("key"):
            log.info("the set-up key was shown", times=times)

    def key_refused(self) -> None:
        if times := self._due("key that does not fit"):
            log.warning("a wrong set-up key was tried", times=times)

    def code_barred(self) -> None:
        if times := self._due("codes beyond the budget"):
            log.warning("codes are being guessed", times=times)

    def _due(self, kind: str) -> int:
        """How many there are to tell; 0 while the last line is less than a minute old."""
        self._untold[kind] = self._untold.get(kind, 0) + 1
        now = self._clock()
        if now - self._told.get(kind, -QUIET_SECONDS) < QUIET_SECONDS:
            return 0
        self._told[kind] = now
        return self._untold.pop(kind)
