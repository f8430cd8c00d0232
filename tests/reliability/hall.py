"""A run: server processes, dialogues with phones at them, the history of what happened, and the checker at the end.

with a_hall("R1", folder, seed) as hall:
    table = hall.sets_up(30)
    hall.holds(scenario(hall, table))       # asyncio; everybody is stopped afterwards
    hall.is_as_promised()
"""

import asyncio
import random
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import migrated
from tests.people import Table
from tests.reliability import document_cache, final, observers, runs
from tests.reliability.checker import Finding, check, counted, report
from tests.reliability.document_cache import NOTHING, Copy
from tests.reliability.history import History
from tests.reliability.outbox import fresh_id
from tests.reliability.phones import Phone, Place
from tests.reliability.websocket_client import Unwelcome
from tests.serving import Server

ROOT = Path(__file__).parents[2]
SEATED_BY = "the door"


def processes_on(database: str) -> int:
    """Two where several processes may serve: on PostgreSQL. From a SQLite file one serves, and another is refused."""
    return 2 if database else 1


class Hall:
    """`planted` is a fault that the servers have (planted.py); without it they are as they are shipped. `database` is an
    address; without it SQLite in the folder. `settings` are more of its environment."""

    def __init__(
        self,
        name: str,
        folder: Path,
        seed: int,
        *,
        planted: str = "",
        processes: int = 1,
        database: str = "",
        **settings: str,
    ) -> None:
        self.history = History(f"{name}{'-' + planted if planted else ''}", seed)
        self.chance = random.Random(seed)
        self.phones: list[Phone] = []
        self.found: list[Finding] | None = None
        environment = {"PYTHONPATH": str(ROOT), **settings}
        environment |= {"DIALOOG_DATABASE_URL": database} if database else {}
        if not database:
            migrated.copy_into(folder)
        self.servers = [Server(folder, **environment) for _ in range(processes)]
        for server in self.servers:
            if planted:
                server.program = ("tests.reliability.planted", planted)

    @property
    def server(self) -> Server:
        return self.servers[0]

    def starts(self) -> None:
        for server in self.servers:
            server.starts()

    def sets_up(self, seats: int, name: str = "phone") -> "Seated":
        """A dialogue at which so many sat down through the form, with their consent."""
        table = Table(self.server, self.server.sets_up("check-in"))
        places = [self._sits_down(table, n + 1) for n in range(seats)]
        return Seated(self, table, places, name)

    def _sits_down(self, table: Table, n: int) -> Place:
        id = fresh_id(self.chance)
        about = {"client": SEATED_BY, "dialogue": table.id}
        took = self.history.notes("invoke", **about, id=id, kind="take_seat", content={"name": f"Buur {n}"})
        chose = self.history.notes("invoke", **about, id=f"{id}-consent", kind="give_consent")
        token = table.form_of(f"Buur {n}", id=id)
        for sending in (took, chose):
            self.history.notes("ok", of=sending, answer="ok")
        held = self.server.asks("GET", "/live/documents?as=seat", Authorization=f"Bearer {token}")
        mine = next(push for push in held.json["documents"] if push["doc"] == "mine")
        return Place(table.id, "seat", token, mine["sections"]["me"]["seat"])

    def comes(self, name: str, place: Place, port: int | None = None) -> Phone:
        phone = Phone(name, self.history, place, port or self.server.port, self.chance)
        self.phones.append(phone)
        return phone.starts()

    def holds(self, scenario: Coroutine[Any, Any, None], within: float = 300.0) -> None:
        """Runs it, and lets nobody linger afterwards. In a thread of its own: a test in a browser, once begun, keeps a
        loop in ours."""

        async def run() -> None:
            try:
                await asyncio.wait_for(scenario, within)
            finally:
                await asyncio.gather(*(phone.stops() for phone in self.phones))
                await asyncio.sleep(0.05)

        with ThreadPoolExecutor(max_workers=1) as aside:
            aside.submit(lambda: asyncio.run(run())).result()

    async def settles(self, within: float = 30.0, still: float = 15.0) -> None:
        """Waits until every outbox is empty and everybody holds what who comes anew gets; notes both, also where they
        differ: that is for the checker to say. `within` and `still` are in seconds."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while not all(phone.settled for phone in self.phones) and loop.time() < until:
            await asyncio.sleep(0.05)
        until = loop.time() + still
        while True:
            truth = await self._truth()
            held = [
                (observers.of(phone, doc), phone.copies[doc]) for phone in self.phones for doc in phone.copies
            ]
            if (
                all(truth[of].digest == copy.digest for of, copy in held if of in truth)
                or loop.time() > until
            ):
                break
            await asyncio.sleep(0.2)
        for phone in self.phones:
            for doc, copy in phone.copies.items():
                if (of := observers.of(phone, doc)) in truth:
                    self._notes("fresh", phone, doc, truth[of])
                self._notes("holds", phone, doc, copy)

    async def _truth(self) -> dict[observers.Audience, Copy]:
        """What somebody with each place gets who holds nothing yet; of several processes the one that is furthest."""
        truth: dict[observers.Audience, Copy] = {}
        for phone in self.phones:
            try:
                pushes = await phone.fetched()
            except (OSError, TimeoutError, Unwelcome):
                continue
            for push in pushes:
                copy, of = document_cache.after(NOTHING, push), observers.of(phone, push.doc)
                if copy is not None and copy.version > truth.get(of, NOTHING).version:
                    truth[of] = copy
        return truth

    def _notes(self, what: Any, phone: Phone, doc: str, copy: Copy) -> None:
        self.history.notes(
            what, client=phone.name, dialogue=phone.place.dialogue, desk=phone.place.desk, seat=phone.place.seat,
            doc=doc, version=copy.version, digest=copy.digest, owner=copy.owner,
        )  # fmt: skip

    @property
    def database(self) -> str:
        return self.server.database

    def findings(self) -> list[Finding]:
        self.found = check(self.history.entries, final.final_of(self.database))
        return self.found

    def is_as_promised(self) -> None:
        findings = report(self.findings())
        assert not findings, f"{self.history}\n{findings}"
        assert self.history.unanswered() == set(), self.history
        proof = self.server.runs("verify")
        assert proof.returncode == 0, f"{self.history}\n{proof.stdout}{proof.stderr}"
        output = self.server.output
        assert "Traceback" not in output, output

    def __str__(self) -> str:
        """The line at the end of the tests: what was done, what came of it, how to hold it again."""
        came = "the checker was not reached" if self.found is None else counted(self.found)
        return f"{self.history.name}: {self.history.figures()}; {came}; {self.history}"


class Seated:
    """A dialogue and the places at it; who has a phone comes with `phones`."""

    def __init__(self, hall: Hall, table: Table, places: list[Place], name: str) -> None:
        self.hall = hall
        self.id = table.id
        self.table = table
        self.places = places
        self.name = name

    def comes(self, n: int, port: int | None = None) -> Phone:
        return self.hall.comes(f"{self.name} {n + 1}", self.places[n], port)

    def phones(self) -> list[Phone]:
        """Everybody, spread over the server processes."""
        servers = self.hall.servers
        return [self.comes(n, servers[n % len(servers)].port) for n in range(len(self.places))]

    def desk(self, desk: str, port: int | None = None) -> Phone:
        link = {"facilitator": self.table.links.console, "screen": self.table.links.screen}[desk]
        place = Place(self.id, desk, link.partition("#")[2])
        return self.hall.comes(f"{self.name} {desk}", place, port)


@contextmanager
def a_hall(
    name: str,
    folder: Path,
    seed: int,
    *,
    planted: str = "",
    processes: int = 1,
    database: str = "",
    **settings: str,
) -> Iterator[Hall]:
    hall = Hall(name, folder, seed, planted=planted, processes=processes, database=database, **settings)
    try:
        hall.starts()
        yield hall
    finally:
        for server in hall.servers:
            server.is_killed()
        hall.history.is_over()
        runs.tells(str(hall))
