"""What is measured in a room: from the console's "next" to the last phone, and commands a second.

Dialoog and the bare server run at the same time and take turns within one run, so that whatever else the
machine does falls on both. Servers keep to one core and the phones to another, where there are two.
"""

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.figures import Line, series
from tests.bench.phones import Phone
from tests.people import Table
from tests.serving import Server, eventually, free_port

SEATS = 50
TURNS = 40
BURSTS, BURST = 4, 5
TABLE_PUSH = '"doc":"table"'


@contextmanager
def both_servers() -> Iterator[tuple[Server, int]]:
    """Dialoog and, on another port, the bare server."""
    port, server = free_port(), Server(Path())
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        os.sched_setaffinity(0, cores[:1])  # what is started now inherits it
        bare = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.bare", str(port)], stdout=subprocess.PIPE, text=True
        )
        try:
            server = Server(Path(folder)).starts()
            os.sched_setaffinity(0, cores[-1:])
            eventually(lambda: bare.stdout and bare.stdout.readline(), what="the bare server's start")
            yield server, port
        finally:
            os.sched_setaffinity(0, cores)
            server.is_killed()
            bare.kill()
            bare.wait()


class Crowd:
    """Phones that note when the newest push reached them; `last` is when it reached the last one."""

    def __init__(self, wanted: str = "") -> None:
        self.phones: list[Phone] = []
        self._wanted = wanted
        self._missing = 0
        self._last = 0.0
        self.bytes = 0
        self._everybody = asyncio.Event()

    def told(self, phone: Phone, event: str, packet: str, at: float) -> None:
        if event == "push" and self._wanted in packet[:80] and self._missing:
            self._missing -= 1
            self._last = at
            self.bytes = len(packet)
            if self._missing == 0:
                self._everybody.set()

    async def reach(self, asking: Any) -> float:
        """Milliseconds from the asking to the last phone."""
        self._everybody.clear()
        self._missing = len(self.phones)
        began = time.perf_counter()
        asked = asyncio.create_task(asking)
        await asyncio.wait_for(self._everybody.wait(), 20)
        await asked
        return (self._last - began) * 1000


def a_full_table(server: Server) -> tuple[Table, list[str]]:
    """A dialogue with fifty seats and their tokens."""
    table = Table(server, server.sets_up("90"))
    return table, [table.form_of(f"Buur {n + 1}") for n in range(SEATS)]


async def _phones(crowd: Crowd, server: Server, table: Table, tokens: list[str], count: int) -> None:
    for n in range(count):
        auth = {"ticket": _ticket(server, tokens[n % len(tokens)], "seat")}
        crowd.phones.append(Phone("127.0.0.1", server.port, crowd.told, auth))
        await crowd.phones[-1].open()


def _ticket(server: Server, token: str, desk: str) -> str:
    asked = server.asks("POST", "/live/ticket", {"desk": desk}, Authorization=f"Bearer {token}")
    ticket: str = asked.json["ticket"]
    return ticket


async def _bare_phones(crowd: Crowd, port: int, count: int) -> None:
    for _ in range(count):
        crowd.phones.append(Phone("127.0.0.1", port, crowd.told))
        await crowd.phones[-1].open()


async def next_to_the_last_phone(server: Server, bare: int, count: int) -> Line:
    """The console's "next", with its commit, until the last of `count` phones has it."""
    table, tokens = a_full_table(server)
    console = table.facilitator()
    console.opens_round(_first_round(console))
    ours, beside = Crowd(TABLE_PUSH), Crowd()
    await _phones(ours, server, table, tokens, count)
    await _bare_phones(beside, bare, count)
    desk = Phone(
        "127.0.0.1", server.port, lambda *_: None,
        {"ticket": _ticket(server, console.token, "facilitator")},
    )  # fmt: skip
    await desk.open()
    measured, bared = [], []
    last = console.docs["desk"]["queue"]["last"]
    for n in range(TURNS):
        answer: dict[str, Any] = {}

        async def asks(n: int = n, after: int = last, answer: dict[str, Any] = answer) -> None:
            message = {"id": secrets.token_urlsafe(16), "kind": "begin_turn", "after": after}
            answer.update(await desk.ask("command", message, n))

        measured.append(await ours.reach(asks()))
        assert answer["answer"] == "ok", answer
        last = answer["version"]
        bared.append(await beside.reach(beside.phones[0].ask("shout", {"bytes": ours.bytes}, n)))
        await asyncio.sleep(0.06)
    for phone in (*ours.phones, *beside.phones, desk):
        await phone.close()
    table.ends()
    return Line(
        f'console "next", committed, to the last of {count} phones', series(measured), series(bared),
        f"bare broadcast of {ours.bytes} bytes",
    )  # fmt: skip


def _first_round(console: Any) -> str:
    steps = console.docs["desk"]["plan"]["steps"]
    step: str = next(s["id"] for s in steps if s["form"] == "round")
    return step


async def commands_a_second(server: Server, bare: int) -> Line:
    """Fifty phones each store five sentences at once: durable commands against an echo without database."""
    table, tokens = a_full_table(server)
    console = table.facilitator()
    console.next()
    ours, beside = Crowd(), Crowd()
    await _phones(ours, server, table, tokens, SEATS)
    await _bare_phones(beside, bare, SEATS)
    measured, bared = [], []
    for burst in range(BURSTS):
        measured.append(await _burst(ours.phones, "command", burst, stores=True))
        bared.append(await _burst(beside.phones, "echo", burst, stores=False))
        await asyncio.sleep(BURST + 0.5)  # a seat's bucket fills again
    for phone in (*ours.phones, *beside.phones):
        await phone.close()
    table.ends()
    return Line(
        "durable commands a second, 50 phones", series(measured, "a second"), series(bared, "a second"),
        "echo without database",
    )  # fmt: skip


async def _burst(phones: list[Phone], event: str, burst: int, *, stores: bool) -> float:
    began = time.perf_counter()
    asked = [
        phone.ask(event, _sentence() if stores else {"n": n}, burst * BURST + n)
        for phone in phones
        for n in range(BURST)
    ]
    answers = await asyncio.gather(*asked)
    took = time.perf_counter() - began
    assert all(answer["answer"] == "ok" for answer in answers), answers
    return len(answers) / took


def _sentence() -> dict[str, Any]:
    text = "In de winter heb ik de rolstoel van een meneer gemaakt. Nu leert hij mij elke week tien woorden."
    return {"id": secrets.token_urlsafe(16), "kind": "write", "word_kind": "experience", "text": text}
