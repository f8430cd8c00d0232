"""What is measured in a room: from the console's "next" to the last phone, sentences stored, and phones coming in.

Whatever is compared runs at the same time and takes turns, so that what else the machine does falls on all alike.
"""

import http.client
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from benchmarks import servers
from benchmarks.crowd import Crowd, coming_in, command, rest
from benchmarks.figures import Line, series
from tests.people import Person, Table
from tests.serving import Server

SEATS = 50
PHONES_OF_A_SEAT = 10
"""No more sockets are open at once with one token (R10)."""
TURNS = 40
TRIES = 30
BURSTS, BURST = 4, 5
TABLE, MINE, FILLING = b'"doc":"table"', b'"doc":"mine"', b'"filling"'
OK = b'{"answer":"ok"'


class Tickets:
    """Gets tickets over one connection that stays."""

    def __init__(self, server: Server) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def ticket(self, token: str, desk: str) -> str:
        """Asked again where the connection was idle for too long, or the token had its tickets for now."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        for _ in range(TRIES):
            try:
                self._line.request("POST", "/live/ticket", json.dumps({"desk": desk}), headers)
                response: dict[str, str] = json.loads(self._line.getresponse().read())
            except (ConnectionError, http.client.HTTPException):
                self._line.close()
                continue
            if "ticket" in response:
                return response["ticket"]
            time.sleep(1)
        raise ConnectionError("no ticket is to be had")

    def phones(self, tokens: list[str], count: int) -> list[dict[str, str]]:
        return [{"ticket": self.ticket(tokens[n % len(tokens)], "seat")} for n in range(count)]


class FullTable:
    """A dialogue with fifty seats, a console, and phones: several share a seat where there are more."""

    def __init__(self, server: Server, seats: int = SEATS) -> None:
        self.server = server
        self.table = Table(server, server.sets_up("90"))
        self.tokens = [self.table.form_of(f"Buur {n + 1}") for n in range(seats)]
        self.console = self.table.facilitator()
        self.tickets = Tickets(server)
        self.phones = Crowd(server.port)

    def come_in(self, count: int, until: tuple[bytes, ...] = (TABLE, MINE)) -> list[float]:
        auths = self.tickets.phones(self.tokens, count)
        return self.phones.open(coming_in(self.server.port, auth, until) for auth in auths)

    def ends(self) -> None:
        self.phones.close()
        self.table.ends()


@contextmanager
def a_full_table(server: Server, seats: int = SEATS) -> Iterator[FullTable]:
    full = FullTable(server, seats)
    try:
        yield full
    finally:
        full.ends()


class Console:
    """A socket of its own that presses "next"."""

    def __init__(self, full: FullTable) -> None:
        steps = full.console.docs["desk"]["plan"]["steps"]
        queue = full.console.opens_round(next(s["id"] for s in steps if s["form"] == "round"))
        self._last = queue["last"]
        ticket = full.tickets.ticket(full.console.token, "facilitator")
        self._line = Crowd(full.server.port)
        self._line.open([coming_in(full.server.port, {"ticket": ticket})])
        self._asked = 0

    def next(self) -> None:
        asked = {"id": secrets.token_urlsafe(16), "kind": "begin_turn", "after": self._last}
        self._line.lines[0].socket.send(command(self._asked, "command", asked))

    def was_told_ok(self) -> None:
        self._line.hear(b"43%d[" % self._asked + OK, lambda: None)
        self._asked += 1
        self._last += 1  # the entry of this turn, and nobody else commands

    def close(self) -> None:
        self._line.close()


def next_to_the_last_phone(count: int) -> list[Line]:
    """The console's "next", with its commit, until the last of `count` phones has it."""
    with ExitStack() as open_now:
        server = open_now.enter_context(servers.dialoog())
        full = open_now.enter_context(a_full_table(server, max(SEATS, count // PHONES_OF_A_SEAT)))
        beside = {"Node": Crowd(open_now.enter_context(servers.node()))}
        beside["raw sockets"] = Crowd(open_now.enter_context(servers.raw()))
        for crowd in beside.values():
            open_now.callback(crowd.close)
        full.come_in(count)
        beside["Node"].open(coming_in(beside["Node"].port) for _ in range(count))
        beside["raw sockets"].open([] for _ in range(count))
        console = Console(full)
        open_now.callback(console.close)
        return _in_turn(full, console, beside, count)


def _in_turn(full: FullTable, console: Console, beside: dict[str, Crowd], count: int) -> list[Line]:
    ours: list[list[float]] = []
    theirs: dict[str, list[list[float]]] = {name: [] for name in beside}
    size = 0
    for turn in range(TURNS):
        full.phones.bytes = 0
        ours.append(full.phones.hear(TABLE, console.next))
        size = size or full.phones.bytes // count
        console.was_told_ok()
        full.phones.rest(0.03)
        for name, crowd in beside.items():
            theirs[name].append(crowd.hear(FILLING, _shouts(name, crowd, turn, size)))
            crowd.rest(0.01)
    last = series([max(took) for took in ours])
    what = f'"next", committed, to the last of {count} phones'
    lines = [
        Line(what, last, series([max(took) for took in took_in_turn]), f"{name}, {size} bytes")
        for name, took_in_turn in theirs.items()
    ]
    each, beside_it = ([ms for took in every for ms in took] for every in (ours, theirs["Node"]))
    slowest = Line(f"p99 of {count} phones", series(each).at_p99(), series(beside_it).at_p99(), "Node")
    return [*lines, slowest]


def _shouts(name: str, crowd: Crowd, turn: int, size: int) -> Callable[[], object]:
    packet = command(turn, "shout", {"bytes": size}) if name == "Node" else b"%d" % size
    return lambda: crowd.lines[0].socket.send(packet)


def commands_a_second() -> list[Line]:
    """Fifty phones each store five sentences at once: durable commands against echoes without database."""
    with ExitStack() as open_now:
        full = open_now.enter_context(a_full_table(open_now.enter_context(servers.dialoog())))
        full.console.next()
        full.come_in(SEATS)
        beside = {
            "echo without database": Crowd(open_now.enter_context(servers.bare())),
            "echo on our own lines": Crowd(open_now.enter_context(servers.on_our_lines())),
        }
        for crowd in beside.values():
            open_now.callback(crowd.close)
            crowd.open(coming_in(crowd.port) for _ in range(SEATS))
        measured: list[float] = []
        echoed: dict[str, list[float]] = {name: [] for name in beside}
        for burst in range(BURSTS):
            measured.append(a_second(burst_of(full.phones, "command", burst)))
            for name, crowd in beside.items():
                full.phones.rest(0.3)
                echoed[name].append(a_second(burst_of(crowd, "echo", burst)))
            rest(BURST + 0.5, full.phones, *beside.values())  # a seat's bucket fills again
    what, ours = "durable commands a second, 50 phones", series(measured, "a second")
    return [
        Line(what, ours, series(a_second_of, "a second"), name, more_is_better=True)
        for name, a_second_of in echoed.items()
    ]


def words_at_desk(console: Person) -> int:
    return sum(len(some) for name, some in console.docs["desk"].items() if name.startswith("words."))


def together(phones: int = 200) -> list[Line]:
    """So many phones store a sentence in the same instant: until the last acknowledgement, and until the last phone has
    its own sentence back. As many are stored as were sent."""
    with servers.dialoog() as server, servers.bare() as bare, ExitStack() as open_now:
        tables = [open_now.enter_context(a_full_table(server)) for _ in range(phones // SEATS)]
        hall = Crowd(server.port)
        auths = []
        for full in tables:
            full.console.next()
            auths += full.tickets.phones(full.tokens, SEATS)
        hall.open(coming_in(server.port, auth) for auth in auths)
        beside = Crowd(bare)
        beside.open(coming_in(bare) for _ in range(phones))
        acknowledged, shown, echoed = [], [], []
        for burst in range(8):
            acknowledged.append(max(burst_of(hall, "command", burst, 1)))
            rest(1.5, hall, beside)
            shown.append(max(burst_of(hall, "command", 100 + burst, 1, until=MINE)))
            rest(1.5, hall, beside)
            echoed.append(max(burst_of(beside, "echo", burst, 1)))
        stored = sum(full.console.sees(words_at_desk) for full in tables)
        assert stored == 16 * phones, (stored, 16 * phones)
        for crowd in (hall, beside):
            crowd.close()
    return [
        Line(f"{phones} phones at once, last acknowledgement", series(acknowledged), series(echoed), "echo"),
        Line(f"{phones} phones at once, last own sentence shown", series(shown), series(echoed), "echo"),
    ]


def stalled(count: int = SEATS) -> list[Line]:
    """What others notice of a phone that takes nothing in any more: their median after against before."""
    with servers.dialoog() as server, a_full_table(server) as full:
        console, silent = Console(full), Crowd(server.port)
        full.come_in(count)
        silent.open([coming_in(server.port, full.tickets.phones(full.tokens, 1)[0], (TABLE,))])
        before, after = [], []
        for took in (before, after):
            for _ in range(TURNS // 2):
                took += full.phones.hear(TABLE, console.next)
                console.was_told_ok()
                (silent if took is before else full.phones).rest(0.03)
        console.close()
        silent.close()
    return [Line(f"{count} phones, one of which stalls", series(after), series(before), "before it stalled")]


def burst_of(crowd: Crowd, event: str, burst: int, each: int = BURST, until: bytes = OK) -> list[float]:
    """Every phone says so many sentences at once; milliseconds until each had heard `until` of all of them."""
    sent = [b"".join(command(burst * each + n, event, sentence()) for n in range(each)) for _ in crowd.lines]

    def act() -> None:
        for line, packet in zip(crowd.lines, sent, strict=True):
            line.socket.send(packet)

    return crowd.hear(until, act, each)


def a_second(took: list[float], each: int = BURST) -> float:
    """Commands a second, until the last acknowledgement."""
    return len(took) * each / max(took) * 1000


def sentence() -> dict[str, Any]:
    text = "In de winter heb ik de rolstoel van een meneer gemaakt. Nu leert hij mij elke week tien woorden."
    return {"id": secrets.token_urlsafe(16), "kind": "write", "word_kind": "experience", "text": text}
