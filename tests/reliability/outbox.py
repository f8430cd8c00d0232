"""What a simulated phone was asked to send and is not answered yet: in order, one at a time, with the same id until it is
answered `ok`, `late` or `refused` (frontend/src/client/outbox.ts)."""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

SLOWEST = 5.0
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
Answer = dict[str, Any]


@dataclass(eq=False)
class Asked:
    command: dict[str, Any]
    answered: "asyncio.Future[Answer]"


class Outbox:
    """`deliver` sends once and gives the answer, or None where nobody knows what became of it."""

    def __init__(
        self,
        deliver: Callable[[dict[str, Any]], Awaitable[Answer | None]],
        chance: random.Random,
        changed: Callable[[], None],
    ) -> None:
        self.pending: deque[Asked] = deque()
        self._deliver = deliver
        self._chance = chance
        self._changed = changed
        self._asked = asyncio.Event()
        self._awake = asyncio.Event()

    def takes(self, command: dict[str, Any]) -> "asyncio.Future[Answer]":
        waiting = Asked(command, asyncio.get_running_loop().create_future())
        self.pending.append(waiting)
        self._asked.set()
        return waiting.answered

    def wakes(self) -> None:
        """There is a line again: try now instead of at the next turn of the backoff."""
        self._awake.set()

    async def empties(self) -> None:
        tries = 0
        while True:
            if not self.pending:
                self._asked.clear()
                await self._asked.wait()
                continue
            head = self.pending[0]
            self._awake.clear()
            answer = await self._deliver(head.command)
            if answer is None or answer["answer"] == "later":
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), backoff(tries, self._chance))
                tries += 1
                continue
            tries = 0
            self.pending.popleft()
            if not head.answered.done():
                head.answered.set_result(answer)
            self._changed()


def backoff(tries: int, chance: random.Random) -> float:
    """0.5, 1, 2, 4, 5, 5 … seconds, each shortened by up to a third."""
    return min(SLOWEST, 0.5 * 2 ** min(tries, 10)) * (1 - chance.random() / 3)


def fresh_id(chance: random.Random) -> str:
    return "".join(chance.choice(SIGNS) for _ in range(24))
