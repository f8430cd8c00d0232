"""A place at the table: one seat or desk with its documents, its connection and its outbox.

A command keeps its id until it is answered, however often the connection is lost meanwhile; documents are
taken as docs/protocol.md says ("Taking a push"). Whoever waits, waits for a document to say something.
"""

import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dialoog.simulator.http_client import HttpClient, ServerUnreachable
from dialoog.simulator.websocket_client import ConnectionLost, NotLetIn, WebSocketClient

T = TypeVar("T")
PATIENCE_SECONDS = 90.0
ANSWER_SECONDS = 10.0


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

    def __init__(self, name: str, desk: str, door: HttpClient, on_answer: Callable[[Answer], None]) -> None:
        self.name = name
        self.desk = desk
        self.door = door
        self._told = on_answer
        self._changed = threading.Condition()
        self._documents: dict[str, dict[str, Any]] = {}
        self._versions: dict[str, int] = {}
        self._answers: dict[int, Any] = {}
        self._wire: WebSocketClient | None = None
        self._open = False
        self._gone: str | None = None
        self._reader: threading.Thread | None = None

    @property
    def own(self) -> str:
        """The document beside `table` that this place reads."""
        return "mine" if self.desk == "seat" else "desk"

    @property
    def takes_part(self) -> bool:
        """Connected, or connecting again by itself: what is asked of it will be done."""
        return self._open

    @property
    def connected(self) -> bool:
        return self._wire is not None

    def open(self) -> None:
        """Connects, and from here on connects again by itself whenever the connection is lost."""
        self._open = True
        self._reader = threading.Thread(target=self._stay_connected, name=self.name, daemon=True)
        self._reader.start()
        self.until(f"the first documents of {self.name}", lambda: {"table", self.own} <= set(self._documents))

    def close(self) -> None:
        """Loses the connection and does not come back before `open`; documents and seat are kept."""
        with self._changed:
            self._open = False
            wire, self._wire = self._wire, None
        if wire is not None:
            wire.drop()
        if self._reader is not None and self._reader is not threading.current_thread():
            self._reader.join(30)

    def section(self, document: str, name: str) -> Any:
        """A section as it stands now; null before there is one."""
        return self._documents.get(document, {}).get(name)

    def until(self, what: str, true: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
        """Waits until a document says so, and gives what `true` gave."""
        with self._changed:
            deadline = time.monotonic() + seconds
            while not (found := true()):
                left = deadline - time.monotonic()
                if left <= 0 or self._gone is not None:
                    why = f" ({self._gone})" if self._gone else ""
                    raise TimedOut(f"{self.name} waited in vain for {what}{why}")
                self._changed.wait(min(left, 1.0))
            return found

    def until_seen(self, document: str, version: int) -> None:
        """Waits until this document is as new as an entry that changed it."""
        self.until(f"version {version} of {document}", lambda: self._versions.get(document, 0) >= version)

    def ask(self, kind: str, **fields: Any) -> Answer:
        """Gives a command and its answer; asks again with the same id while there is none."""
        command = {"id": secrets.token_urlsafe(16), "kind": kind, **fields}
        deadline = time.monotonic() + PATIENCE_SECONDS
        pause = 0.1
        while time.monotonic() < deadline:
            reply = self._ask_once(command)
            if reply is not None and reply.get("answer") == "refused":
                sentence = reply.get("say") or reply.get("reason")
                raise Refused(f"{self.name} may not {kind} ({reply.get('reason')}): {sentence}")
            if reply is not None and reply.get("answer") in ("ok", "late"):
                answer = Answer(
                    command["id"],
                    kind,
                    reply["answer"],
                    reply["version"],
                    reply.get("seat"),
                    reply.get("link"),
                )
                self._told(answer)
                return answer
            time.sleep(pause)
            pause = min(pause * 1.5, 0.5)
        raise TimedOut(f"{self.name} got no answer to {kind}")

    def _ask_once(self, command: dict[str, Any]) -> Any:
        """The answer, or None where the connection went before it came."""
        with self._changed:
            if self._wire is None and not self._changed.wait_for(lambda: self._wire is not None, 1.0):
                return None
            wire = self._wire
        assert wire is not None
        try:
            number = wire.ask("command", command)
        except ConnectionLost:
            return None
        with self._changed:
            self._changed.wait_for(lambda: number in self._answers or self._wire is not wire, ANSWER_SECONDS)
            return self._answers.pop(number, None)

    def _stay_connected(self) -> None:
        pause = 0.05
        while self._open and self._gone is None:
            try:
                self._listen()
                pause = 0.05
            except (ConnectionLost, NotLetIn):
                time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads phones, hides nothing
                pause = min(pause * 2, 1.0)
            except ServerUnreachable as error:
                with self._changed:
                    self._gone = str(error)
                    self._changed.notify_all()

    def _listen(self) -> None:
        ticket = self.door.ticket(self.desk)
        wire = WebSocketClient(self.door.url, {"ticket": ticket, "have": dict(self._versions)})
        with self._changed:
            if not self._open:
                wire.drop()
                return
            self._answers.clear()
            self._wire = wire
            self._changed.notify_all()
        try:
            for message, content in wire.read():
                self._take(message, content)
        finally:
            with self._changed:
                if self._wire is wire:
                    self._wire = None
                self._changed.notify_all()
            wire.drop()

    def _take(self, message: str, content: Any) -> None:
        behind = False
        with self._changed:
            match message:
                case "answer":
                    self._answers[content[0]] = content[1]
                case "push":
                    behind = not self._merge(content)
                case "pulse":
                    behind = content["table"] > self._versions.get("table", 0)
                case "gone":
                    self._gone = content["reason"]
                case _:
                    pass  # presence is for people
            self._changed.notify_all()
        if behind:
            time.sleep(random.uniform(0.05, 0.3))  # noqa: S311
            for push in self.door.documents(self.desk, self._versions):
                with self._changed:
                    self._merge(push)
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
