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
            log.info("link opened", desk=desk, times=times)

    def link_refused(self) -> None:
        if times := self._throttle.count("link that opens nothing"):
            log.warning("invalid link refused", times=times)

    def key_opened(self) -> None:
        if times := self._throttle.count("key"):
            log.info("set-up key accepted", times=times)

    def key_refused(self) -> None:
        if times := self._throttle.count("key that does not fit"):
            log.warning("wrong set-up key refused", times=times)

    def code_barred(self) -> None:
        if times := self._throttle.count("codes beyond the budget"):
            log.warning("too many wrong join codes", times=times)
