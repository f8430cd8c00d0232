"""What is measured of a national day: many tables on one process, each of which goes on once in half a minute."""

import random
import secrets
import time
from contextlib import ExitStack

from benchmarks import servers
from benchmarks.crowd import Crowd, coming_in, command
from benchmarks.crowd import Line as Socket
from benchmarks.figures import Line, Series, series
from benchmarks.rooms import MINE, TABLE, FullTable

TABLES = 1_000
SEATS, PHONES = 4, 8
PERIOD_SECONDS = 30.0
PERIODS = 2
GOAL_MS = 30.0
SETTLE_SECONDS = 12.0
"""So that pings and pulses are those of tables that have been there for a while."""


class TableOfTheDay:
    """A dialogue in its first round: where its sockets are in the crowd, and which entry its console saw last."""

    def __init__(self, full: FullTable, hall: Crowd) -> None:
        steps = full.console.docs["desk"]["plan"]["steps"]
        queue = full.console.opens_round(next(step["id"] for step in steps if step["form"] == "round"))
        self._last = queue["last"]
        full.table.ends()
        port = full.server.port
        auths = full.tickets.phones(full.tokens, PHONES)
        desk = {"ticket": full.tickets.ticket(full.console.token, "facilitator")}
        hall.open(
            [*(coming_in(port, auth, (TABLE, MINE)) for auth in auths), coming_in(port, desk, (b'"desk"',))]
        )
        self.phones = hall.lines[-PHONES - 1 : -1]
        self._console = hall.lines[-1]
        self.pressed_at = 0.0
        self.took: list[float] = []
        self._missing: set[int] = set()

    def press_next(self) -> None:
        self._missing = {phone.number for phone in self.phones}
        self.pressed_at = time.perf_counter()
        begin = {"id": secrets.token_urlsafe(16), "kind": "begin_turn", "after": self._last}
        self._console.socket.send(command(len(self.took), "command", begin))
        self._last += 1  # the entry of this turn, and nobody else commands

    def hear(self, phone: Socket, at: float) -> None:
        if phone.number in self._missing:
            self._missing.discard(phone.number)
            if not self._missing:
                self.took.append((at - self.pressed_at) * 1000)


def a_national_day(count: int = TABLES) -> list[Line]:
    """From a console's "next", with its commit, until the last phone of its table has it; half of the tables press while the others
    rest. Beside it the same of a tenth of the tables, alone on the process."""
    if servers.open_many_files() < count * (PHONES + 1) + 500:
        raise servers.CannotMeasure("This account may not open so many sockets.")
    few = _presses(count // 10)
    many = _presses(count)
    goal = series([GOAL_MS])
    return [
        Line(f'"next" at {count} tables of {PHONES}, p99', many.at_p99(), goal, "the goal"),
        Line(f'"next" at {count} tables of {PHONES}, p99', many.at_p99(), few.at_p99(), f"at {count // 10} tables"),
    ]  # fmt: skip


def _presses(count: int) -> Series:
    with servers.dialoog() as server, ExitStack() as open_now:
        hall = Crowd(server.port)
        open_now.callback(hall.close)
        tables = [TableOfTheDay(FullTable(server, SEATS), hall) for _ in range(count)]
        by_phone = {phone.number: table for table in tables for phone in table.phones}
        hall.rest(SETTLE_SECONDS)

        def heard(phone: Socket, data: bytes, at: float) -> None:
            if TABLE in data and (table := by_phone.get(phone.number)):
                table.hear(phone, at)

        for _ in range(PERIODS):
            order = random.Random(count).sample(tables, count)
            began = time.perf_counter()
            for number, table in enumerate(order):
                hall.rest(began + PERIOD_SECONDS * number / count - time.perf_counter(), heard)
                table.press_next()
        hall.rest(2.0, heard)
        took = [ms for table in tables for ms in table.took]
        assert len(took) == PERIODS * count, (len(took), PERIODS * count)
        return series(took)
