"""Simulated phones: many in one process, with the rules of a client (docs/protocol.md) and the patience of the real one.

What `connection.ts`, `document_cache.ts` and `outbox.ts` of `frontend/src/client` do, a `Phone` does: an outbox that goes out in order, one at a
time, with the same id until it is answered; documents merged by base and version, fetched where something is missing;
a new socket after two missed pulses, a look over HTTP after one; backoff. Only the way back to HTTP where websockets
are forbidden is left out. Everything is noted in the history as it happens.
"""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec

from tests.reliability import document_cache
from tests.reliability.document_cache import NOTHING, Copy, Push
from tests.reliability.history import History
from tests.reliability.outbox import Outbox, backoff, fresh_id
from tests.reliability.websocket_client import Unwelcome, WebSocketClient, asks

BEAT = 5.0
TICKET_WITHIN = 8.0
PROBE_WITHIN = 1.5
ASK_AGAIN_WHEN_GONE = 15.0
DOCUMENTS = {
    "seat": ("table", "mine"),
    "facilitator": ("table", "desk"),
    "scribe": ("table", "desk"),
    "screen": ("table",),
}


@dataclass(frozen=True)
class Place:
    """What a client holds: a token for a desk of one dialogue and, for a phone, its seat."""

    dialogue: str
    desk: str
    token: str
    seat: str | None = None


