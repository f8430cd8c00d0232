"""One seat or desk of a dialogue: its documents, its connection and its commands.

A command keeps its id until it is answered, however often the connection is lost meanwhile. Pushes are merged as
docs/protocol.md says ("Taking a push"). Callers wait for a condition on the documents.
"""

import asyncio
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dialoog.simulator.http_client import HttpClient, UnexpectedResponse
from dialoog.simulator.websocket_client import ConnectionLost, WebSocketClient, connect

T = TypeVar("T")
PATIENCE_SECONDS = 90.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 1.0
"""Between two attempts to connect."""


class EveningStopped(Exception):
    """The evening cannot go on; the text says why."""


class TimedOut(EveningStopped):
    """A condition was not met in time; the text says which."""


class CommandRefused(EveningStopped):
    """The server refused a command that this evening needs."""


@dataclass(frozen=True)
class Answer:
    """The answer to a command; `outcome` is `ok` or `late`, `version` is the journal's."""

    id: str
    kind: str
    outcome: str
    version: int
    seat: str | None = None
    link: str | None = None


class Client:
    """A client of one desk: `seat`, `facilitator` or `scribe`. `name` appears in error messages only."""

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
    def own_document(self) -> str:
        """The document that this desk has beside `table`."""
        return "mine" if self.desk == "seat" else "desk"

    @property
    def is_open(self) -> bool:
        """Connected, or connecting again by itself: its commands will be answered."""
        return self._reader is not None

    @property
    def is_connected(self) -> bool:
        return self._connection is not None

    async def open(self) -> None:
        """Connects and waits for the first documents; from now on a lost connection is opened again."""
        self._reader = asyncio.create_task(self._stay_connected(), name=self.name)
        await self.wait_until(
            f"the first documents of {self.name}",
            lambda: {"table", self.own_document} <= set(self._documents),
        )

    async def close(self) -> None:
        """Drops the connection until `open` is called; documents and seat stay. Raises what ended the reader, if anything."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
            await asyncio.wait([reader])
            if not reader.cancelled():
                reader.result()

    def section(self, document: str, name: str) -> Any:
        """Returns the current content of a section, None before there is one."""
        return self._documents.get(document, {}).get(name)

    async def wait_until(self, what: str, condition: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
        """Waits until `condition` holds, and returns its value. Checks again after every message. Raises TimedOut."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                while not (value := condition()):
                    if self._gone is not None:
                        raise TimedOut(f"{self.name} waited in vain for {what} ({self._gone})")
                    await self._changed.wait()
                return value
        except TimeoutError:
            raise TimedOut(f"{self.name} waited in vain for {what}") from None

    async def wait_for_version(self, document: str, version: int) -> None:
        """Waits until this document has this version of the journal, or a newer one."""
        await self.wait_until(
            f"version {version} of {document}", lambda: self._versions.get(document, 0) >= version
        )

    async def send(self, kind: str, **fields: Any) -> Answer:
        """Sends a command, again with the same id until it is answered. Raises TimedOut, or CommandRefused."""
        command = {"id": secrets.token_urlsafe(16), "kind": kind, **fields}
        pause = 0.1
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (answer := await self._send_once(command)) is None:
                    await asyncio.sleep(pause)
                    pause = min(pause * 1.5, 0.5)
        except TimeoutError:
            raise TimedOut(f"{self.name} got no answer to {kind}") from None
        self._on_answer(answer)
        return answer

    async def _send_once(self, command: dict[str, Any]) -> Answer | None:
        """Returns None where the command must be sent again: no answer came, or it was `later`."""
        connection = await self.wait_until("a connection", lambda: self._connection)
        assert connection is not None
        try:
            reply = await connection.call("command", command) or {}
        except ConnectionLost:
            return None
        if reply.get("answer") == "refused":
            sentence = reply.get("say") or reply.get("reason")
            raise CommandRefused(f"{self.name} may not {command['kind']} ({reply.get('reason')}): {sentence}")
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
                await self._receive_messages()
                pause = FIRST_PAUSE_SECONDS
            except ConnectionLost:
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            except UnexpectedResponse as error:
                self._gone = str(error)
                await self._notify()
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads phones, hides nothing

    async def _receive_messages(self) -> None:
        """Opens a socket and handles its messages until it is lost. Raises ConnectionLost where it cannot be opened."""
        ticket = await self.http.request_ticket(self.desk)
        auth = {"ticket": ticket, "have": self._versions}
        async with connect(self.http.url, auth, self.http.tls) as connection:
            self._connection = connection
            await self._notify()
            try:
                async for message, content in connection.messages():
                    await self._handle_message(message, content)
            finally:
                self._connection = None

    async def _handle_message(self, message: str, content: Any) -> None:
        behind = False
        match message:
            case "push":
                behind = not self._merge_push(content)
            case "pulse":
                behind = content["table"] > self._versions.get("table", 0)
            case "gone":
                self._gone = content["reason"]
            case _:
                pass  # presence and trouble are for people
        await self._notify()
        if behind:
            await asyncio.sleep(random.uniform(0.05, 0.3))  # noqa: S311
            for push in await self.http.fetch_documents(self.desk, self._versions):
                self._merge_push(push)
            await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _merge_push(self, push: dict[str, Any]) -> bool:
        """Returns False where a push in between was missed, so that the document must be fetched."""
        document, own = push["doc"], self._versions.get(push["doc"], 0)
        if push["version"] <= own:
            return True
        if push["base"] > own:
            return False
        document_sections = {} if push["base"] == 0 else self._documents.get(document, {})
        self._documents[document] = {**document_sections, **push["sections"]}
        self._versions[document] = push["version"]
        return True
