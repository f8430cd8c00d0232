"""A house of straw for one phone: it speaks the wire of docs/protocol.md from memory, and can fall silent, refuse or lose answers.

With it the phone's own part of the promises is tested without a server: what it keeps, when it sends again, what it shows.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from tests.browser.gallery_page import ORIGIN
from tests.browser.phone_gallery import serve

Sections = dict[str, Any]
NOW = 1_795_000_000_000


def table_of(phase: str, **floor: Any) -> Sections:
    return {
        "about": {
            "title": "Meerlinden",
            "theme": "",
            "facilitator": "Yara",
            "organisation": "De Linde",
            "lang": "nl",
        },
        "stage": {"status": "running", "theme": "light", "door": "asks", "here": 2},
        "step": {
            "id": "p3",
            "form": "round",
            "of": 6,
            "kind": "experience",
            "title": {"nl": "Ervaringen"},
            "question": {"nl": "Vertel over een moment dat u bijbleef."},
            "more": {},
            "began": NOW,
        },
        "circle": [["s3", "Samira"], ["s5", "Tadesse"]],
        "floor": {"phase": phase, **floor},
        "shown": [],
        "harvest": {},
    }


def mine_of(phase: str, **now: Any) -> Sections:
    consent = {"words": True, "name": True, "contact": False}
    return {
        "me": {
            "seat": "s5",
            "name": "Tadesse",
            "lang": "nl",
            "presence": "present",
            "consent": consent,
            "device": True,
        },
        "now": {"phase": phase, "step": "p3", "turn": 9, **now},
        "words": [],
        "asks": {"agreements": [], "goals": []},
    }


class FakeServer:
    """`answers` holds what the next commands get: an answer, or None for a command taken whose answer is lost."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents = {"table": table_of("turn", seat="s3", turn=9, next="s5"), "mine": mine_of("listen")}
        self.versions = {"table": 5, "mine": 5}
        self.open = True
        self.websockets = True
        self.commands: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any] | None] = []
        self.connections: list[dict[str, Any]] = []
        self.fetches = 0
        self.sockets: list[WebSocketRoute] = []

    def welcomes(self, page: Page) -> None:
        page.route("**/*", self.request)
        page.route_web_socket("**/socket.io/**", self.socket)

    def request(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if not path.startswith("/live/"):
            serve(route, self.folder)
        elif not self.open:
            route.abort()
        elif path == "/live/ticket":
            route.fulfill(json={"ticket": "t" * 20})
        elif path.startswith("/live/command"):
            answer = self.take(json.loads(route.request.post_data or ""))
            route.fulfill(json=answer) if answer else route.abort()
        else:
            self.fetches += 1
            route.fulfill(json={"documents": [self.whole(name) for name in self.documents], "now": NOW})

    def socket(self, ws: WebSocketRoute) -> None:
        if not (self.open and self.websockets):
            ws.close(code=1011)
            return
        self.sockets.append(ws)
        ws.on_message(lambda message: self.hear(ws, str(message)))
        opening = {"sid": "e", "upgrades": [], "pingInterval": 5000, "pingTimeout": 5000, "maxPayload": 32768}
        ws.send("0" + json.dumps(opening))

    def hear(self, ws: WebSocketRoute, message: str) -> None:
        if not self.open:
            return
        if message.startswith("40"):
            auth = json.loads(message[2:])
            self.connections.append(auth)
            ws.send('40{"sid":"s"}')
            for name, version in self.versions.items():
                if version > auth["have"][name]:
                    self.say(ws, "push", self.whole(name))
            self.pulse(ws)
        elif message.startswith("42"):
            number, _, rest = message[2:].partition("[")
            answer = self.take(json.loads("[" + rest)[1])
            if answer:
                ws.send(f"43{number}{json.dumps([answer])}")

    def take(self, command: dict[str, Any]) -> dict[str, Any] | None:
        self.commands.append(command)
        return self.answers.pop(0) if self.answers else {"answer": "ok", "version": 6}

    def whole(self, name: str) -> dict[str, Any]:
        return {"doc": name, "base": 0, "version": self.versions[name], "sections": self.documents[name]}

    def say(self, ws: WebSocketRoute, message: str, body: dict[str, Any]) -> None:
        ws.send("42" + json.dumps([message, body]))

    def pulse(self, ws: WebSocketRoute) -> None:
        version = max(self.versions.values())
        self.say(ws, "pulse", {"version": version, "table": self.versions["table"], "now": NOW})

    def change(self, name: str, *, base: int | None = None, **sections: Any) -> None:
        """A push to whoever is connected; `base` other than the last version leaves a gap."""
        before = self.versions[name]
        self.versions[name] += 1 if base is None else 10
        self.documents[name] = {**self.documents[name], **sections}
        push = {"doc": name, "base": before if base is None else base, "version": self.versions[name]}
        self.say(self.sockets[-1], "push", {**push, "sections": sections})

    def shut(self) -> None:
        self.open = False
        for ws in self.sockets:
            ws.close(code=1001)
        self.sockets.clear()


@contextmanager
def phone_at(browser: Browser, server: FakeServer) -> Iterator[Page]:
    """A page of a phone's size that has this server."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    server.welcomes(page)
    yield page
    context.close()


def until(page: Page, happened: Callable[[], bool]) -> None:
    for _ in range(200):
        if happened():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen within ten seconds")


def at_the_table(page: Page) -> None:
    page.goto(f"{ORIGIN}/plek.html")
    expect(page.locator("h1")).to_have_text("Samira heeft het woord.")


def in_the_writing_minute(page: Page, server: FakeServer) -> None:
    server.documents = {"table": table_of("writing"), "mine": mine_of("write")}
    page.goto(f"{ORIGIN}/plek.html")
    expect(page.locator("textarea")).to_be_visible()
