"""A line that can go wrong: a small TCP proxy of our own, between a client and the server.

`with Lines(port) as lines:` runs a thread; `line = lines.lays()` gives an address of its own to whoever shall have
trouble of its own. What a line does to its connections is said from any thread:

    line.closes()          a clean end (FIN), as when a server stops
    line.cuts()            a hard end (RST), as when a machine is gone
    line.falls_silent()    what is open stays open and carries nothing any more, as when a phone changes network
    line.half_open("down") only one direction is dead: "down" to the client, "up" to the server
    line.slows(200)        bytes a second, each direction
    line.delays(0.3)       seconds that everything is late
    line.swallows(n)       carries n more pieces to the client, then nothing, then a hard end: answers cut off
    line.is_away(...)      whoever comes anew is refused, cut, or not heard; until `line.heals()`

What fell silent stays so: only new connections work after `heals`.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["up", "down"]
Away = Literal["closed", "cut", "silent"]
PIECE = 64 * 1024
LINGER_NOT = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class Connection:
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter | None = None
    dead: set[Side] = field(default_factory=set)
    swallow_after: int | None = None

    def ends(self, *, hard: bool) -> None:
        for writer in (self.client, self.server):
            if writer is None:
                continue
            if hard:
                bare = writer.get_extra_info("socket")
                if bare is not None and bare.fileno() >= 0:
                    bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
                writer.transport.abort()
            else:
                writer.close()


class Line:
    """One address and every connection through it."""

    def __init__(self, lines: "Lines", to: int) -> None:
        self.port = 0
        self.to = to
        """The port of the server; who comes anew goes to the one that it names then."""
        self.taken = 0
        self.away: Away | None = None
        self.bytes_a_second: float | None = None
        self.late = 0.0
        self._lines = lines
        self._open: set[Connection] = set()
        self._server: asyncio.Server | None = None

    def closes(self) -> None:
        self._for_each(lambda one: one.ends(hard=False))

    def cuts(self) -> None:
        self._for_each(lambda one: one.ends(hard=True))

    def falls_silent(self) -> None:
        self._for_each(lambda one: one.dead.update(("up", "down")))

    def half_open(self, dead: Side) -> None:
        self._for_each(lambda one: one.dead.add(dead))

    def swallows(self, after: int = 0) -> None:
        self._for_each(lambda one: setattr(one, "swallow_after", after))

    def slows(self, bytes_a_second: float) -> None:
        self.bytes_a_second = bytes_a_second

    def delays(self, seconds: float) -> None:
        self.late = seconds

    def is_away(self, how: Away) -> None:
        self.away = how

    def heals(self) -> None:
        self.away, self.bytes_a_second, self.late = None, None, 0.0

    async def listens(self) -> None:
        self._server = await asyncio.start_server(self._takes, "127.0.0.1", 0, limit=PIECE)
        self.port = self._server.sockets[0].getsockname()[1]

    async def ends(self) -> None:
        if self._server is not None:
            self._server.close()
        for one in list(self._open):
            one.ends(hard=True)

    def _for_each(self, act: Callable[[Connection], object]) -> None:
        def do() -> None:
            for one in list(self._open):
                act(one)

        self._lines.does(do)

    async def _takes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.taken += 1
        one = Connection(writer)
        if self.away in ("closed", "cut"):
            one.ends(hard=self.away == "cut")
            return
        self._open.add(one)
        try:
            if self.away == "silent":
                one.dead.update(("up", "down"))
                await self._carries(one, "up", reader, writer)
                return
            try:
                back, one.server = await asyncio.open_connection("127.0.0.1", self.to, limit=PIECE)
            except OSError:
                one.ends(hard=True)
                return
            for bare in (writer.get_extra_info("socket"), one.server.get_extra_info("socket")):
                bare.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.gather(
                self._carries(one, "up", reader, one.server), self._carries(one, "down", back, writer)
            )
        finally:
            self._open.discard(one)
            one.ends(hard=False)

    async def _carries(
        self, one: Connection, side: Side, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while piece := await reader.read(PIECE if self.bytes_a_second is None else 512):
                if side == "down" and one.swallow_after is not None:
                    if one.swallow_after <= 0:
                        one.ends(hard=True)
                        return
                    one.swallow_after -= 1
                if self.late:
                    await asyncio.sleep(self.late)
                if self.bytes_a_second is not None:
                    await asyncio.sleep(len(piece) / self.bytes_a_second)
                if side not in one.dead:
                    writer.write(piece)
                    await writer.drain()
            if not one.dead:
                writer.close()  # who ends is heard at the other side too, unless the line is silent
        except OSError:
            if not one.dead:
                one.ends(hard=True)


class Lines:
    """All lines of a run, in a thread and an event loop of their own."""

    def __init__(self, to: int) -> None:
        self.to = to
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="lines")
        self._lines: list[Line] = []

    def __enter__(self) -> "Lines":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        async def ends() -> None:
            for line in self._lines:
                await line.ends()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.wait(tasks, timeout=2) if tasks else None

        asyncio.run_coroutine_threadsafe(ends(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def lays(self, to: int | None = None) -> Line:
        line = Line(self, self.to if to is None else to)
        asyncio.run_coroutine_threadsafe(line.listens(), self._loop).result(10)
        self._lines.append(line)
        return line

    def does(self, act: Callable[[], None]) -> None:
        """In the thread of the lines, and done when this returns."""
        done = threading.Event()

        def do() -> None:
            try:
                act()
            finally:
                done.set()

        self._loop.call_soon_threadsafe(do)
        if not done.wait(10):
            raise TimeoutError("the lines do not answer")