class Phone:
    """`port` is where it goes: a server's, or a line's that can go wrong. It may be changed at any time."""

    def __init__(self, name: str, history: History, place: Place, port: int, chance: random.Random) -> None:
        self.name = name
        self.history = history
        self.place = place
        self.port = port
        self.chance = chance
        self.copies: dict[str, Copy] = dict.fromkeys(DOCUMENTS[place.desk], NOTHING)
        self.outbox = Outbox(self.delivers, chance, self._is_changed)
        self.up = False
        self.gone: str | None = None
        self.sockets = 0
        self.reopened = 0
        self._wire: WebSocketClient | None = None
        self._heard = 0.0
        self._probed = False
        self._looked = 0
        """The server's clock at the last look over HTTP."""
        self._tries = 0
        self._fetching: asyncio.Task[bool] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._again = asyncio.Event()
        self._changed = asyncio.Event()
        self._known: set[tuple[str, str]] = set()

    # What a person does

    def starts(self) -> "Phone":
        self._tasks = [asyncio.create_task(self._lives()), asyncio.create_task(self.outbox.empties())]
        return self

    async def stops(self) -> None:
        """The browser is closed."""
        for task in (*self._tasks, *([self._fetching] if self._fetching else [])):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._hangs_up()

    def sends(self, kind: str, id: str = "", **fields: Any) -> "asyncio.Future[dict[str, Any]]":
        """Into the outbox; the answer that settles it comes in time."""
        return self.outbox.takes({"id": id or fresh_id(self.chance), "kind": kind, **fields})

    def hurries(self) -> None:
        """What the browser says when it is `online` again or comes to the front."""
        alive = self._wire is not None and self.up and self._silence() < BEAT + 1
        if not alive:
            self._hangs_up()
            self._again.set()

    async def sees(self, true: Callable[["Phone"], Any], within: float = 20.0, what: str = "it") -> Any:
        """Waits until this phone's documents say so."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while not (value := true(self)):
            self._changed.clear()
            left = until - loop.time()
            if left <= 0:
                raise AssertionError(f"{self.name} did not see {what} within {within} s: {self}")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), min(left, 0.5))
        return value

    def _is_changed(self) -> None:
        self._changed.set()

    def version(self, doc: str = "table") -> int:
        return self.copies[doc].version

    @property
    def settled(self) -> bool:
        return not self.outbox.pending

    def __str__(self) -> str:
        held = {doc: copy.version for doc, copy in self.copies.items()}
        return f"{self.name} ({'up' if self.up else 'down'}, {self.gone}, {held}, {len(self.outbox.pending)} waiting)"

    # The line

    async def _lives(self) -> None:
        """One socket after the other. What cuts a wait short is `_again`."""
        while True:
            self._again.clear()
            opening = asyncio.create_task(self._opens())
            hurry = asyncio.create_task(self._again.wait())
            await asyncio.wait((opening, hurry), return_when=asyncio.FIRST_COMPLETED)
            hurry.cancel()
            if not opening.done():
                opening.cancel()
                await asyncio.gather(opening, return_exceptions=True)
                continue
            wait = opening.result()
            if wait is None:
                wait = await self._until_it_ends()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._again.wait(), wait + self.chance.random() * 0.2)

    async def _opens(self) -> float | None:
        """Opens a socket; otherwise how long to wait before the next try, counted from when this one began."""
        began = asyncio.get_running_loop().time()
        try:
            ticket = await asks(
                self.port, "POST", "/live/ticket", self.place.token, {"desk": self.place.desk}, TICKET_WITHIN
            )
            wire = WebSocketClient(self._hears)
            have = {doc: copy.version for doc, copy in self.copies.items()}
            self._wire = wire
            self.sockets += 1
            await wire.opens(self.port, {"ticket": ticket["ticket"], "have": have})
        except Unwelcome as no:
            if no.status in (401, 403):
                self.gone = "replaced" if no.status == 401 else "removed"
                return ASK_AGAIN_WHEN_GONE
            return self._backs_off(began)
        except (OSError, TimeoutError):
            return self._backs_off(began)
        self.gone, self._tries = None, 0
        self._was_heard()
        self.up = True
        self.outbox.wakes()
        self._changed.set()
        return None

    async def _until_it_ends(self) -> float:
        """Watches the line; how long to wait before the next socket."""
        wire = self._wire
        while wire is not None and wire is self._wire:
            with suppress(TimeoutError):
                await asyncio.wait_for(wire.ended.wait(), 0.5)
            if wire is not self._wire or wire.ended.is_set():
                break
            if self._silence() > 2 * BEAT + 0.5:
                self._hangs_up()
                return 0.0
            if self._silence() > BEAT + 1 and not self._probed:
                self._probed = True
                is_answered = await self._fetches(0.05 + self.chance.random() * 0.7, PROBE_WITHIN)
                if not is_answered and self._probed and wire is self._wire:
                    self._hangs_up()
                    return 0.0
        self._hangs_up()
        if self.gone:
            return ASK_AGAIN_WHEN_GONE
        return 0.0 if self._again.is_set() else self._backs_off()

    def _backs_off(self, began: float | None = None) -> float:
        """Counted from `began`: who waited long for nothing need not wait again."""
        self.up = False
        wait = backoff(self._tries, self.chance)
        self._tries += 1
        return wait if began is None else max(0.0, wait - (asyncio.get_running_loop().time() - began))

    def _hangs_up(self) -> None:
        self.up = False
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.ends()

    def _silence(self) -> float:
        return asyncio.get_running_loop().time() - self._heard

    def _was_heard(self) -> None:
        self._heard = asyncio.get_running_loop().time()
        self._probed = False

    # What comes in

    def _hears(self, packet: str) -> None:
        if packet.startswith('["push"'):
            doc = document_cache.push_of(packet).doc
            if doc in self.copies:
                self._takes(doc, document_cache.taking(self.copies[doc], packet))
        elif packet.startswith('["pulse"'):
            self._was_heard()
            pulse = msgspec.json.decode(packet)[1]
            known = max(copy.version for copy in self.copies.values())
            put_back = pulse["version"] < known and pulse["now"] >= self._looked
            if put_back:
                self.history.notes(
                    "note", client=self.name, why=f"a pulse named {pulse['version']}, known is {known}"
                )
                self.copies = dict.fromkeys(self.copies, NOTHING)
            if put_back or pulse["table"] > self.version("table"):
                self._fetches_soon()
        elif packet.startswith('["gone"'):
            self.gone = msgspec.json.decode(packet)[1]["reason"]
            self._hangs_up()

    def _takes(self, doc: str, copy: Copy | None) -> None:
        own = self.copies[doc]
        if copy is None:
            self._fetches_soon()
        elif copy is not own:
            self.copies[doc] = copy
            self._notes("shown", doc, copy)
            self._changed.set()

    def _notes(self, what: Any, doc: str, copy: Copy) -> None:
        new = {one: text for one, text in copy.words.items() if (one, text) not in self._known}
        self._known.update(new.items())
        self.history.notes(
            what, client=self.name, process=str(self.port), socket=self.sockets, dialogue=self.place.dialogue,
            desk=self.place.desk, seat=self.place.seat, doc=doc, version=copy.version, digest=copy.digest,
            owner=copy.owner, words=new,
        )  # fmt: skip

    def _fetches_soon(self, longest: float = 0.3) -> None:
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(
                self._fetches(0.05 + self.chance.random() * (longest - 0.05))
            )

    async def _fetches(self, wait: float, within: float = 8.0) -> bool:
        await asyncio.sleep(wait)
        have = {doc: copy.version for doc, copy in self.copies.items()}
        try:
            for push in await self.fetched(within, **have):
                if push.doc in self.copies:
                    self._takes(push.doc, document_cache.after(self.copies[push.doc], push))
        except (OSError, TimeoutError, Unwelcome):
            return False
        return True

    async def fetched(self, within: float = 8.0, **have: int) -> list[Push]:
        """The documents that are newer than these, over HTTP."""
        query = urlencode({"as": self.place.desk, **have})
        response = await asks(self.port, "GET", f"/live/documents?{query}", self.place.token, within=within)
        self._looked = max(self._looked, response["now"])
        return msgspec.convert(response["documents"], list[Push])

    # What goes out

    async def delivers(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Sends it once over the socket that is open; None where nobody knows what became of it."""
        if self._wire is None or not self.up:
            return None
        wire = self._wire
        sending = self._invokes(command, self.sockets)
        try:
            answer = await wire.asks(command)
        except (OSError, TimeoutError) as error:
            self.history.notes("unknown", of=sending, why=type(error).__name__)
            return None
        self.heard_back(sending, answer)
        return answer

    def _invokes(self, command: dict[str, Any], socket: int) -> int:
        content = {name: value for name, value in command.items() if name not in ("id", "kind")}
        return self.history.notes(
            "invoke", client=self.name, process=str(self.port), socket=socket, dialogue=self.place.dialogue,
            desk=self.place.desk, seat=self.place.seat, id=command["id"], kind=command["kind"], content=content,
        )  # fmt: skip

    def heard_back(self, sending: int, answer: dict[str, Any]) -> None:
        what = {"ok": "ok", "later": "unknown"}.get(answer["answer"], "fail")
        self.history.notes(
            what, of=sending, answer=answer["answer"], version=answer.get("version"),
            why=answer.get("reason", ""),
        )  # fmt: skip
