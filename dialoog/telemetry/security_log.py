"""The security log: which kinds of links, keys and codes were accepted or refused, never whose and never by whom.

Each kind has at most one line a minute, with its count, so that nobody can fill the log.
"""

import time
from collections.abc import Callable

from dialoog.telemetry.log_throttle import LogThrottle
from dialoog.telemetry.logging import log


class SecurityLog:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._throttle = LogThrottle(clock)

    def link_opened(self, desk: str) -> None:
        if times := self._throttle.count(f"{desk} link"):
            log.info("link opened", desk=desk, times=times)

    def link_refused(self) -> None:
        if times := self._throttle.count("invalid link"):
            log.warning("invalid link refused", times=times)

    def key_opened(self) -> None:
        if times := self._throttle.count("key"):
            log.info("set-up key accepted", times=times)

    def key_refused(self) -> None:
        if times := self._throttle.count("wrong key"):
            log.warning("wrong set-up key refused", times=times)

    def signed_in(self) -> None:
        if times := self._throttle.count("sign-in"):
            log.info("somebody signed in", times=times)

    def sign_in_refused(self) -> None:
        if times := self._throttle.count("wrong password"):
            log.warning("wrong password refused", times=times)

    def sign_in_link_made(self) -> None:
        if times := self._throttle.count("sign-in link"):
            log.info("sign-in link made", times=times)

    def sign_in_link_asked(self) -> None:
        if times := self._throttle.count("sign-in link asked"):
            log.info("somebody asked for a sign-in link by mail", times=times)

    def sign_in_link_throttled(self) -> None:
        if times := self._throttle.count("sign-in links"):
            log.warning("too many sign-in links by mail", times=times)

    def second_step_refused(self) -> None:
        if times := self._throttle.count("second step"):
            log.warning("wrong code of a second step refused", times=times)

    def second_step_switched_off(self) -> None:
        if times := self._throttle.count("second step off"):
            log.warning("second step switched off for somebody", times=times)

    def code_throttled(self) -> None:
        if times := self._throttle.count("codes"):
            log.warning("too many wrong join codes", times=times)
