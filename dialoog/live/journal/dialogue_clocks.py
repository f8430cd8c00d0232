"""The time of each dialogue: it never goes back and never jumps, whatever becomes of the machine's clock.

A wall clock that jumps is not followed for an hour, in which time synchronisation or a person puts it right. Where a journal is ahead
nevertheless (another process, a start with a wrong clock), the time of that dialogue runs on from its last entry, so that a turn has
the length that it should have.
"""

import time
from collections.abc import Callable

JUMP_MS = 2_000
DOUBT_MS = 3_600_000


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


def steady_ms() -> int:
    """Goes on while the machine sleeps, where the system has such a clock: a laptop's lid is closed in the break."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)) // 1_000_000


class SteadyWall:
    """The wall clock without its jumps; in ms since 1970, as `wall`."""

    def __init__(self, wall: Callable[[], int] = wall_ms, steady: Callable[[], int] = steady_ms) -> None:
        self._wall, self._steady = wall, steady
        self._offset = wall() - steady()
        """From the steady clock to the wall clock that is believed."""
        self._doubt: tuple[int, int] | None = None
        """Offset of the reading that is not believed yet, and since when by the steady clock."""

    def now(self) -> int:
        steady = self._steady()
        offset = self._wall() - steady
        if abs(offset - self._offset) <= JUMP_MS:
            self._offset, self._doubt = offset, None
        elif self._doubt is None or abs(offset - self._doubt[0]) > JUMP_MS:
            self._doubt = offset, steady
        elif steady - self._doubt[1] > DOUBT_MS:
            self._offset, self._doubt = offset, None
        return steady + self._offset


class DialogueClocks:
    """How far the journal of each dialogue is ahead, as far as it ever was."""

    def __init__(self) -> None:
        self._ahead: dict[str, int] = {}

    def now(self, dialogue: str, wall: int, last_at: int) -> int:
        """The moment in this dialogue at this moment of the wall clock; `last_at` is that of its newest entry."""
        ahead = self._ahead.get(dialogue, 0)
        if last_at > wall + ahead:
            ahead = self._ahead[dialogue] = last_at - wall
        return wall + ahead

    def forget(self, dialogue: str) -> None:
        self._ahead.pop(dialogue, None)
