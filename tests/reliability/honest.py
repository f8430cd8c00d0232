"""Honest phones in a process of their own, so that nothing of a test slows them: how long each of their commands took.

As a program it reads `{"port", "tokens", "seed"}` and lets every phone send one small command a second; for each it prints when it was
sent (seconds, of the clock that all processes share) and how long the answer took, null where it did not come.
"""

import asyncio
import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from random import Random

from tests.reliability.outbox import fresh_id
from tests.reliability.recorded import ROOT
from tests.reliability.websocket_client import WebSocketClient, asks

EVERY = 1.05
"""A seat may send one command a second (T20's bucket)."""


class Honest:
    """The phones of these seats, on their own processor where there are two."""

    def __init__(self, port: int, tokens: list[str], seed: int) -> None:
        self.took: list[tuple[float, float | None]] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.honest"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"port": port, "tokens": tokens, "seed": seed}) + "\n")
        self._process.stdin.flush()
        threading.Thread(target=self._listens, daemon=True).start()

    def _listens(self) -> None:
        assert self._process.stdout is not None
        with suppress(ValueError):
            for line in self._process.stdout:
                sent, took = json.loads(line)
                self.took.append((sent, took))

    def during(self, began: float, ended: float) -> list[float | None]:
        return [took for sent, took in list(self.took) if began <= sent < ended]

    def go_home(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


async def phone(port: int, token: str, random: Random) -> None:
    await asyncio.sleep(random.random())
    wire: WebSocketClient | None = None
    for n in range(10_000):
        began = time.monotonic()
        try:
            if wire is None or wire.ended.is_set():
                ticket = await asks(port, "POST", "/live/ticket", token, {"desk": "seat"})
                wire = WebSocketClient(lambda _: None)
                await wire.opens(port, {"ticket": ticket["ticket"]})
                began = time.monotonic()
            command = {"id": fresh_id(random), "kind": "choose_language", "lang": ("en", "nl")[n % 2]}
            answer = await wire.asks(command)
            took = time.monotonic() - began if answer["answer"] == "ok" else None
        except (OSError, TimeoutError, ValueError):
            took, wire = None, None
        print(json.dumps((began, took)), flush=True)
        await asyncio.sleep(max(0.05, EVERY - (time.monotonic() - began)))


async def main() -> None:
    settings = json.loads(sys.stdin.readline())
    everybody = [(token, Random(f"{settings['seed']}-{n}")) for n, token in enumerate(settings["tokens"])]
    await asyncio.gather(*(phone(settings["port"], *one) for one in everybody))


if __name__ == "__main__":
    asyncio.run(main())
