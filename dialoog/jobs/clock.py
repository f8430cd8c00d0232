"""Whether the wall clock may be believed for what cannot be undone.

A machine that starts with a wrong date must not erase what is due in years. The worker notes every hour what its clock said. A
reading far beyond that note is believed only once the worker has run on for an hour of the steady clock, in which time
synchronisation or a person puts right what is wrong. A machine that was off for a week waits that hour too, and so does the first
worker of an installation, which has no note: dialogues may have been held before it.
"""

import time
from collections.abc import Callable

from sqlalchemy import Engine, select, update

from dialoog.db.engine import connect_for_query, retry_while_locked, transaction
from dialoog.jobs.models import WorkerClock
from dialoog.telemetry.logging import log

HOUR_MS = 3600 * 1000
DAY_MS = 24 * HOUR_MS
JUMP_MS = 12 * HOUR_MS
"""Shorter than a day, so that nothing happens a day before it was promised."""
STEADY_SECONDS = 3600.0


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


class WallClock:
    """`wall` is in ms since 1970 and may jump; `steady` in seconds, and never does."""

    def __init__(
        self, engine: Engine, wall: Callable[[], int] = wall_ms, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._wall = wall
        self._steady = steady
        self._doubted_at: tuple[float, int] | None = None
        """When a doubtful reading began, by both clocks."""

    def now(self) -> int:
        return self._wall()

    def is_credible(self) -> bool:
        """Reads the note of the last hour, and writes it anew where it is old and the clock is believed."""
        now = self._wall()
        noted = self._noted()
        if now - noted > JUMP_MS and not self._has_run_steadily(now, is_first=noted == 0):
            return False
        self._doubted_at = None
        if not 0 <= now - noted < HOUR_MS:
            retry_while_locked(lambda: self._note(now))
        return True

    def _has_run_steadily(self, now: int, *, is_first: bool) -> bool:
        """Whether both clocks ran on alike for an hour since the doubt began; where they did not, it begins anew."""
        steady = self._steady()
        if self._doubted_at is None:
            if not is_first:  # a new installation has nothing to wait for, and nobody to warn
                log.warning("the clock is not believed yet, nothing is erased for an hour")
            self._doubted_at = steady, now
        since, reading = self._doubted_at
        if abs((now - reading) / 1000 - (steady - since)) > STEADY_SECONDS / 60:
            self._doubted_at = steady, now
            return False
        return steady - since >= STEADY_SECONDS

    def _noted(self) -> int:
        """0 where no worker ever believed its clock."""
        with connect_for_query(self._engine) as connection:
            return connection.execute(select(WorkerClock.at)).scalar() or 0

    def _note(self, now: int) -> None:
        with transaction(self._engine) as connection:
            connection.execute(update(WorkerClock).values(at=now))
