"""A place at the table: one seat or desk with its documents, its connection and its outbox.

A command keeps its id until it is answered, however often the connection is lost meanwhile; documents are
taken as docs/protocol.md says ("Taking a push"). Whoever waits, waits for a document to say something.
"""

import asyncio
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dialoog.simulator.http_client import HttpClient, ServerUnreachable
from dialoog.simulator.websocket_client import ConnectionLost, WebSocketClient, connect

T = TypeVar("T")
PATIENCE_SECONDS = 90.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 1.0
"""Between two attempts to connect."""


class TimedOut(Exception):
    """What had to happen did not happen; the text says what was waited for."""


class Refused(Exception):
    """The server refused a command that this evening needs."""


@dataclass(frozen=True)
class Answer:
    """What became of a command. `version` is the journal's."""

    id: str
    kind: str
    answer: str
    version: int
    seat: str | None = None
    link: str | None = None


class Client:
    """`name` is for reading only; `desk` is seat, facilitator or scribe."""

    def __init__(self, name: str, desk: str, http: HttpClient, on_answer: Callable[[Answer], None]) -> None:
        self.name = name
        self.desk = desk
        self.http = http
        self._on_answer = on_answer
        self._changed = asyncio.Condition()
        self._documents: dict[str, dict[str, Any]] = {}
        self._versions: dict[str, int] = {}
        self._connection: WebSocketClient | None = None
        self._reader: asyncio.Task[None] | None = None
        self._gone: str | None = None

    @property
    def own(self) -> str:
        """The document beside `table` that this place reads."""
        return "mine" if self.desk == "seat" else "desk"

    @property
    def takes_part(self) -> bool:
        """Connected, or connecting again by itself: what is asked of it will be done."""
        return self._reader is not None

    @property
    def connected(self) -> bool:
        return self._connection is not None

    async def open(self) -> None:
        """Connects, and from here on connects again by itself whenever the connection is lost."""
        self._reader = asyncio.create_task(self._stay_connected(), name=self.name)
        await self.until(
            f"the first documents of {self.name}", lambda: {"table", self.own} <= set(self._documents)
        )

    async def close(self) -> None:
        """Loses the connection and does not come back before `open`; documents and seat are kept."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
            await asyncio.wait([reader])
            if not reader.cancelled():
                reader.result()

    def section(self, document: str, name: str) -> Any:
        """A section as it stands now; null before there is one."""
        return self._documents.get(document, {}).get(name)

    async def until(self, what: str, true: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
        """Waits until a document says so, and gives what `true` gave."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                while not (value := true()):
                    if self._gone is not None:
                        raise TimedOut(f"{self.name} waited in vain for {what} ({self._gone})")
                    await self._changed.wait()
                return value
        except TimeoutError:
            raise TimedOut(f"{self.name} waited in vain for {what}") from None

    async def until_seen(self, document: str, version: int) -> None:
        """Waits until this document is as new as an entry that changed it."""
        await self.until(
            f"version {version} of {document}", lambda: self._versions.get(document, 0) >= version
        )

    async def ask(self, kind: str, **fields: Any) -> Answer:
        """Gives a command and its answer; asks again with the same id while there is none."""
        command = {"id": secrets.token_urlsafe(16), "kind": kind, **fields}
        pause = 0.1
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (answer := await self._ask_once(command)) is None:
                    await asyncio.sleep(pause)
                    pause = min(pause * 1.5, 0.5)
        except TimeoutError:
            raise TimedOut(f"{self.name} got no answer to {kind}") from None
        self._on_answer(answer)
        return answer

    async def _ask_once(self, command: dict[str, Any]) -> Answer | None:
        """None where the command must be sent again: no answer came, or it was `later`."""
        connection = await self.until("a connection", lambda: self._connection)
        assert connection is not None
        try:
            reply = await connection.call("command", command) or {}
        except ConnectionLost:
            return None
        if reply.get("answer") == "refused":
            sentence = reply.get("say") or reply.get("reason")
            raise Refused(f"{self.name} may not {command['kind']} ({reply.get('reason')}): {sentence}")
        if reply.get("answer") not in ("ok", "late"):
            return None
        return Answer(
            command["id"],
            command["kind"],
            reply["answer"],
            reply["version"],
            reply.get("seat"),
            reply.get("link"),
        )

    async def _stay_connected(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while self._gone is None:
            try:
                await self._listen()
                pause = FIRST_PAUSE_SECONDS
            except ConnectionLost:
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            except ServerUnreachable as error:
                self._gone = str(error)
                await self._notify()
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads phones, hides nothing

    async def _listen(self) -> None:
        """Takes what comes, until the connection is lost. Raises ConnectionLost where there was none."""
        ticket = await self.http.ticket(self.desk)
        auth = {"ticket": ticket, "have": self._versions}
        async with connect(self.http.url, auth, self.http.tls) as connection:
            self._connection = connection
            await self._notify()
            try:
                async for message, content in connection.messages():
                    await self._take(message, content)
            finally:
                self._connection = None

    async def _take(self, message: str, content: Any) -> None:
        behind = False
        match message:
            case "push":
                behind = not self._merge(content)
            case "pulse":
                behind = content["table"] > self._versions.get("table", 0)
            case "gone":
                self._gone = content["reason"]
            case _:
                pass  # presence is for people
        await self._notify()
        if behind:
            await asyncio.sleep(random.uniform(0.05, 0.3))  # noqa: S311
            for push in await self.http.documents(self.desk, self._versions):
                self._merge(push)
            await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _merge(self, push: dict[str, Any]) -> bool:
        """False when something in between was missed, so that the whole document must be fetched."""
        document, own = push["doc"], self._versions.get(push["doc"], 0)
        if push["version"] <= own:
            return True
        if push["base"] > own:
            return False
        document_sections = {} if push["base"] == 0 else self._documents.get(document, {})
        self._documents[document] = {**document_sections, **push["sections"]}
        self._versions[document] = push["version"]
        return True
