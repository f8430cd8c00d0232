"""The speed of a played evening: real time, some times as fast, or without any pause."""

import asyncio
from dataclasses import dataclass

IMMEDIATE = 1000.0
"""From this speed on nothing waits for the clock, only for the server."""
LONGEST_PAUSE = 8.0


@dataclass(frozen=True)
class Pacing:
    """`speed` is a factor; 1 is real time."""

    speed: float = 1.0

    @property
    def is_immediate(self) -> bool:
        return self.speed >= IMMEDIATE

    @property
    def is_real_time(self) -> bool:
        return self.speed <= 1

    async def wait(self, seconds: float, least: float = 0.4) -> None:
        """Waits for `seconds` of the evening; in a faster one at least `least` and at most LONGEST_PAUSE real seconds, so
        that everything is visible for a moment and nothing for long."""
        if self.is_immediate or seconds <= 0:
            return
        real = seconds / self.speed
        await asyncio.sleep(real if self.is_real_time else min(max(real, least), LONGEST_PAUSE))
