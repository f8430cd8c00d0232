"""Builders that speak: a real server process, and people at a table who do what people do.

`a_table(server)` sets a dialogue up on a `serving.Server`; `table.seats("Henk")`
lets somebody join as a browser would; `henk.passes()` sends a command and gives the answer. Everybody keeps
the documents that were pushed to them, by the rules of docs/protocol.md.
"""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import socketio

from dialoog.live.commands.open_dialogue import Links
from tests.in_order import InOrder
from tests.serving import PATIENCE, Json, Said, Server


def fresh_id() -> str:
    return secrets.token_urlsafe(16)


class Table:
    """One dialogue and who came to it."""

    def __init__(self, server: Server, links: Links) -> None:
        self.server = server
        self.links = links
        self.id = links.dialogue
        self.code = links.code
        self.people: dict[str, Person] = {}
        self._everybody: list[Person] = []

    def facilitator(self) -> "Facilitator":
        return self._came(Facilitator(self, "facilitator", self.links.console.partition("#")[2]))

    def screen(self) -> "Person":
        return self._came(Person(self, "screen", self.links.screen.partition("#")[2]))

    def by_link(self, link: str, desk: str) -> "Person":
        """Whoever opens a link that somebody gave."""
        kind = Facilitator if desk in ("facilitator", "scribe") else Person
        return self._came(kind(self, desk, link.partition("#")[2]))

    def seats(self, name: str, *, words: bool = True, name_too: bool = True, lang: str = "nl") -> "Person":
        """Joins by the code, through the form, as a browser would; then opens a socket."""
        token = self.form_of(name, words=words, name_too=name_too, lang=lang)
        self.people[name] = self._came(Person(self, "seat", token, name))
        return self.people[name]

    def form_of(
        self, name: str, *, words: bool = True, name_too: bool = True, lang: str = "nl", id: str = ""
    ) -> str:
        """The token of a fresh seat."""
        page = self.server.asks("GET", f"/d/{self.code}")
        assert page.status == 200, page.text
        filled = {
            "csrf_token": _hidden(page.text, "csrf_token"), "id": id or _hidden(page.text, "id"),
            "name": name, "role": "", "lang": lang, **({"words": "y"} if words else {}),
            **({"name_too": "y"} if name_too else {}),
        }  # fmt: skip
        cookies = "; ".join(f"{k}={v}" for k, v in page.cookies.items())
        sent = self.server.asks(
            "POST", f"/d/{self.code}", urlencode(filled), Cookie=cookies,
            Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip
        assert sent.status == 303, (sent.status, sent.text)
        return sent.token("seat")

    def a_circle_of(self, count: int) -> list["Person"]:
        names = ("Fatma", "Henk", "Samira", "Joris", "Els", "Ruud", "Tadesse", "Willemijn")
        return [self.seats(names[n] if n < len(names) else f"Buur {n + 1}") for n in range(count)]

    def ends(self) -> None:
        for person in self._everybody:
            person.disappears()

    def _came(self, person: Any) -> Any:
        self._everybody.append(person)
        return person.connects()


class Person:
    """A token and a socket: somebody's phone, a screen, a desk. Keeps its documents as a client must."""

    def __init__(self, table: Table, desk: str, token: str, name: str = "") -> None:
        self.table = table
        self.server = table.server
        self.desk = desk
        self.token = token
        self.name = name
        self.docs: dict[str, Json] = {"table": {}, "mine": {}, "desk": {}}
        self.versions = {"table": 0, "mine": 0, "desk": 0}
        self.pushes: list[Json] = []
        self.pulses: list[Json] = []
        self.present: list[str] = []
        self.unscanned: list[str] = []
        self.gone: str | None = None
        self.troubled = False
        self.behind = False
        self.refusal: Any = None
        self._socket: socketio.Client | None = None
        self._line: Any = None
        self._news = threading.Condition()

    def connects(self, have: Json | None = None, ticket: str | None = None) -> "Person":
        self.disappears()
        client = InOrder(reconnection=False, handle_sigint=False)
        client.on("push", self._takes)
        client.on("pulse", self.pulses.append)
        client.on("presence", lambda it: vars(self).update(present=it["seats"], unscanned=it["unscanned"]))
        client.on("trouble", lambda event: setattr(self, "troubled", event["on"]))
        client.on("gone", lambda event: setattr(self, "gone", event["reason"]))
        client.on("connect_error", lambda event: setattr(self, "refusal", event))
        auth = {"ticket": ticket or self.ticket(), "have": self.versions if have is None else have}
        client.connect(self.server.url, auth=auth, transports=["websocket"], wait_timeout=PATIENCE)
        self._socket, self._line = client, client.eio.ws
        own = {"seat": "mine", "facilitator": "desk", "scribe": "desk"}.get(self.desk, "table")
        self.sees(lambda me: me.versions["table"] and me.versions[own], what="the first documents")
        return self

    def ticket(self) -> str:
        response = self.server.asks(
            "POST", "/live/ticket", {"desk": self.desk}, Authorization=f"Bearer {self.token}"
        )
        assert response.status == 200, (response.status, response.text)
        ticket: str = response.json["ticket"]
        return ticket

    @property
    def connected(self) -> bool:
        return self._socket is not None and self._socket.connected

    def disappears(self) -> None:
        if self._socket is not None:
            self._socket.disconnect()
            self._line.shutdown()
            self._socket = None

    def sends(self, kind: str, id: str = "", **fields: Any) -> Json:
        """A command over the socket; gives the answer."""
        assert self._socket is not None
        command = {"id": id or fresh_id(), "kind": kind, **fields}
        answer: Json = self._socket.call("command", command, timeout=PATIENCE)
        return answer

    def does(self, kind: str, id: str = "", **fields: Any) -> int:
        """A command that must be accepted; told `later`, it is sent again with the same id, as an outbox does."""
        id = id or fresh_id()
        until = time.monotonic() + PATIENCE
        while (answer := self.sends(kind, id, **fields))["answer"] == "later" and time.monotonic() < until:
            time.sleep(0.3)
        assert answer["answer"] == "ok", (kind, fields, answer)
        version: int = answer["version"]
        return version

    def sends_over_http(self, kind: str, id: str = "", **fields: Any) -> Said:
        command = {"id": id or fresh_id(), "kind": kind, **fields}
        return self.server.asks(
            "POST", f"/live/command?as={self.desk}", command, Authorization=f"Bearer {self.token}"
        )

    def fetches(self, **have: int) -> list[Json]:
        query = urlencode({"as": self.desk, **have})
        response = self.server.asks("GET", f"/live/documents?{query}", Authorization=f"Bearer {self.token}")
        documents: list[Json] = response.json["documents"]
        return documents

    def reads(self, *references: str) -> Json:
        query = urlencode({"as": self.desk, "ids": ",".join(references)})
        response = self.server.asks("GET", f"/live/words?{query}", Authorization=f"Bearer {self.token}")
        words: Json = response.json["words"]
        return words

    def sees(
        self, true: Callable[["Person"], Any], within: float = PATIENCE, what: str = "what was waited for"
    ) -> Any:
        until = time.monotonic() + within
        with self._news:
            while not (value := true(self)):
                left = until - time.monotonic()
                if left <= 0:
                    raise AssertionError(
                        f"{self.name or self.desk} never saw {what}: {self.versions} {self.behind} {self.floor}"
                    )
                self._news.wait(min(left, 0.2))
            return value

    # what people do

    @property
    def seat(self) -> str:
        seat: str = self.docs["mine"]["me"]["seat"]
        return seat

    @property
    def now(self) -> Json:
        now: Json = self.docs["mine"]["now"]
        return now

    @property
    def floor(self) -> Json:
        floor: Json = self.docs["table"].get("floor", {})
        return floor

    def has_the_word(self) -> int:
        """Waits for one's own turn; gives its id."""
        self.sees(lambda me: me.now["phase"] == "turn", what="one's own turn")
        turn: int = self.now["turn"]
        return turn

    def passes(self) -> int:
        return self.does("pass_turn", turn=self.has_the_word())

    def is_done(self) -> int:
        return self.does("end_turn", turn=self.has_the_word())

    def writes(self, text: str, word_kind: str = "experience", **fields: Any) -> str:
        word = fresh_id()
        self.does("write", word, text=text, word_kind=word_kind, **fields)
        return word

    def _takes(self, push: Json) -> None:
        doc, base, version = push["doc"], push["base"], push["version"]
        with self._news:
            self.pushes.append(push)
            if version > self.versions[doc]:
                if base <= self.versions[doc]:
                    self.docs[doc].update(push["sections"])
                    self.versions[doc] = version
                else:
                    self.behind = True
            self._news.notify_all()


class Facilitator(Person):
    """The console: reads the one big button and presses it."""

    @property
    def primary(self) -> Json:
        primary: Json = self.docs["desk"]["act"]["primary"]
        return primary

    def presses(self, kind: str, **fields: Any) -> int:
        """A command of the flow; waits until its effect is on the console."""
        version = self.does(kind, **fields)
        self.sees(lambda me: me.versions["desk"] >= version, what=f"the effect of {kind}")
        return version

    def next(self, **more: Any) -> int:
        """Presses the big button as it stands, when it offers something newer than what was pressed last."""
        primary = {**self.primary, **more}
        return self.presses(primary.pop("kind"), **primary)

    def goes_to(self, step: str) -> None:
        """Presses on until this step is open, skipping silences and closing rounds on the way."""
        while self.docs["table"]["step"]["id"] != step:
            self.presses_on()

    def presses_on(self) -> None:
        """One press, skipping a silence that runs."""
        if self.docs["desk"]["act"]["silence"]:
            self.presses("skip_silence")
        else:
            self.next()

    def orders_circle(self) -> None:
        """T30: people sit in the order in which they came."""
        self.does("order_circle", seats=[seat for seat, _ in self.docs["table"]["circle"]])

    def opens_round(self, step: str) -> Json:
        """Opens this step's round past its silence; gives the queue."""
        self.goes_to(step)
        if self.docs["desk"]["act"]["silence"]:
            self.presses("skip_silence")
        queue: Json = self.docs["desk"]["queue"]
        return queue


@contextmanager
def a_table(server: Server, programme: str = "90", **plan: str) -> Iterator[Table]:
    """A dialogue where people can sit down; everybody leaves at the end."""
    table = Table(server, server.sets_up(programme, **plan))
    try:
        yield table
    finally:
        table.ends()


def _hidden(page: str, name: str) -> str:
    field = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or re.search(
        rf'value="([^"]*)"[^>]*name="{name}"', page
    )
    assert field, f"no field {name} in the page"
    return field[1]
