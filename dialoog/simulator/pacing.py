"""How fast an evening is played: in its own time, so many times as fast, or without any waiting."""

import asyncio
from dataclasses import dataclass

AT_ONCE = 1000.0
"""From this speed on nothing waits for the clock, only for what the server says."""
LONGEST_PAUSE = 8.0


@dataclass(frozen=True)
class Pacing:
    """`speed` is how many times as fast as the evening was; 1 is its own time."""

    speed: float = 1.0

    @property
    def at_once(self) -> bool:
        return self.speed >= AT_ONCE

    @property
    def in_real_time(self) -> bool:
        return self.speed <= 1

    async def wait(self, seconds: float, least: float = 0.4) -> None:
        """`seconds` of the evening. A faster evening shows everything for a moment, and nothing for long."""
        if self.at_once or seconds <= 0:
            return
        real = seconds / self.speed
        await asyncio.sleep(real if self.in_real_time else min(max(real, least), LONGEST_PAUSE))
