"""What happens at the doors, for the log: that a link or key was shown and whether it opened, never whose and never by whom.

Of each kind at most one line a minute, with how many there were since the one before, so that nobody can fill the log.
"""

import time
from collections.abc import Callable

from dialoog.telemetry.log_throttle import LogThrottle
from dialoog.telemetry.logging import log


class SecurityLog:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._throttle = LogThrottle(clock)

    def link_opened(self, desk: str) -> None:
        if times := self._throttle.count(f"link of a {desk}"):
            log.info("a link was opened", desk=desk, times=times)

    def link_refused(self) -> None:
        if times := self._throttle.count("link that opens nothing"):
            log.warning("a link that opens nothing was tried", times=times)

    def key_opened(self) -> None:
        if times := self._throttle.count("key"):
            log.info("the set-up key was shown", times=times)

    def key_refused(self) -> None:
        if times := self._throttle.count("key that does not fit"):
            log.warning("a wrong set-up key was tried", times=times)

    def code_barred(self) -> None:
        if times := self._throttle.count("codes beyond the budget"):
            log.warning("codes are being guessed", times=times)
